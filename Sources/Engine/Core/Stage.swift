import Networks

/// One idea of an architecture: plain data that says what a part of a network does.
///
/// A new kind of layer is one conformer in a file of its own, with its forward and its backward pass and,
/// where it is known, its theory, and one line in ``StageCatalog``.
public protocol Stage: Sendable {
  /// What the stage is called in network files, such as `dense`.
  static var kind: String { get }

  /// What comes out for an input of a shape.
  ///
  /// - Throws: ``NetworkError`` for an input that the stage cannot take, or a parameter out of range.
  func output(for input: Shape) throws(NetworkError) -> Shape

  /// The stage at work on inputs of a shape.
  func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real>

  /// What an infinitely wide network does here, `nil` where that is not known.
  func theory(of input: StageMoments, shape: Shape, _ context: inout TheoryContext) -> TheoryStep?
}

extension Stage {
  /// Nothing is known unless a stage says otherwise.
  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? { nil }
}
