import Foundation
import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Theory

/// One driver over the whole catalogue; values come from `Tests/References/activations.py`.
@Suite struct ActivationCatalogTests {
  static let reference: [String: [[Double]]] = (try? Reference.load("activations")) ?? [:]

  /// The catalogue's, and some of its families.
  static let compared = ActivationCatalog.names + ["celu-2", "sine-30", "leaky-relu-0.2"]

  @Test(arguments: compared) func matchesHighPrecision(_ name: String) throws {
    let activation = try ActivationCatalog.activation(named: name)
    let rows = try #require(
      Self.reference[name], "no reference: run Tests/References/activations.py")
    for row in rows {
      let (x, value, slope) = (row[0], row[1], row[2])
      // Relative to the result where it is a product of accurate factors. GELU's tail e^(−x²/2) turns
      // the half unit that x/√2 is rounded by into x² ε/2. Slopes of GELU and its kin pass through
      // zero, where the bound is absolute.
      var bound = 1e-14 + (name == "gelu" ? x * x * 1.2e-16 : 0)
      // The same of its approximation, whose exponent is 2u = 2√(2/π)(x + 0.044715x³); and of a sine of
      // many turns, where 30x is rounded: relative to the slope, not to the value.
      if name == "gelu-tanh" { bound += 1.6 * abs(x * (1 + 0.045 * x * x)) * 4.5e-16 }
      if name == "sine-30" && value != 0 { bound += abs(x * slope / value) * 2.3e-16 }
      #expect(abs(activation.value(at: x) - value) <= bound * abs(value), "\(name)(\(x))")
      #expect(
        abs(activation.slope(at: x) - slope)
          <= 2e-15 + 1e-14 * abs(slope) + (name == "sine-30" ? abs(900 * x) * 2.3e-16 : 0),
        "\(name)′(\(x))")
    }
  }

  @Test(arguments: ActivationCatalog.names) func slopeIsTheCentralDifference(
    _ name: String
  ) throws {
    let activation = try ActivationCatalog.activation(named: name)
    for step in -400...400 {
      let x = Double(step) / 50 + 0.003
      let h = 1e-4
      guard !activation.kinks.contains(where: { abs($0 - x) < 2 * h }) else { continue }
      let difference = (activation.value(at: x + h) - activation.value(at: x - h)) / (2 * h)
      // h²/6 sup|f‴| with |f‴| ≤ 6 (softsign at 0) over the catalogue, and rounding 2ε|f|/2h.
      let bound = 6 * h * h / 6 + 4e-16 * (1 + abs(x)) / h
      #expect(abs(activation.slope(at: x) - difference) <= bound, "\(name) at \(x)")
    }
  }

  /// The vectorised loops give the scalar functions' bits, at every length and in place.
  @Test(arguments: ActivationCatalog.names) func buffersEqualScalars(_ name: String) throws {
    let activation = try ActivationCatalog.activation(named: name)
    let inputs = Self.inputs
    var values = inputs
    var slopes = inputs
    for count in [0, 1, 3, 7, 8, 15, 17, inputs.count] {
      activation.apply(inputs, into: &values, count: count)
      activation.slopes(inputs, into: &slopes, count: count)
      for i in 0..<count {
        expectSame(values[i], activation.value(at: inputs[i]), "\(name)(\(inputs[i]))")
        expectSame(slopes[i], activation.slope(at: inputs[i]), "\(name)′(\(inputs[i]))")
      }
    }
    var separate = inputs
    separate.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      activation.apply(base, into: base, count: buffer.count)
    }
    for i in inputs.indices { expectSame(separate[i], values[i], name) }
    separate = inputs
    separate.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      activation.slopes(base, into: base, count: buffer.count)
    }
    for i in inputs.indices { expectSame(separate[i], slopes[i], name) }
  }

  @Test(arguments: ActivationCatalog.names) func singleBuffersEqualScalars(
    _ name: String
  ) throws {
    let activation = try ActivationCatalog.activation(named: name)
    let function = try #require(activation as? any PointwiseFunction)
    let inputs = Self.inputs.map(Float.init)
    var values = inputs
    var slopes = inputs
    activation.apply(inputs, into: &values, count: inputs.count)
    activation.slopes(inputs, into: &slopes, count: inputs.count)
    for i in inputs.indices {
      let expected = function.evaluate(inputs[i])
      let slope = function.differentiate(inputs[i])
      expectSame(Double(values[i]), Double(expected), "\(name)(\(inputs[i]))")
      expectSame(Double(slopes[i]), Double(slope), "\(name)′(\(inputs[i]))")
    }
  }

  /// No NaN from any number that is not NaN, except where ∞ has no limit.
  @Test(arguments: ActivationCatalog.names) func infinitiesHaveLimits(_ name: String) throws {
    let activation = try ActivationCatalog.activation(named: name)
    for x in [Double.infinity, -.infinity, 1e300, -1e300, .leastNonzeroMagnitude, -0.0] {
      #expect(!activation.value(at: x).isNaN, "\(name)(\(x))")
      #expect(!activation.slope(at: x).isNaN, "\(name)′(\(x))")
    }
    #expect(activation.value(at: .nan).isNaN)
  }

  /// Behind an overflow there is no slope: one made up would look like a gradient.
  ///
  /// The identity's is the same
  /// everywhere.
  @Test(arguments: compared + ["max(x, 0)", "0.5 x + step(x)", "relu(x) - abs(x)", "x*sign(x)"])
  func noNumberHasNoSlope(_ name: String) throws {
    let activation = try ActivationCatalog.activation(named: name)
    #expect(activation.value(at: .nan).isNaN, "\(name)(NaN)")
    #expect(activation.slope(at: .nan).isNaN == (name != "identity"), "\(name)′(NaN)")
    // Alone and among others, where loops go several numbers at a time.
    let inputs = (0..<37).map { $0 % 5 == 2 ? Float.nan : Float($0) - 18 }
    var (values, slopes) = (inputs, inputs)
    activation.apply(inputs, into: &values, count: inputs.count)
    activation.slopes(inputs, into: &slopes, count: inputs.count)
    for i in inputs.indices {
      #expect(values[i].isNaN == inputs[i].isNaN, "\(name)(\(inputs[i]))")
      #expect(
        slopes[i].isNaN == (inputs[i].isNaN && name != "identity"), "\(name)′(\(inputs[i]))")
    }
  }

  @Test func namesAreUniqueAndFound() throws {
    #expect(Set(ActivationCatalog.names).count == ActivationCatalog.names.count)
    for name in ActivationCatalog.names {
      #expect(try ActivationCatalog.activation(named: name).name == name)
    }
    #expect(try ActivationCatalog.activation(named: "leaky-relu-0.2").name == "leaky-relu-0.2")
    #expect(try ActivationCatalog.activation(named: "swish").name == "silu")
    for (text, name) in [
      ("LeakyReLU", "leaky-relu"), ("leaky_relu", "leaky-relu"), ("SiLU", "silu"),
      ("LeakyReLU(0.2)", "leaky-relu-0.2"), ("prelu-0.1", "leaky-relu-0.1"), ("PReLU", "prelu"),
      ("sine-30", "sine-30"), ("SIREN(30)", "sine-30"), ("celu-1", "celu"), ("ReLU6", "relu6"),
      ("Hardswish", "hard-swish"), ("gelu_tanh", "gelu-tanh"), ("hardtanh", "hard-tanh"),
      ("leaky-relu--0.5", "leaky-relu--0.5"), ("linear", "identity"),
    ] { #expect(try ActivationCatalog.activation(named: text).name == name, "\(text)") }
    for text in ["leaky-relu-", "leaky-relu-nan", "sine-0x1p3", "celu-0", "sine-", "reluu", ""] {
      #expect(throws: CatalogError.self) { try ActivationCatalog.activation(named: text) }
    }
  }

  @Test func unknownNamesGetASuggestion() {
    let error = #expect(throws: CatalogError.self) {
      try ActivationCatalog.activation(named: "tahn")
    }
    #expect(error?.suggestion == "tanh")
    #expect(error?.description.contains("did you mean 'tanh'?") == true)
    #expect(error?.description.contains("hard-tanh") == true)
    for (text, name) in [
      ("quick-gelu", "gelu"), ("elu-0.5", "elu"), ("Fast_GELU_tanh", "gelu-tanh"),
    ] {
      let named = #expect(throws: CatalogError.self) {
        try ActivationCatalog.activation(named: text)
      }
      #expect(named?.suggestion == name, "\(text)")
    }
    let far = #expect(throws: CatalogError.self) {
      try ActivationCatalog.activation(named: "quicksilver")
    }
    #expect(far?.suggestion == nil)
  }

  /// Every activation file has its line in the catalogue.
  @Test func everyFileIsInTheCatalogue() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Activations")
    let catalogue = try String(
      contentsOf: folder.appending(path: "ActivationCatalog.swift"), encoding: .utf8)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for line in source.split(separator: "\n")
      where line.hasPrefix("public struct") && line.contains("PointwiseFunction") {
        let type = try #require(line.split(separator: " ")[2].split(separator: ":").first)
        #expect(catalogue.contains("\(type)("), "\(type) is not in the catalogue")
      }
    }
  }

  static let inputs: [Double] = {
    var source = SeedTree(seed: 3).source()
    var all = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, 1e-300, -1e-40, 88.9, -104.5, 710, -746,
    ]
    for scale in [1e-20, 1e-3, 1, 10, 200] {
      for _ in 0..<60 { all.append(source.normal() * scale) }
    }
    return all
  }()

  private func expectSame(_ a: Double, _ b: Double, _ comment: String) {
    #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN), "\(comment): \(a) ≠ \(b)")
  }

  /// f(cx) = c f(x) for c ≥ 0 is claimed where it holds and nowhere else.
  @Test func homogeneousActivationsSaySo() {
    for activation in ActivationCatalog.all {
      let holds = [-3.0, -0.7, 0, 0.2, 5].allSatisfy { x in
        [0.25, 2, 1024].allSatisfy { c in
          activation.value(at: c * x) == c * activation.value(at: x)
        }
      }
      #expect(holds == (activation.homogeneousSlopes != nil), "\(activation.name)")
      if let slopes = activation.homogeneousSlopes {
        #expect(slopes.negative == activation.slope(at: -1))
        #expect(slopes.positive == activation.slope(at: 1))
      }
    }
  }
}
