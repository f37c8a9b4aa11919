import Kernels

/// x/(1 + |x|): like tanh, with tails that fall as a power (Bergstra and others 2009).
///
/// f′ = 1/(1 + |x|)²; f″ jumps at 0.
public struct Softsign: Activation, PointwiseFunction {
  public let name = "softsign"
  public let kinks: [Double] = [0]

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    // Beyond 2⁶⁰ it is ±1 in both precisions; the bound keeps ∞/∞ away.
    let a: Real = Swift.abs(x) > 0x1p60 ? 0x1p60 : Swift.abs(x)
    return .copySign(a / (1 + a), x)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    let reciprocal = 1 / (1 + Swift.abs(x))
    return reciprocal * reciprocal
  }
}
