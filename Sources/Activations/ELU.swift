import Kernels

/// x for x > 0, α(eˣ − 1) otherwise (Clevert, Unterthiner and Hochreiter 2016); α = 1.
public struct ELU: Activation, PointwiseFunction {
  public let name = "elu"
  /// f″ jumps at 0.
  public let kinks: [Double] = [0]

  public var kernel: ActivationKernel? { .elu }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? x : .expMinusOne(x)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? 1 : .exp(x)
  }
}

/// λ·ELU with α and λ such that N(0, 1) is kept: E f = 0 and E f² = 1.
///
/// Klambauer, Unterthiner, Mayr and Hochreiter 2017, "Self-normalizing neural networks", eq. 14.
public struct SELU: Activation, PointwiseFunction {
  /// α of the paper.
  public static let alpha = 1.6732632423543772
  /// λ of the paper.
  public static let lambda = 1.0507009873554805

  public let name = "selu"
  public let kinks: [Double] = [0]

  public var kernel: ActivationKernel? { .selu }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? 1.0507009873554805 * x : 1.7580993408473768 * .expMinusOne(x)
  }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    x > 0 ? 1.0507009873554805 : 1.7580993408473768 * .exp(x)
  }
}
