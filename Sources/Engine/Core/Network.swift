import Networks

/// A stage with the name that it goes by in records; without one, its kind and number serve.
public struct NamedStage: Sendable {
  /// The name, if it has one of its own.
  public var name: String?
  /// The stage.
  public var stage: any Stage

  /// Names a stage.
  public init(_ stage: any Stage, name: String? = nil) {
    self.stage = stage
    self.name = name
  }
}

/// What goes into a network: the shape of a sample and the law of its entries.
public struct NetworkInput: Sendable {
  /// How samples are drawn.
  public enum Law: Sendable, Equatable {
    /// Normal entries of a second moment, any two samples with a correlation, after a mean is added.
    case normal(mean: Double, secondMoment: Double, correlation: Double)
    /// Independent uniform entries between two bounds, such as pixels in [0, 1].
    case uniform(low: Double, high: Double)
    /// Token numbers below a bound, uniform; one channel.
    case tokens(vocabulary: Int)
    /// The reader's own numbers: samples one after the other, taken from the first on.
    case given([Double])
  }

  /// The shape of a sample.
  public var shape: Shape
  /// The law of its entries.
  public var law: Law

  /// Describes inputs.
  public init(
    _ shape: Shape, law: Law = .normal(mean: 0, secondMoment: 1, correlation: 0)
  ) {
    self.shape = shape
    self.law = law
  }
}

/// A network: what goes in, and the stages it passes.
public struct Network: Sendable {
  /// What the network is called.
  public var name: String
  /// What goes in.
  public var input: NetworkInput
  /// The stages, first to last.
  public var stages: [NamedStage]

  /// Composes a network.
  public init(name: String = "network", input: NetworkInput, stages: [NamedStage]) {
    self.name = name
    self.input = input
    self.stages = stages
  }

  /// The shape of what comes out.
  ///
  /// - Throws: the ``NetworkError`` of the first stage that does not fit what comes before it.
  public func output() throws(NetworkError) -> Shape {
    try Sequence(stages).output(for: input.shape)
  }

  /// L, the number of residual branches, in all repetitions.
  public var residualCount: Int { stages.count { $0 is ResidualStage } }
}
