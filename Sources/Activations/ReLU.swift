import Kernels

/// The rectifier max(0, x) (Nair and Hinton 2010), with slope 0 at 0 as frameworks have it.
public struct ReLU: Activation, PointwiseFunction {
  public let name = "relu"
  public let kinks: [Double] = [0]
  public let homogeneousSlopes: (negative: Double, positive: Double)? = (0, 1)

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { x < 0 ? 0 : x }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? 1 : (x <= 0 ? 0 : x)
  }
}
