import Kernels

/// The identity cut off at ±1 (Collobert 2004), with slope 0 outside the open interval.
public struct HardTanh: Activation, PointwiseFunction {
  public let name = "hard-tanh"
  public let kinks: [Double] = [-1, 1]

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 1 ? 1 : (x < -1 ? -1 : x)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    Swift.abs(x) < 1 ? 1 : (x.isNaN ? x : 0)
  }
}
