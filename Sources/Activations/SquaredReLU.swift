import Kernels

/// The squared rectifier max(0, x)² (So and others 2021, "Primer").
///
/// Homogeneous of degree two: f(cx) = c² f(x), so that lengths square from layer to layer and every
/// fixed point but zero is unstable. For N(0, 1), E f = ½ and E f² = 3/2.
public struct SquaredReLU: Activation, PointwiseFunction {
  public let name = "squared-relu"
  /// f″ jumps at 0.
  public let kinks: [Double] = [0]
  public let homogeneousDegree = 2

  /// Makes the function; it has no parameters.
  public init() {}

  public func evaluate<Real: ElementaryReal>(_ x: Real) -> Real { x < 0 ? 0 : x * x }

  public func differentiate<Real: ElementaryReal>(_ x: Real) -> Real { x <= 0 ? 0 : 2 * x }
}
