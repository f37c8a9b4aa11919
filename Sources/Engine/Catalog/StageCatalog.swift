/// A kind of stage as network files have it.
public struct StageEntry: Sendable {
  /// The word that it goes by in a list of stages.
  public var kind: String
  /// Other words for it.
  public var aliases: [String]
  /// What it does, as a sentence.
  public var meaning: String
  /// The key that a bare value is for, as in `- dense: 512`.
  public var shorthand: String?
  /// The keys.
  public var parameters: [StageParameter]
  /// Makes the stage.
  public var make: @Sendable (StageArguments) throws(NetworkError) -> any Stage

  /// Describes a kind of stage.
  public init(
    _ kind: String, aliases: [String] = [], _ meaning: String, shorthand: String? = nil,
    _ parameters: [StageParameter] = [],
    make: @escaping @Sendable (StageArguments) throws(NetworkError) -> any Stage
  ) {
    self.kind = kind
    self.aliases = aliases
    self.meaning = meaning
    self.shorthand = shorthand
    self.parameters = parameters
    self.make = make
  }

  /// Whether the stage can stand as a word alone: nothing must be said of it.
  public var needsNothing: Bool { parameters.allSatisfy { $0.standard != nil } }
}

/// The kinds of stages that network files may have, in the order in which lists show them.
///
/// A new kind is one file, with the stage, its passes, its theory and its entry, and one line here.
public enum StageCatalog {
  /// All of them.
  public static let all: [StageEntry] = [
    Dense.entry, ActivationStage.entry, Normalize.entry, Scale.entry, Dropout.entry,
    ResidualStage.entry, Repeat.entry, Sequence.entry,
    GatedUnit.entry, Excitation.entry, Softmax.entry, Maxout.entry,
    Attention.entry, Embedding.entry, Positions.entry, TiedReadOut.entry,
    Convolution.entry, Pooling.entry, Flatten.entry,
    Recurrent.plainEntry, Recurrent.lstmEntry, Recurrent.gruEntry,
    ReadOut.entry,
  ]

  /// The kind of a name or of another word for it.
  public static func entry(named name: String) -> StageEntry? {
    all.first { $0.kind == name || $0.aliases.contains(name) }
  }

  /// The words that lists of stages may have.
  public static var names: [String] { all.map(\.kind) }
}
