import Activations
import Numerics
import TestSupport
import Testing

@testable import Theory

/// Averages of sines in closed form; values come from `Tests/References/sine.py`.
@Suite struct SineMomentTests {
  struct Rows: Decodable {
    let moments: [[Double]]
    let pairs: [[Double]]
  }

  /// What rounding of a = ω²q does to e^(−t) with t of its size.
  private static func bound(_ exponent: Double) -> Double { 5e-16 * (2 + exponent) }

  private static func agree(_ a: Double, _ b: Double, _ exponent: Double) -> Bool {
    // Subnormal results have few digits.
    (a - b).magnitude <= bound(Swift.min(exponent, 800)) * b.magnitude + 0x1p-1070
  }

  @Test func averagesOfOneInput() throws {
    let rows = try Reference.load(Rows.self, "sine").moments
    #expect(rows.count == 35)
    for row in rows {
      let (w, q) = (row[0], row[1])
      let a = w * w * q
      let moments = try GaussianMoments(of: Sine(frequency: w), variance: q)
      #expect(moments.mean == 0 && moments.valueSlopeMoment == 0)
      #expect(Self.agree(moments.slopeMean, row[2], a / 2), "\(row)")
      #expect(Self.agree(moments.secondMoment, row[3], 0), "\(row)")
      #expect(Self.agree(moments.slopeSecondMoment, row[4], 0), "\(row)")
      #expect(Self.agree(moments.secondMomentDerivative, row[5], 2 * a), "\(row)")
      #expect(try GaussianMoments.areResolved(of: Sine(frequency: w), variance: q))
    }
  }

  @Test func averagesOfTwoInputs() throws {
    let rows = try Reference.load(Rows.self, "sine").pairs
    #expect(rows.count == 245)
    for row in rows {
      let (w, q, c) = (row[0], row[1], row[2])
      let exponent = w * w * q * (1 - c.magnitude)
      let pair = try GaussianPairMoments(of: Sine(frequency: w), variance: q, correlation: c)
      #expect(Self.agree(pair.product, row[3], exponent), "\(row)")
      #expect(Self.agree(pair.slopeProduct, row[4], exponent), "\(row)")
    }
  }

  private struct Shifted: Decodable {
    let formula: String
    let variance: Double
    let averages: [Double]
    let pairs: [[Double]]
  }

  /// Formulas that are sinusoids have the closed forms, however fast they turn.
  @Test func formulasAreRecognised() throws {
    let rows = try Reference.load([Shifted].self, "sinusoids")
    #expect(rows.count == 42)
    for row in rows {
      let (formula, q) = (try FormulaActivation(row.formula), row.variance)
      let sinusoid = try #require(formula.sinusoid, "\(row.formula)")
      let (size, a) = (
        sinusoid.amplitude.magnitude, sinusoid.frequency * sinusoid.frequency * q
      )
      let moments = try GaussianMoments(of: formula, variance: q)
      #expect(try GaussianMoments.areResolved(of: formula, variance: q))
      let w = sinusoid.frequency.magnitude
      let deviation = try OutputDeviation(of: formula, variance: q).standardDeviation
      let found = [
        (moments.mean, size), (moments.secondMoment, 0), (moments.slopeMean, size * w),
        (moments.slopeSecondMoment, 0), (moments.valueSlopeMoment, size * size * w),
        (moments.secondMomentDerivative, size * size * w * w), (deviation * deviation, 0),
      ]
      for (index, (value, scale)) in found.enumerated() {
        // The phase, modulo a turn, has an error of 10⁻¹⁶ of c ≤ 60, and what changes its sign with it an absolute one.
        let bound = 1e-14 * row.averages[index].magnitude * (1 + Swift.min(a, 800)) + 1e-14 * scale
        #expect(
          (value - row.averages[index]).magnitude <= bound, "\(row.formula) q = \(q), \(index)")
      }
      for pair in row.pairs {
        let own = try GaussianPairMoments(of: formula, variance: q, correlation: pair[0])
        let ends = [(own.product, size), (own.slopeProduct, size * w)]
        for (index, (value, scale)) in ends.enumerated() {
          let bound =
            1e-14 * pair[index + 1].magnitude * (1 + Swift.min(a, 800)) + 1e-14 * scale * scale
          #expect((value - pair[index + 1]).magnitude <= bound, "\(row.formula) \(q) \(pair)")
        }
      }
    }
  }

  /// What a formula looks like does not decide: what is no sinusoid of x is none.
  @Test(arguments: [
    "sin(x^2)", "sin(x) + 1", "sin(x) sin(x)", "x sin(x)", "sin(abs(x))", "sin(1/x)",
    "sin(x - x) + x",
    "sin(x) / x", "1 / sin(x)", "sin(sin(x))", "max(sin(x), 0)", "sin(1e10 + x)", "tanh(x)",
  ])
  func othersAreNot(_ formula: String) {
    // Some are refused as activations, which is another matter.
    #expect((try? FormulaActivation(formula))?.sinusoid == nil)
  }

  /// sin(3x) without its closed form.
  private struct Unrecognised: ScalarActivation {
    let name = "unrecognised"
    func value(at x: Double) -> Double { Sine(frequency: 3).value(at: x) }
    func slope(at x: Double) -> Double { Sine(frequency: 3).slope(at: x) }
  }

  /// The same sine goes through the quadratures.
  @Test func quadraturesAgree() throws {
    let exact = try GaussianMoments(of: Sine(frequency: 3), variance: 0.8)
    let moments = try GaussianMoments(of: Unrecognised(), variance: 0.8)
    #expect(relativeError(moments.secondMoment, exact.secondMoment) < 1e-10)
    #expect(relativeError(moments.slopeSecondMoment, exact.slopeSecondMoment) < 1e-10)
    #expect(
      relativeError(moments.secondMomentDerivative, exact.secondMomentDerivative, floor: 1) < 1e-9)
    let pair = try GaussianPairMoments(of: Unrecognised(), variance: 0.8, correlation: -0.6)
    let closed = try GaussianPairMoments(
      of: Sine(frequency: 3), variance: 0.8, correlation: -0.6)
    #expect(relativeError(pair.product, closed.product) < 1e-9)
    #expect(relativeError(pair.slopeProduct, closed.slopeProduct) < 1e-9)
  }

  /// Whoever claims to be a sine is one.
  @Test func onlySinesSaySo() {
    for activation in ActivationCatalog.all {
      #expect((activation.sinusoid != nil) == (activation is Sine), "\(activation.name)")
    }
    #expect(Sine(frequency: 30).sinusoid == Sinusoid(frequency: 30))
  }
}
