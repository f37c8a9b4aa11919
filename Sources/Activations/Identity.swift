import Kernels

/// The identity: a linear network, in which products of matrices stand alone.
public struct Identity: Activation, PointwiseFunction {
  public let name = "identity"
  public let homogeneousSlopes: (negative: Double, positive: Double)? = (1, 1)

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { x }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real { 1 }
}
