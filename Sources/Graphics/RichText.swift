/// Text with light markup: the labels, titles and captions of charts.
///
///     "10^{−45}"                       raised
///     "log_{10}", "x^{2}_{i}"          lowered; both scripts after one letter are stacked
///     "*x* = 0", "**Method.** Exact"   italic, bold
///     "at layer [38](Xavier)"          in the colour of a series or of a role (ink, accent, …)
///     "\\*"                            a character as it is
///
/// Markup that is not closed is text: parsing never fails.
public struct RichText: Equatable, Hashable, Sendable {
  /// Whether a piece stands on the line, above or below it.
  public enum Script: Sendable { case none, raised, lowered }

  /// A piece of text in one look.
  public struct Span: Equatable, Hashable, Sendable {
    /// The characters.
    public var text: String
    /// Whether they are bold.
    public var bold = false
    /// Whether they are italic.
    public var italic = false
    /// Whether they stand above or below the line.
    public var script = Script.none
    /// The name of a series or a role whose colour the piece takes.
    public var colorName: String?
  }

  /// The pieces in reading order.
  public var spans: [Span]

  /// Parses markup.
  public init(_ markup: String) {
    var parser = RichTextParser(Array(markup))
    spans = parser.parse()
  }

  /// The words without their looks; scripts become Unicode scripts where all their characters
  /// have one.
  public var plain: String {
    var text = ""
    for span in spans {
      switch span.script {
      case .none: text += span.text
      case .raised: text += Self.mapped(span.text, Self.raisedForms) ?? "^" + span.text
      case .lowered: text += Self.mapped(span.text, Self.loweredForms) ?? "_" + span.text
      }
    }
    return text
  }

  /// Puts a backslash before every character that would be read as markup.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\*^_[]".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private static func mapped(_ text: String, _ forms: [Character: Character]) -> String? {
    var result = ""
    for character in text {
      guard let form = forms[character] else { return nil }
      result.append(form)
    }
    return result
  }

  private static let raisedForms: [Character: Character] = [
    "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
    "9": "⁹", "−": "⁻", "-": "⁻", "+": "⁺", "n": "ⁿ", "T": "ᵀ", ".": "·",
  ]
  private static let loweredForms: [Character: Character] = [
    "0": "₀", "1": "₁", "2": "₂", "3": "₃", "4": "₄", "5": "₅", "6": "₆", "7": "₇", "8": "₈",
    "9": "₉", "−": "₋", "-": "₋", "+": "₊",
  ]
}

extension RichText: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}

/// One pass over the characters; a mark opens only if its partner exists.
private struct RichTextParser {
  let characters: [Character]
  var spans: [RichText.Span] = []
  var look = RichText.Span(text: "")

  init(_ characters: [Character]) { self.characters = characters }

  mutating func parse() -> [RichText.Span] {
    parse(0..<characters.count)
    return spans
  }

  private mutating func parse(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let character = characters[index]
      let next = index + 1 < range.upperBound ? characters[index + 1] : nil
      switch character {
      case "\\" where next.map { "\\*^_[]".contains($0) } == true:
        append(characters[index + 1])
        index += 2
        continue
      case "^" where next == "{", "_" where next == "{":
        if let end = closing("}", opening: "{", from: index + 2, in: range) {
          nested(index + 2..<end) { $0.script = character == "^" ? .raised : .lowered }
          index = end + 1
          continue
        }
      case "*":
        let count = next == "*" ? 2 : 1
        if let end = partner(count, from: index + count, in: range) {
          nested(index + count..<end) { if count == 2 { $0.bold = true } else { $0.italic = true } }
          index = end + count
          continue
        }
      case "[":
        if let end = closing("]", opening: "[", from: index + 1, in: range),
          end + 1 < range.upperBound, characters[end + 1] == "(",
          let stop = closing(")", opening: "(", from: end + 2, in: range)
        {
          let name = String(characters[end + 2..<stop])
          nested(index + 1..<end) { $0.colorName = name }
          index = stop + 1
          continue
        }
      default: break
      }
      append(character)
      index += 1
    }
  }

  private mutating func nested(_ range: Range<Int>, change: (inout RichText.Span) -> Void) {
    let outer = look
    change(&look)
    parse(range)
    look = outer
  }

  private mutating func append(_ character: Character) {
    if var last = spans.last {
      last.text = ""
      if last == look {
        spans[spans.count - 1].text.append(character)
        return
      }
    }
    var span = look
    span.text = String(character)
    spans.append(span)
  }

  /// The closing bracket that matches an opening one before `start`.
  private func closing(
    _ close: Character, opening open: Character, from start: Int, in range: Range<Int>
  ) -> Int? {
    var depth = 1
    var index = start
    while index < range.upperBound {
      let character = characters[index]
      if character == "\\" {
        index += 2
        continue
      }
      if character == open { depth += 1 }
      if character == close {
        depth -= 1
        if depth == 0 { return index }
      }
      index += 1
    }
    return nil
  }

  /// The run of exactly `count` asterisks that ends an emphasis, which neither begins nor ends
  /// with a space.
  private func partner(_ count: Int, from start: Int, in range: Range<Int>) -> Int? {
    guard start < range.upperBound, characters[start] != " " else { return nil }
    var index = start
    while index < range.upperBound {
      if characters[index] == "\\" {
        index += 2
        continue
      }
      guard characters[index] == "*" else {
        index += 1
        continue
      }
      var length = 1
      while index + length < range.upperBound, characters[index + length] == "*" { length += 1 }
      if length == count || length == 3, index > start, characters[index - 1] != " " {
        return length == 3 && count == 2 ? index + 1 : index
      }
      index += length
    }
    return nil
  }
}
