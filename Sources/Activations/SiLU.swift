import Kernels

/// x σ(x): the sigmoid-weighted linear unit, also called swish (Elfwing and others 2017).
///
/// f′ = σ(x) + x σ′(x).
public struct SiLU: Activation, PointwiseFunction {
  public let name = "silu"

  public var kernel: ActivationKernel? { .silu }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    // Below −1000 the value is zero in both precisions; the bound keeps −∞ · 0 away.
    let y: Real = x < -1000 ? -1000 : x
    return y * .sigmoid(y)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let y: Real = x < -1000 ? -1000 : (x > 1000 ? 1000 : x)
    return .sigmoid(y) + y * .sigmoidSlope(y)
  }
}
