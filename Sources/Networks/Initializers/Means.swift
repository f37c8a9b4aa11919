import Kernels
import Numerics

/// σ² = 1/√(mn), the geometric mean of the fans.
///
/// A pair of layers m → n → m with one variance keeps the second moment exactly when mnσ⁴ = 1, and
/// the product over any network telescopes to √(first width / last width).
public struct Geometric: GaussianInitializer {
  public let name = "geometric"

  /// Makes the rule; it has no parameters.
  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    1 / (Double(fanIn) * Double(fanOut)).squareRoot()
  }
}

/// σ² = (m + n)/(m² + n²), the minimum of (mt − 1)² + (nt − 1)² over t = σ².
public struct Quadratic: GaussianInitializer {
  public let name = "quadratic"

  /// Makes the rule; it has no parameters.
  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    let (m, n) = (Double(fanIn), Double(fanOut))
    return (m + n) / (m * m + n * n)
  }
}

/// σ² = (1/m + 1/n)/2: one over the harmonic mean of the fans, the largest of the four means' variances.
public struct Harmonic: GaussianInitializer {
  public let name = "harmonic"

  /// Makes the rule; it has no parameters.
  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    (1 / Double(fanIn) + 1 / Double(fanOut)) / 2
  }
}

/// σ² = α/√(mn) + (1 − α)·2/(m + n), between the arithmetic (α = 0) and the geometric mean (α = 1).
public struct Interpolated: GaussianInitializer {
  /// The weight of the geometric mean, in [0, 1].
  public let alpha: Double

  /// Makes the rule for a weight of the geometric mean.
  public init(alpha: Double) { self.alpha = alpha }

  public var name: String { "interpolated-" + shortNumber(alpha) }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    alpha * Geometric().variance(fanIn: fanIn, fanOut: fanOut)
      + (1 - alpha) * XavierNormal().variance(fanIn: fanIn, fanOut: fanOut)
  }
}
