import Kernels
import Networks

/// Every entry times one number that training does not change.
///
/// Where a network's parametrisation puts factors outside of its weights: the multipliers of the maximal-update
/// parametrisation (Yang and Hu 2021), an embedding times √n, a logit's temperature.
public struct Scale: Stage {
  public static let kind = "scale"
  public func detail(for input: Shape) -> String { "× \(factor)" }

  /// The number.
  public var factor: Double

  /// Multiplies by a finite number.
  public init(_ factor: Double) { self.factor = factor }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard factor.isFinite else {
      throw .parameter(
        stage: Self.kind, name: "factor", value: "\(factor)", reason: "is not a finite number")
    }
    return input
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    ScalePass(builder, factor, shape: input)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    var output = input
    output.mean *= factor
    output.secondMoment *= factor * factor
    let square = factor * factor
    output.kernel = input.kernel.flatMap { kernel in
      kernel.map(means: kernel.means.map { $0 * factor }, { moment, _, _ in square * moment })
    }
    return TheoryStep(output: output) { gradient, _ in gradient.scaled(by: square) }
  }
}

/// y = a x, and back the same.
final class ScalePass<Real: NetworkReal>: StagePass {
  private let factor: Double
  private let output: Signal<Real>

  init(_ builder: PassBuilder<Real>, _ factor: Double, shape: Shape) {
    self.factor = factor
    output = builder.signal(shape)
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    var result = output
    result.exponent = input.exponent
    result.base.update(from: input.base, count: input.count)
    Real.scale(result.base, by: Real(factor), count: result.count)
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    Real.scale(gradient.base, by: Real(factor), count: gradient.count)
    return gradient
  }
}

extension Scale {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, aliases: ["multiply"], "Every entry times one number.", shorthand: "factor",
    [StageParameter("factor", .number(-1e6...1e6), "The number, such as 2 or 1/sqrt(64).")]
  ) { arguments throws(NetworkError) in
    Scale(arguments.number("factor") ?? 1)
  }
}
