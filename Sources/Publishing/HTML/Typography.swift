/// Quotation marks and apostrophes as printers set them.
enum Typography {
  /// A text with its straight marks turned, for text outside code and formulas.
  ///
  /// - Parameter before: the character that precedes the text on the page, or nil at the start of a
  ///   line or a block.
  static func curled(_ text: String, after before: Character?) -> String {
    guard text.utf8.contains(where: { $0 == 0x27 || $0 == 0x22 }) else { return text }
    var output = ""
    var last = before
    var rest = text[...]
    while let c = rest.popFirst() {
      if c == "\"" {
        let mark: Character = opens(after: last) ? "“" : "”"
        output.append(mark)
        last = mark
        continue
      }
      if c == "'" {
        output.append(opens(after: last) && rest.first?.isNumber != true ? "‘" : "’")
      } else {
        output.append(c)
      }
      last = c
    }
    return output
  }

  /// Whether a mark after this character begins something.
  private static func opens(after last: Character?) -> Bool {
    guard let last else { return true }
    return last.isWhitespace || "([{“‘—–/".contains(last)
  }
}
