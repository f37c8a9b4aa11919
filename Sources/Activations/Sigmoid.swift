import Kernels

/// The logistic sigmoid σ(x) = 1/(1 + e⁻ˣ): values in (0, 1), slope at most ¼.
///
/// f′ = σ(1 − σ), computed from e^(−|x|) so that it keeps its relative accuracy in saturation.
public struct Sigmoid: Activation, PointwiseFunction {
  public let name = "sigmoid"

  public var kernel: ActivationKernel? { .sigmoid }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { .sigmoid(x) }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real { .sigmoidSlope(x) }
}
