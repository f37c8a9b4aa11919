import Networks
import Numerics

/// The standard deviation of what an activation makes of a centred normal pre-activation of variance q, and its gain.
///
/// Var f = E f² − (E f)² loses every digit where q is small and f(0) is not 0: of sigmoid's ¼ + q/16 − ¼ nothing is left
/// below q = 10⁻¹⁵. What is integrated here is therefore the difference quotient h = (f(x) − f(0))/√q, with Var f = q Var h,
/// and close to the origin f(x) − f(0) is the integral of f′, in which nothing cancels.
public struct OutputDeviation: Equatable, Sendable {
  /// √(Var f(x)).
  public let standardDeviation: Double
  /// √(q/Var f): the σ_w√(fan-in) that keeps the variance at q where the mean of f is removed; at q = 0 its limit.
  public let gain: Double

  /// Integrates for an activation and a finite variance q ≥ 0; sinusoids have a closed form.
  ///
  /// - Throws: ``TheoryError`` as ``GaussianMoments`` does.
  public init(of activation: any Activation, variance: Double) throws(TheoryError) {
    try requireVariance(variance, "pre-activation variance")
    // All of h has converged to its limit at the least number.
    let deviation = Swift.max(variance, 1e-200).squareRoot()
    let quotient: Double
    if let sinusoid = activation.sinusoid {
      quotient =
        SineMoments(sinusoid, variance: deviation * deviation).outputVariance.squareRoot()
        / deviation
    } else {
      let difference = Difference(activation)
      let averages = try NormalAverage.integrate(of: activation, deviation: deviation) { z, f, _ in
        let h = difference.value(at: deviation * z, f) / deviation
        return SIMD8(h, h * h, 0, 0, 0, 0, 0, 0)
      }.value
      quotient = Swift.max(0, averages[1] - averages[0] * averages[0]).squareRoot()
    }
    standardDeviation = variance.squareRoot() * quotient
    gain = 1 / quotient
  }
}

/// f(x) − f(0) to all digits, however small x is.
private struct Difference {
  private let activation: any Activation
  /// f on either side of the origin, where it may jump.
  private let left, right: Double
  /// The distance of the nearest other place where f or f′ may jump.
  private let nearestKink: Double

  init(_ activation: any Activation) {
    self.activation = activation
    (left, right) = (activation.value(at: -1e-200), activation.value(at: 1e-200))
    nearestKink = activation.kinks.map(\.magnitude).filter { $0 > 0 }.min() ?? .infinity
  }

  /// f(x) less its limit from the left at 0.
  func value(at x: Double, _ f: Double) -> Double {
    guard x.magnitude < nearestKink, let mean = meanSlope(to: x) else { return f - left }
    return (x < 0 ? 0 : right - left) + x * mean
  }

  /// The mean of f′ between 0 and x; nil where f′ bends too much in between.
  ///
  /// By Gauss's rules of 2 and 4 points, with errors of fourth and eighth order in x: where they agree to 10⁻⁶, the
  /// second is right to about the square of that. Where they do not, f(x) is far enough from f(0).
  private func meanSlope(to x: Double) -> Double? {
    func slopes(_ node: Double) -> (sum: Double, size: Double) {
      let (a, b) = (
        activation.slope(at: 0.5 * x * (1 - node)), activation.slope(at: 0.5 * x * (1 + node))
      )
      return (a + b, Swift.max(a.magnitude, b.magnitude))
    }
    let (two, inner, outer) = (
      slopes(0.5773502691896258), slopes(0.3399810435848563), slopes(0.8611363115940526)
    )
    let four = 0.5 * (0.6521451548625461 * inner.sum + 0.3478548451374538 * outer.sum)
    let size = Swift.max(two.size, inner.size, outer.size)
    return (four - 0.5 * two.sum).magnitude <= 1e-6 * size ? four : nil
  }
}
