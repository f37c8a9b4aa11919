import Kernels

/// The standard normal distribution N(0, 1).
public enum NormalDistribution {
  /// φ(z) = e^(−z²/2)/√(2π).
  public static func density(_ z: Double) -> Double {
    0.3989422804014327 * Double.gaussian(z * 0.7071067811865476)
  }

  /// φ of every number of a buffer, the bits of `density(_:)`.
  package static func densities(
    _ z: UnsafePointer<Double>, into output: UnsafeMutablePointer<Double>, count: Int
  ) { normalDensities(z, into: output, count: count) }

  /// Φ(z), with full relative accuracy in the left tail.
  public static func cumulative(_ z: Double) -> Double {
    0.5 * Double.erfc(-z * 0.7071067811865476)
  }

  /// Φ⁻¹(p) for 0 < p < 1; ∓∞ at 0 and 1, NaN outside.
  ///
  /// A rough start (Abramowitz & Stegun 26.2.23, error 4.5·10⁻⁴), then Halley steps on Φ, each of
  /// which triples the number of digits.
  public static func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if p > 0.5 { return -lowerQuantile(1 - p) }
    return lowerQuantile(p)
  }

  /// Φ⁻¹(p) for 0 < p ≤ ½.
  private static func lowerQuantile(_ p: Double) -> Double {
    if p == 0.5 { return 0 }
    let t = (-2 * Double.log(p)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var z = -(t - numerator / denominator)
    for _ in 0..<3 {
      let u = (cumulative(z) - p) / density(z)
      z -= u / (1 + 0.5 * z * u)
    }
    return z
  }
}
