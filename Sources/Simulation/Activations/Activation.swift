/// An activation function f, applied to each pre-activation by itself.
///
/// An open set: a network takes any conformer. Theory uses the two scalar functions and `kinks`;
/// propagation uses the buffer forms, which cost one dynamic call per layer instead of one per unit.
public protocol Activation: Sendable {
  /// The name users type and charts print: lower case with hyphens, such as `hard-tanh`.
  var name: String { get }

  /// f(x).
  func value(at x: Double) -> Double

  /// f′(x); at a kink, the value that frameworks use (0 for ReLU at 0).
  func slope(at x: Double) -> Double

  /// The points where f or f′ is not smooth, increasing; quadrature splits its range there.
  var kinks: [Double] { get }
}

extension Activation {
  /// Smooth unless a conformer says otherwise.
  public var kinks: [Double] { [] }
}
