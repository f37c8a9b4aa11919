/// A network of stages in a study file: its text, and what is changed of it.
///
/// The study's module does not read it: `NetworkFiles` does, when the study file is read and again when the
/// network is measured.
public struct StackPlan: Codable, Equatable, Sendable {
  /// A parameter by its path, and its value.
  public struct Setting: Codable, Equatable, Sendable {
    /// Such as `stack.blocks.residual.scale`.
    public var path: String
    /// As it stands in a file.
    public var value: String

    /// Sets a parameter.
    public init(path: String, value: String) {
      self.path = path
      self.value = value
    }
  }

  /// The network file.
  public var text: String
  /// A factor on all widths.
  public var scale: Double
  /// How many tokens or steps a sample has; nil for what the file says.
  public var tokens: Int?
  /// Parameters that are changed, in this order.
  public var settings: [Setting]
  /// What the network is called in tables, beside its name: its stages in a few words.
  public var words: String

  /// Makes a plan.
  public init(
    text: String, scale: Double = 1, tokens: Int? = nil, settings: [Setting] = [],
    words: String = ""
  ) {
    self.text = text
    self.scale = scale
    self.tokens = tokens
    self.settings = settings
    self.words = words
  }
}
