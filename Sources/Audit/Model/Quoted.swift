/// A number, or a name from a catalogue, that the words of a claim quote: `{{name}}` in its block.
///
/// What a claim was measured with reaches its words in this way alone: the constant that the closure computes with
/// is the one it hands over, so that a changed setting changes the sentence.
public struct Quoted: Equatable, Sendable, Codable {
  /// What the words write between braces.
  public let name: String
  /// The name of a rule or a function as catalogues have it, or symbols that are the same in every language, such as
  /// widths of layers and digits as a note prints them; nil for a number.
  public let text: String?
  /// The number; nil for a name.
  public let value: Double?
  /// How many of its digits are shown.
  public let digits: Int?

  private init(name: String, text: String?, value: Double?, digits: Int?) {
    self.name = name
    self.text = text
    self.value = value
    self.digits = digits
  }

  /// A number, shown with some significant digits.
  static func number(_ name: String, _ value: Double, _ digits: Int) -> Quoted {
    Quoted(name: name, text: nil, value: value, digits: digits)
  }

  /// A count below a million, with all its digits.
  static func count(_ name: String, _ count: Int) -> Quoted {
    number(name, Double(count), 6)
  }

  /// A rule or a function by its name in the catalogue, or symbols.
  static func name(_ name: String, _ text: String) -> Quoted {
    Quoted(name: name, text: text, value: nil, digits: nil)
  }

  /// Widths of layers as the notes write them, `64-128-256`.
  static func widths(_ name: String, _ widths: [Int]) -> Quoted {
    self.name(name, widths.map(String.init).joined(separator: "-"))
  }

  /// A power of ten, `10⁻⁶`.
  static func powerOfTen(_ name: String, _ exponent: Int) -> Quoted {
    self.name(name, "10" + superscript(exponent))
  }

  /// What stands in the place of the braces; a name stays as catalogues have it.
  public var shown: String {
    text ?? value.map { decimal($0, significant: digits ?? 6) } ?? ""
  }
}
