import Networks

/// The same stages several times over, each time with weights of their own.
public struct Repeat: Stage {
  public static let kind = "repeat"

  /// How often.
  public var count: Int
  /// What is repeated.
  public var stages: [NamedStage]

  /// Repeats stages.
  public init(_ count: Int, _ stages: [NamedStage]) {
    self.count = count
    self.stages = stages
  }

  private var unrolled: Sequence {
    Sequence((1...max(1, count)).map { NamedStage(Sequence(stages), name: String($0)) })
  }

  public var parts: [StagePart] { [StagePart(stages, times: count)] }

  public func output(for input: Shape) throws(NetworkError) -> Shape {
    guard 1...100_000 ~= count else {
      throw .parameter(
        stage: Self.kind, name: "count", value: String(count),
        reason: "is not between 1 and 100,000")
    }
    return try unrolled.output(for: input)
  }

  public func pass<Real: NetworkReal>(
    _ builder: PassBuilder<Real>, input: Shape
  ) throws(NetworkError) -> any StagePass<Real> {
    try unrolled.pass(builder, input: input)
  }

  public func theory(
    of input: StageMoments, shape: Shape, _ context: inout TheoryContext
  ) -> TheoryStep? {
    unrolled.theory(of: input, shape: shape, &context)
  }
}

extension Repeat {
  /// The stage in network files.
  static let entry = StageEntry(
    kind, "The same stages several times, each time with weights of their own.",
    [
      StageParameter("count", .integer(1...100_000), "How often."),
      StageParameter("stack", .stack, "What is repeated."),
    ]
  ) { arguments throws(NetworkError) in
    Repeat(arguments.integer("count") ?? 1, arguments.stages("stack"))
  }
}
