import Kernels

/// x for x > 0, α(e^(x/α) − 1) otherwise (Barron 2017): ELU with a slope of 1 at 0 for every α.
///
/// α = 1 is ELU itself.
public struct CELU: Activation, PointwiseFunction {
  /// α > 0: minus the value far on the negative side.
  public let alpha: Double
  public let name: String
  /// f″ jumps at 0.
  public let kinks: [Double] = [0]

  /// Makes the function; `celu` is that of α = 1, others carry α in their name.
  public init(alpha: Double = 1) {
    self.alpha = alpha
    name = alpha == 1 ? "celu" : "celu-" + shortNumber(alpha)
  }

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? x : Real(alpha) * .expMinusOne(x / Real(alpha))
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? 1 : .exp(x / Real(alpha))
  }
}
