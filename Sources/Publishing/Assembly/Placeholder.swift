/// What stands in a rendered chapter until it is known where the chapter goes.
enum Placeholder: String {
  case figure, reference

  /// The placeholder for an id, such as `[[figure:gradient-decay]]`.
  func text(_ id: String) -> String { "[[\(rawValue):\(id)]]" }

  /// The text with placeholders replaced; those of unknown ids stay.
  func filled(in text: String, _ value: (String) -> String?) -> String {
    let opening = "[[\(rawValue):"
    var output = ""
    var rest = text[...]
    while let start = rest.firstRange(of: opening) {
      output += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      let id = rest.prefix { $0 != "]" && !$0.isWhitespace }
      if rest.dropFirst(id.count).hasPrefix("]]"), let value = value(String(id)) {
        output += value
        rest = rest.dropFirst(id.count + 2)
      } else {
        output += opening
      }
    }
    return output + rest
  }
}
