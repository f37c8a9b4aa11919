import Engine
import Foundation
import Simulation
import Yams

/// A network as a file describes it: YAML with what goes in and a list of stages.
public struct NetworkFile: Sendable {
  /// The network.
  public var network: Network
  /// What the file says of it in a sentence.
  public var summary: String
  /// How many samples the file sends through.
  public var samples: Int?
  /// How many samples of the reader's own there are, if the input is a file.
  public var givenSamples: Int?
  /// Where its stages stand.
  var places: StagePlaces

  /// What is changed of a file while it is read.
  public struct Options: Sendable {
    /// A factor on all widths.
    public var scale = 1.0
    /// How many tokens or steps a sample has.
    public var tokens: Int?
    /// Whose defaults count, whatever the file says.
    public var framework: Framework?
    /// Values of parameters by path, such as `stack.blocks.residual.scale`.
    public var settings: [(path: String, value: String)] = []

    /// Changes nothing.
    public init() {}
  }

  /// Reads a file; `path` is used in messages as the user wrote it.
  ///
  /// - Throws: ``StudyFileError`` with line and column for what cannot be read, does not exist or does not fit.
  public static func read(
    path: String, options: Options = Options()
  ) throws(StudyFileError) -> NetworkFile {
    let url = URL(fileURLWithPath: path)
    return try NetworkFileReader(
      document: YAMLDocument(
        contentsOf: url, named: path,
        starter: "`report presets mlp` prints one to begin with"),
      folder: url.deletingLastPathComponent(), options: options
    ).file()
  }

  /// Reads a mapping of a document.
  package static func read(
    _ root: Node, of document: YAMLDocument
  ) throws(StudyFileError) -> NetworkFile {
    var document = document
    document.root = root
    return try NetworkFileReader(document: document, folder: nil, options: Options()).file()
  }

  /// Reads a text; files that it names are looked for in `folder`.
  ///
  /// - Throws: ``StudyFileError`` with line and column for what cannot be read, does not exist or does not fit.
  public static func parse(
    _ text: String, named file: String = "network.yml", folder: URL? = nil,
    options: Options = Options()
  ) throws(StudyFileError) -> NetworkFile {
    try NetworkFileReader(
      document: YAMLDocument(text, named: file), folder: folder, options: options
    ).file()
  }
}

/// The entries of a network file beside its stages, for reader, schema and help.
public enum NetworkFileEntries {
  /// Those at the top.
  public static let top: [StageParameter] = [
    StageParameter("name", .text(limit: 60), "The network's name.", standard: "the file's"),
    StageParameter(
      "summary", .text(limit: 500), "What it is, in a sentence or two.", standard: "nothing"),
    StageParameter(
      "framework", .choice(Framework.allCases.map(\.rawValue)),
      "Whose defaults hold for weights, biases, fans and the norms' epsilon where nothing else is said.",
      standard: "none"),
    StageParameter(
      "init", .initializer, "The rule of all weights.", standard: "the framework's own"),
    StageParameter(
      "gain", .number(0...1e6), "A factor on the standard deviation of all weights.", standard: "1"),
    StageParameter(
      "bias", .bias, "What all biases start from.", standard: "the framework's, else the rule's"),
    StageParameter(
      "activation", .activation, "The function of stages that name none.", standard: "none"),
    StageParameter(
      "batch", .integer(1...1_000_000), "How many samples go through together.", standard: "1"),
    StageParameter(
      "input", .stack, "What goes in: how many channels, or the entries below."),
    StageParameter("stack", .stack, "The stages, first to last."),
  ]

  /// Those of the input.
  public static let input: [StageParameter] = [
    StageParameter(
      "channels", .integer(1...10_000_000),
      "Numbers at each position; of the whole input if it has no positions.",
      standard: "3 for images, 1 for tokens"),
    StageParameter(
      "vector", .integer(1...10_000_000), "The same, for inputs without positions.",
      standard: "none"),
    StageParameter(
      "image", .integers(1...100_000), "Height and width of an image.", standard: "none"),
    StageParameter(
      "steps", .integer(1...10_000_000), "The length of a sequence of vectors.", standard: "none"),
    StageParameter(
      "tokens", .integer(1...10_000_000), "The length of a sequence of token numbers.",
      standard: "none"),
    StageParameter(
      "vocabulary", .integer(1...16_777_216), "How many tokens there are.",
      standard: "must be given with tokens"),
    StageParameter(
      "mean", .number(-1e9...1e9), "The mean of normal entries.", standard: "0"),
    StageParameter(
      "second-moment", .number(0...1e20), "Their mean square.", standard: "1, or 1 + mean²"),
    StageParameter(
      "correlation", .number(0...1), "The correlation of any two samples.", standard: "0"),
    StageParameter(
      "pixels", .flag, "Whether entries are uniform in [0, 1] instead.", standard: "false"),
    StageParameter(
      "uniform", .number(0...1e9), "Whether entries are uniform in [−R, R], and R.",
      standard: "they are normal"),
    StageParameter(
      "file", .text(limit: 1000),
      "A file with samples of your own: .npy (samples first, channels last) or .csv (a sample in each line).",
      standard: "none"),
  ]
}
