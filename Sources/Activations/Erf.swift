import Kernels

/// The error function: the sigmoidal activation whose Gaussian moments have closed forms.
///
/// f′ = 2/√π e^(−x²). Poole et al. 2016 and Williams 1997 use it for that reason.
public struct Erf: Activation, PointwiseFunction {
  public let name = "erf"

  public var kernel: ActivationKernel? { .erf }

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { .erf(x) }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real {
    1.1283791670955126 * .gaussian(x)
  }
}
