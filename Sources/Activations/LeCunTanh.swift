import Kernels

/// LeCun's 1.7159·tanh(2x/3): f(±1) = ±1, and the second derivative is largest there.
///
/// LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp", §4.4.
public struct LeCunTanh: Activation, PointwiseFunction {
  public let name = "lecun-tanh"

  public var kernel: ActivationKernel? { .lecunTanh }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    1.7159 * .tanh(x * 0.6666666666666666)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    1.1439333333333333 * .sechSquared(x * 0.6666666666666666)
  }
}
