/// The χ² distribution with ν degrees of freedom: the law of |z|² for z standard normal in ν dimensions.
public struct ChiSquared: Sendable {
  /// ν > 0; any positive real number.
  public let degreesOfFreedom: Double

  /// Makes the distribution with ν > 0 degrees of freedom.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "χ² needs positive degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(X ≤ x) = P(ν/2, x/2).
  public func cumulative(_ x: Double) -> Double {
    x <= 0 ? 0 : SpecialFunctions.regularizedGammaP(degreesOfFreedom / 2, x / 2)
  }

  /// The density x^(ν/2−1) e^(−x/2)/(2^(ν/2) Γ(ν/2)), x > 0.
  public func density(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let a = degreesOfFreedom / 2
    return SpecialFunctions.gammaPrefactor(a, x / 2) / x
  }

  /// The p-quantile, 0 < p < 1, by safeguarded Newton from Wilson and Hilferty's cube.
  public func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? 0 : p == 1 ? .infinity : .nan }
    let nu = degreesOfFreedom
    let h = 2 / (9 * nu)
    let root = 1 - h + NormalDistribution.quantile(p) * h.squareRoot()
    var x = nu * root * root * root
    var low = 0.0
    var high = Swift.max(2 * nu, 2 * x, 1)
    while cumulative(high) < p { high *= 2 }
    if !(x > low && x < high) { x = 0.5 * high }
    for _ in 0..<300 {
      let error = cumulative(x) - p
      if error > 0 { high = x } else { low = x }
      var next = x - error / density(x)
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if (next - x).magnitude <= 1e-15 * x { return next }
      x = next
    }
    return x
  }

  /// E ln X = ln 2 + ψ(ν/2).
  public var logMean: Double {
    Double.ln2 + SpecialFunctions.digamma(degreesOfFreedom / 2)
  }

  /// Var ln X = ψ′(ν/2).
  public var logVariance: Double { SpecialFunctions.trigamma(degreesOfFreedom / 2) }
}
