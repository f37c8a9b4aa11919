import Kernels

/// The rectifier cut off at 6 (Krizhevsky 2010), which low precision cannot overflow.
public struct ReLU6: Activation, PointwiseFunction {
  public let name = "relu6"
  public let kinks: [Double] = [0, 6]

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { x < 0 ? 0 : (x > 6 ? 6 : x) }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 && x < 6 ? 1 : (x.isNaN ? x : 0)
  }
}
