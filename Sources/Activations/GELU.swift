import Kernels

/// x Φ(x) with the normal distribution function Φ (Hendrycks and Gimpel 2016); the exact form.
///
/// f = ½ x erfc(−x/√2), which keeps its relative accuracy far on the negative side;
/// f′ = Φ(x) + x e^(−x²/2)/√(2π).
public struct GELU: Activation, PointwiseFunction {
  public let name = "gelu"

  public var kernel: ActivationKernel? { .gelu }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    // Below −40 the tail is zero in both precisions; the bound keeps −∞ · 0 away.
    let y: Real = x < -40 ? -40 : x
    return 0.5 * y * .erfc(y * -0.7071067811865476)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let y: Real = x < -40 ? -40 : (x > 40 ? 40 : x)
    let distribution = 0.5 * Real.erfc(y * -0.7071067811865476)
    return distribution + 0.3989422804014327 * (y * .gaussian(y * 0.7071067811865476))
  }
}
