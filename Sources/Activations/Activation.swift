/// An activation function f, applied to each pre-activation by itself.
///
/// An open set: a network takes any conformer. Theory uses the two scalar functions and `kinks`;
/// propagation uses the buffer forms, which cost one dynamic call per layer instead of one per unit.
/// A conformer that also conforms to `PointwiseFunction` gets all of them from two generic scalar
/// functions, vectorised; a ``ScalarActivation`` gets the buffer forms from ``value(at:)`` and
/// ``slope(at:)``, slower. Neither needs unsafe code.
public protocol Activation: Sendable {
  /// The name users type and charts print: lower case with hyphens, such as `hard-tanh`.
  var name: String { get }

  /// f(x).
  func value(at x: Double) -> Double

  /// f′(x); at a kink, the value that frameworks use (0 for ReLU at 0).
  ///
  /// NaN where x is: behind an overflow there is no slope, and one made up would look like a gradient. Only
  /// the identity's is the same for every x.
  func slope(at x: Double) -> Double

  /// The points where f or f′ is not smooth, increasing; quadrature splits its range there.
  var kinks: [Double] { get }

  /// The slopes on either side of the origin if f is positively homogeneous, f(cx) = c f(x) for c ≥ 0.
  ///
  /// Networks of such functions without biases differ by a factor per layer where their weights do, so
  /// that one simulation answers for every scale. `nil` for every other function.
  var homogeneousSlopes: (negative: Double, positive: Double)? { get }

  /// d where f(cx) = cᵈ f(x) for c ≥ 0 with another d than one, such as two for the squared rectifier;
  /// one for every other function.
  ///
  /// Far from the origin, where signals are numbers times a power of two, f is then taken of the numbers
  /// and d times the power, instead of following a tangent.
  var homogeneousDegree: Int { get }

  /// A, ω and c where f(x) = A sin(ωx + c), whose averages over normal numbers have closed forms that no quadrature
  /// can follow at high frequencies; `nil` for every other function.
  var sinusoid: Sinusoid? { get }

  /// f of every number of a buffer, into another of the same length.
  func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>)
  /// f of every number of a buffer, into another of the same length.
  func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>)

  /// f′ of every number of a buffer, into another of the same length.
  func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>)
  /// f′ of every number of a buffer, into another of the same length.
  func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>)
}

extension Activation {
  /// Smooth unless a conformer says otherwise.
  public var kinks: [Double] { [] }

  /// Not homogeneous unless a conformer says otherwise.
  public var homogeneousSlopes: (negative: Double, positive: Double)? { nil }

  /// One unless a conformer says otherwise.
  public var homogeneousDegree: Int { 1 }

  /// No sinusoid unless a conformer says otherwise.
  public var sinusoid: Sinusoid? { nil }
}

/// An activation given by its two scalar functions alone: the quickest way to try one.
///
/// ```swift
/// struct Cube: ScalarActivation {
///   let name = "cube"
///   func value(at x: Double) -> Double { x * x * x }
///   func slope(at x: Double) -> Double { 3 * x * x }
/// }
/// ```
public protocol ScalarActivation: Activation {}

extension ScalarActivation {
  /// f of every number, in double precision and rounded.
  public func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    for i in input.indices { output[i] = Float(value(at: Double(input[i]))) }
  }

  /// f of every number.
  public func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    for i in input.indices { output[i] = value(at: input[i]) }
  }

  /// f′ of every number, in double precision and rounded.
  public func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    for i in input.indices { output[i] = Float(slope(at: Double(input[i]))) }
  }

  /// f′ of every number.
  public func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    for i in input.indices { output[i] = slope(at: input[i]) }
  }
}
