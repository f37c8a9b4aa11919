import Kernels

/// Student's t distribution.
public struct StudentT: Sendable {
  /// ν > 0; any positive real number.
  public let degreesOfFreedom: Double

  /// Makes the distribution with ν > 0 degrees of freedom.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "Student's t needs positive degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T ≤ t) = 1 − ½ I_{ν/(ν+t²)}(ν/2, ½) for t ≥ 0.
  public func cumulative(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    // Near 0 the argument ν/(ν+t²) rounds to 1, so the other side of the symmetry is used.
    let tail =
      t * t < nu
      ? 0.5 - 0.5 * SpecialFunctions.regularizedBeta(t * t / (nu + t * t), 0.5, nu / 2)
      : 0.5 * SpecialFunctions.regularizedBeta(nu / (nu + t * t), nu / 2, 0.5)
    return t > 0 ? 1 - tail : tail
  }

  /// The density Γ((ν+1)/2)/(√(νπ) Γ(ν/2)) · (1 + t²/ν)^(−(ν+1)/2).
  public func density(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    let logDensity =
      SpecialFunctions.logGamma((nu + 1) / 2) - SpecialFunctions.logGamma(nu / 2)
      - 0.5 * Double.log(nu * Double.pi)
      - 0.5 * (nu + 1) * Double.logOnePlus(t * t / nu)
    return Double.exp(logDensity)
  }

  /// The p-quantile, 0 < p < 1: bisection narrows the bracket, Newton finishes.
  public func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    if p == 0.5 { return 0 }
    if p > 0.5 { return -lowerQuantile(1 - p) }
    return lowerQuantile(p)
  }

  private func lowerQuantile(_ p: Double) -> Double {
    var low = -1.0
    while cumulative(low) > p && low > -1e300 { low *= 2 }
    var high = low == -1 ? 0 : low / 2
    var t = Swift.max(low, Swift.min(high, NormalDistribution.quantile(p)))
    for _ in 0..<200 {
      let error = cumulative(t) - p
      if error > 0 { high = t } else { low = t }
      var next = t - error / density(t)
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if (next - t).magnitude <= 1e-15 * t.magnitude { return next }
      t = next
    }
    return t
  }
}
