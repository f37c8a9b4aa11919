import Kernels

/// The hyperbolic tangent: odd, with slope 1 at the origin and values in (−1, 1).
///
/// f′ = 1 − tanh² x = sech² x. tanh x = 2σ(2x) − 1.
public struct Tanh: Activation, PointwiseFunction {
  public let name = "tanh"

  public var kernel: ActivationKernel? { .tanh }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { .tanh(x) }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real { .sechSquared(x) }
}
