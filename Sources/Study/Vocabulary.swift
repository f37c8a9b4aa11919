import Charts

/// The names of things that appear in many charts and tables: activations, rules, everyday words.
///
/// Swift knows a thing by its key, such as `leaky-relu`; people read its name. The names stand in
/// `templates/names.txt`, so that a translation needs no Swift, and colours belong to keys, so that
/// it changes no picture but its words.
public struct Vocabulary: Equatable, Sendable {
  private let names: [String: String]

  /// Makes a vocabulary from names by key.
  public init(_ names: [String: String]) { self.names = names }

  /// The name of a key, in the markup of charts; nil if there is none.
  public subscript(key: String) -> String? {
    if let name = names[key] { return name }
    // `leaky-relu-0.2` is “leaky ReLU 0.2”: a known kind with a parameter.
    guard let hyphen = key.lastIndex(of: "-"), key.index(after: hyphen) < key.endIndex,
      Double(key[key.index(after: hyphen)...]) != nil,
      let kind = names[String(key[..<hyphen])]
    else { return nil }
    return kind + " " + key[key.index(after: hyphen)...]
  }

  /// The words of lists and intervals in English, where no template is at hand.
  public static let english = Vocabulary(["and": "and", "to": "to"])

  /// Words as a list in a sentence: `a, b and c`.
  public func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(self["and"] ?? "and") " + last
  }

  /// The words of the alternative texts that charts write by themselves: the names `spoken.KEY`.
  var spokenWords: SpokenWords {
    var words = SpokenWords.english
    for key in SpokenWords.Key.allCases {
      if let text = names["spoken.\(key.rawValue)"] { words[key] = text }
    }
    return words
  }

  /// All keys, in alphabetical order, for messages.
  public var keys: [String] { names.keys.sorted() }
}
