import Kernels
import Numerics
import TestSupport
import Testing

@testable import Activations

/// sin(ωx) at many frequencies; values come from `Tests/References/sine.py`.
@Suite struct SineTests {
  struct Rows: Decodable {
    let values: [[Double]]
  }

  static let frequencies = [1e-3, 0.7, 1, 30, 1000, 1e4]

  /// Against the sine of the rounded product ωx, up to where its phase is lost.
  @Test func valuesAreAccurate() throws {
    let rows = try Reference.load(Rows.self, "sine").values
    #expect(rows.count > 100)
    for row in rows {
      let (sine, x) = (Sine(frequency: row[0]), row[1])
      // Rounding of π's third piece leaves 2²⁰ · 2⁻¹¹¹ of the argument; the rest is relative.
      #expect((sine.value(at: x) - row[2]).magnitude <= 3 * row[2].ulp + 1e-27, "\(row)")
      #expect(
        (sine.slope(at: x) - row[3]).magnitude <= 3 * row[3].ulp + 2e-16 * row[0], "\(row)")
    }
  }

  /// The loops in C give the bits of the scalar functions, at every frequency and on either side of the reach.
  @Test(arguments: frequencies) func buffersEqualScalars(_ frequency: Double) throws {
    let sine = Sine(frequency: frequency)
    let inputs = Self.inputs(frequency)
    var (values, slopes) = (inputs, inputs)
    for count in [1, 7, 8, 17, inputs.count] {
      sine.apply(inputs, into: &values, count: count)
      sine.slopes(inputs, into: &slopes, count: count)
      for i in 0..<count {
        #expect(Self.same(values[i], sine.value(at: inputs[i])), "sin \(frequency) · \(inputs[i])")
        #expect(Self.same(slopes[i], sine.slope(at: inputs[i])), "cos \(frequency) · \(inputs[i])")
      }
    }
    let singles = inputs.map(Float.init)
    var (near, steep) = (singles, singles)
    sine.apply(singles, into: &near, count: singles.count)
    sine.slopes(singles, into: &steep, count: singles.count)
    for i in singles.indices {
      let (value, slope): (Float, Float) = (
        sine.evaluate(singles[i]), sine.differentiate(singles[i])
      )
      #expect(Self.same(Double(near[i]), Double(value)), "sin \(frequency) · \(singles[i])")
      #expect(Self.same(Double(steep[i]), Double(slope)), "cos \(frequency) · \(singles[i])")
    }
  }

  private static func same(_ a: Double, _ b: Double) -> Bool {
    a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
  }

  /// Ordinary numbers, turns and half turns, and the ends.
  private static func inputs(_ frequency: Double) -> [Double] {
    var source = SeedTree(seed: 5).source()
    var all = [0, -0.0, .infinity, -.infinity, .nan, 1e-300, -1e-305, 1e300]
    for edge in [0x1p22, 0x1p22.nextDown, -0x1p22, 1.5e6] { all.append(edge / frequency) }
    for k in [0.5, 1, 1.5, 2, 2.5, 1000.5, 1_335_087.5] {
      for sign in [1.0, -1] { all.append(sign * k * Double.pi / frequency) }
    }
    for scale in [1e-8, 1, 10, 1e3, 1e6] {
      for _ in 0..<200 { all.append(source.normal() * scale / frequency) }
    }
    return all
  }
}
