import Networks

/// All positions of a sample as one vector; channels stay innermost.
public struct Flatten: Stage {
  public static let kind = "flatten"

  /// Flattens.
  public init() {}

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    Shape(channels: input.count)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    FlattenPass(positions: input.positionCount)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    var output = input
    output.kernel = nil
    output.hasIndependentPositions = true
    if context.samples == 1 { output.cosine = nil }
    return TheoryStep(output: output) { gradient, _ in gradient }
  }
}

/// The same numbers, seen as longer rows.
final class FlattenPass<Real: NetworkReal>: StagePass {
  private let positions: Int

  init(positions: Int) { self.positions = positions }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(_ input: Signal<Real>) -> Signal<Real> {
    Signal(
      base: input.base, rows: input.rows / positions, columns: input.columns * positions,
      exponent: input.exponent)
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    Signal(
      base: gradient.base, rows: gradient.rows * positions, columns: gradient.columns / positions,
      exponent: gradient.exponent)
  }
}

extension Flatten {
  /// The stage in network files.
  static let entry = StageEntry(kind, "All positions of a sample as one vector.") {
    _ throws(NetworkError) in Flatten()
  }
}
