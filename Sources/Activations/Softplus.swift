import Kernels

/// ln(1 + eˣ), the smooth rectifier (Dugas and others 2001); its slope is the sigmoid.
public struct Softplus: Activation, PointwiseFunction {
  public let name = "softplus"

  public var kernel: ActivationKernel? { .softplus }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { softplus(x) }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real { .sigmoid(x) }
}

/// max(x, 0) + ln(1 + e^(−|x|)): no overflow, and accurate on both sides.
@inline(__always)
func softplus<Real: ElementaryReal>(_ x: Real) -> Real {
  (x > 0 ? x : 0) + .logOnePlus(.exp(-Swift.abs(x)))
}

/// x tanh(softplus(x)) (Misra 2019).
///
/// With s = softplus(x), f′ = tanh s + x σ(x) sech² s.
public struct Mish: Activation, PointwiseFunction {
  public let name = "mish"

  public var kernel: ActivationKernel? { .mish }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    let y: Real = x < -1000 ? -1000 : x
    return y * .tanh(softplus(y))
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let y: Real = x < -1000 ? -1000 : (x > 1000 ? 1000 : x)
    let s = softplus(y)
    return .tanh(s) + y * .sigmoid(y) * .sechSquared(s)
  }
}
