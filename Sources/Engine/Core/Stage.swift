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

  /// What a picture says beside the kind: sizes, or the kind of a kind; empty where there is nothing to say.
  func detail(for input: Shape) -> String

  /// The stages inside: each list with how often it comes and whether it is the branch of a sum.
  var parts: [StagePart] { get }

  /// What an infinitely wide network does here, `nil` where that is not known.
  func theory(of input: StageMoments, shape: Shape, _ context: inout TheoryContext) -> TheoryStep?
}

/// A list of stages inside a stage.
public struct StagePart: Sendable {
  /// The stages.
  public var stages: [NamedStage]
  /// How often they come, one after the other.
  public var times = 1

  /// Names a list.
  public init(_ stages: [NamedStage], times: Int = 1) {
    self.stages = stages
    self.times = times
  }
}

extension [NamedStage] {
  /// How many stages there are of which something is true, at any depth, each as often as it comes; O(n) in the
  /// stages that are written down.
  func count(where isCounted: (any Stage) -> Bool) -> Int {
    reduce(0) { sum, named in
      named.stage.parts.reduce(sum + (isCounted(named.stage) ? 1 : 0)) {
        $0 + $1.times * $1.stages.count(where: isCounted)
      }
    }
  }
}

extension Stage {
  /// Most stages have none inside.
  public var parts: [StagePart] { [] }

  /// Nothing needs to be said.
  public func detail(for input: Shape) -> String { "" }

  /// Nothing is known unless a stage says otherwise.
  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? { nil }
}
