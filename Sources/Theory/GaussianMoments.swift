import Networks
import Numerics

/// What an activation does to a centred normal pre-activation of variance q.
///
/// With z standard normal and x = √q z, these are the averages from which everything else in
/// mean-field theory follows. Adaptive quadrature, split at the kinks of f and around the scale of
/// its argument, makes each accurate to 10⁻¹⁰ of E|·|.
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

  /// Var f(x).
  public var outputVariance: Double { Swift.max(0, secondMoment - mean * mean) }

  /// √(q/E f²): the σ_w√(fan-in) for which a layer keeps its pre-activation variance at q.
  public var forwardGain: Double { (variance / secondMoment).squareRoot() }

  /// √(q/Var f): the σ_w√(fan-in) that keeps the variance at q where the mean of f is removed.
  public var standardDeviationGain: Double { (variance / outputVariance).squareRoot() }

  /// 1/√(E f′²): the σ_w√(fan-out) for which a layer keeps the second moment of the gradient.
  public var backwardGain: Double { 1 / slopeSecondMoment.squareRoot() }

  /// Integrates for an activation and a finite variance q ≥ 0; about 10 µs.
  public init(of activation: any Activation, variance: Double) throws(TheoryError) {
    try requireVariance(variance, "pre-activation variance")
    self.variance = variance
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
    let result = AdaptiveQuadrature.integrate(
      breakpoints: Self.breakpoints(kinks: activation.kinks, deviation: deviation)
    ) { z in
      let x = deviation * z
      let weight = NormalDistribution.density(z)
      let (f1, s1) = (activation.value(at: x), activation.slope(at: x))
      let (f2, s2) = (activation.value(at: -x), activation.slope(at: -x))
      let a = SIMD8(f1, f1 * f1, s1, s1 * s1, f1 * s1, f1 * s1 * z, 0, 0)
      let b = SIMD8(f2, f2 * f2, s2, s2 * s2, f2 * s2, -f2 * s2 * z, 0, 0)
      let magnitude =
        a.replacing(with: -a, where: a .< 0) + b.replacing(with: -b, where: b .< 0)
      return (weight * (a + b), weight * magnitude)
    }
    mean = result.value[0]
    secondMoment = result.value[1]
    slopeMean = result.value[2]
    slopeSecondMoment = result.value[3]
    valueSlopeMoment = result.value[4]
    secondMomentDerivative = result.value[5] / deviation
  }

  /// Where the density ends: φ(13) is 10⁻³⁷.
  static let reach = 13.0

  /// Panels in z ≥ 0: kinks, and the places |x| = 1, 4, 16 … where activations bend, as far as they
  /// lie inside the reach of the density.
  static func breakpoints(kinks: [Double], deviation: Double) -> [Double] {
    var points = [0, 3, 6, reach]
    for x in kinks.map(\.magnitude) + [0.25, 1, 4, 16, 256, 65_536] {
      let z = x / deviation
      if z > 0 && z < reach { points.append(z) }
    }
    return points.sorted()
  }
}
