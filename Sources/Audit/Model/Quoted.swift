/// A number, or a name from a catalogue, that the words of a claim quote: `{{name}}` in its block.
public struct Quoted: Equatable, Sendable, Codable {
  /// What the words write between braces.
  public let name: String
  /// The name of a rule or a function as catalogues have it; nil for a number.
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

  /// A rule or a function by its name in the catalogue, or digits as a note prints them.
  static func name(_ name: String, _ text: String) -> Quoted {
    Quoted(name: name, text: text, value: nil, digits: nil)
  }

  /// What stands in the place of the braces.
  public var shown: String {
    text ?? value.map { decimal($0, significant: digits ?? 6) } ?? ""
  }
}
