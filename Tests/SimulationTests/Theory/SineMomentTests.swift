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

  /// The same sine as a formula goes through the quadratures.
  @Test func quadraturesAgree() throws {
    let formula = try FormulaActivation("sin(3x)")
    let exact = try GaussianMoments(of: Sine(frequency: 3), variance: 0.8)
    let moments = try GaussianMoments(of: formula, variance: 0.8)
    #expect(relativeError(moments.secondMoment, exact.secondMoment) < 1e-10)
    #expect(relativeError(moments.slopeSecondMoment, exact.slopeSecondMoment) < 1e-10)
    #expect(
      relativeError(moments.secondMomentDerivative, exact.secondMomentDerivative, floor: 1) < 1e-9)
    let pair = try GaussianPairMoments(of: formula, variance: 0.8, correlation: -0.6)
    let closed = try GaussianPairMoments(
      of: Sine(frequency: 3), variance: 0.8, correlation: -0.6)
    #expect(relativeError(pair.product, closed.product) < 1e-9)
    #expect(relativeError(pair.slopeProduct, closed.slopeProduct) < 1e-9)
  }

  /// Whoever claims to be a sine is one.
  @Test func onlySinesSaySo() {
    for activation in ActivationCatalog.all {
      #expect((activation.sineFrequency != nil) == (activation is Sine), "\(activation.name)")
    }
    #expect(Sine(frequency: 30).sineFrequency == 30)
  }
}
