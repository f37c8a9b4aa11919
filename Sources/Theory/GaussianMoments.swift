import Networks
import Numerics

/// What an activation does to a centred normal pre-activation of variance q.
///
/// With z standard normal and x = √q z, these are the averages from which everything else in
/// mean-field theory follows, each accurate to 10⁻¹⁰ of E|·|; sinusoids have closed forms.
public struct GaussianMoments: Equatable, Sendable, Codable {
  /// q, the variance of the pre-activation.
  public let variance: Double
  /// E f(x).
  public let mean: Double
  /// E f(x)².
  public let secondMoment: Double
  /// E f′(x).
  public let slopeMean: Double
  /// E f′(x)².
  public let slopeSecondMoment: Double
  /// E f(x) f′(x).
  public let valueSlopeMoment: Double
  /// d(E f(x)²)/dq = E[f(x) f′(x) x]/q: the slope of the length map, but for the weight variance.
  public let secondMomentDerivative: Double

  /// √(q/E f²): the σ_w√(fan-in) for which a layer keeps its pre-activation variance at q.
  public var forwardGain: Double { (variance / secondMoment).squareRoot() }

  /// 1/√(E f′²): the σ_w√(fan-out) for which a layer keeps the second moment of the gradient.
  public var backwardGain: Double { 1 / slopeSecondMoment.squareRoot() }

  /// Integrates for an activation and a finite variance q ≥ 0; about 10 µs.
  public init(of activation: any Activation, variance: Double) throws(TheoryError) {
    try requireVariance(variance, "pre-activation variance")
    self.variance = variance
    if let sinusoid = activation.sinusoid {
      let exact = SineMoments(sinusoid, variance: variance)
      mean = exact.mean
      secondMoment = exact.secondMoment
      slopeMean = exact.slopeMean
      slopeSecondMoment = exact.slopeSecondMoment
      valueSlopeMoment = exact.valueSlopeMoment
      secondMomentDerivative = exact.secondMomentDerivative
      return
    }
    if variance == 0 {
      // The limits for q → 0: half of the inputs see the slope on either side of 0.
      let f = activation.value(at: 0)
      let (left, right) = (activation.slope(at: -1e-200), activation.slope(at: 1e-200))
      mean = f
      secondMoment = f * f
      slopeMean = 0.5 * (left + right)
      slopeSecondMoment = 0.5 * (left * left + right * right)
      valueSlopeMoment = f * slopeMean
      // E[f f′ x]/q → E f′² + f(0) f″(0); a function with a kink at 0 is 0 there.
      let h = 1e-5
      let curvature = (activation.slope(at: h) - activation.slope(at: -h)) / (2 * h)
      secondMomentDerivative = slopeSecondMoment + (f == 0 ? 0 : f * curvature)
      return
    }
    let deviation = variance.squareRoot()
    // Folded at 0, so that the mean of an odd function is 0 exactly.
    let result = try Self.averages(of: activation, deviation: deviation)
    mean = result.value[0]
    secondMoment = result.value[1]
    slopeMean = result.value[2]
    slopeSecondMoment = result.value[3]
    valueSlopeMoment = result.value[4]
    secondMomentDerivative = result.value[5] / deviation
  }

  /// Whether the averages at a variance are as accurate as they claim: not for functions that oscillate faster than
  /// the quadrature can follow, such as x + cos(1000x) at q = 10⁶.
  ///
  /// - Throws: ``TheoryError`` as ``init(of:variance:)`` does.
  public static func areResolved(
    of activation: any Activation, variance: Double
  ) throws(TheoryError) -> Bool {
    try requireVariance(variance, "pre-activation variance")
    if variance == 0 || activation.sinusoid != nil { return true }
    return try averages(of: activation, deviation: variance.squareRoot()).isResolved
  }

  private static func averages(
    of activation: any Activation, deviation: Double
  ) throws(TheoryError) -> AdaptiveQuadrature.Result {
    try NormalAverage.integrate(of: activation, deviation: deviation) { z, f, s in
      SIMD8(f, f * f, s, s * s, f * s, f * s * z, 0, 0)
    }
  }
}
