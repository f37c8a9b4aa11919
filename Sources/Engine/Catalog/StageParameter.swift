import Networks

/// A key of a stage in a network file: what it means, what it may be, and what it is if it is left out.
///
/// The reader of network files, their JSON Schema, help, completion and documentation all come from these.
public struct StageParameter: Sendable {
  /// What a value may be.
  public enum Values: Sendable {
    case integer(ClosedRange<Int>)
    /// A whole number or one of some words.
    case integerOr(ClosedRange<Int>, [String])
    /// One whole number, one for each direction of the positions, or one of some words.
    case integers(ClosedRange<Int>, or: [String] = [])
    /// A number, or a formula of L, the number of residual branches of the whole network: `1/sqrt(2 L)`.
    case number(ClosedRange<Double>)
    /// The same, or one of some words.
    case numberOr(ClosedRange<Double>, [String])
    case flag
    case choice([String])
    /// A name of the catalogue of activations, or a formula of x.
    case activation
    /// A name of the catalogue of initialisers.
    case initializer
    /// A number that all biases start from, or the rule that draws them.
    case bias
    /// A list of stages.
    case stack
    case text(limit: Int)
  }

  /// The key.
  public var name: String
  /// What it means, as a sentence.
  public var meaning: String
  /// What it may be.
  public var values: Values
  /// What it is if it is left out, in words; `nil` if it must be given.
  public var standard: String?
  /// Whether `--scale` multiplies it.
  public var isWidth: Bool

  /// Describes a key.
  public init(
    _ name: String, _ values: Values, _ meaning: String, standard: String? = nil,
    isWidth: Bool = false
  ) {
    self.name = name
    self.values = values
    self.meaning = meaning
    self.standard = standard
    self.isWidth = isWidth
  }

  /// The rule of weights.
  static let rule = StageParameter(
    "init", .initializer, "The rule of the weights.",
    standard: "the file's init, else the framework's own")

  /// A factor on all weights.
  static let gain = StageParameter(
    "gain", .number(0...1e6), "A factor on the standard deviation of the weights.",
    standard: "the file's gain, else 1")

  /// The biases.
  static let bias = StageParameter(
    "bias", .bias, "What the biases start from.",
    standard: "the file's bias, else the framework's own, else what the rule draws")
}
