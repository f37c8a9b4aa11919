import Kernels

/// The sigmoid moved to the origin, 4σ(x) − 2 = 2 tanh(x/2): zero at zero, with slope 1.
///
/// Among the functions aσ(x) + b it is the one that agrees with the identity to first order. The
/// hyperbolic form keeps the relative accuracy near zero that 4σ(x) − 2 loses.
public struct ScaledSigmoid: Activation, PointwiseFunction {
  public let name = "scaled-sigmoid"

  public var kernel: ActivationKernel? { .scaledSigmoid }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { 2 * .tanh(x / 2) }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real { 4 * .sigmoidSlope(x) }
}
