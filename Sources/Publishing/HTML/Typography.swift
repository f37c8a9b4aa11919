/// Quotation marks and apostrophes as printers set them.
enum Typography {
  /// The text of an HTML page with its straight marks turned, for text outside code and formulas.
  ///
  /// - Parameter before: the character that precedes the text on the page, or nil at the start of a
  ///   line or a block.
  static func curled(_ html: String, after before: Character?) -> String {
    guard html.utf8.contains(0x27) || html.contains("&quot;") else { return html }
    var output = ""
    var last = before
    var rest = html[...]
    while let c = rest.first {
      if rest.hasPrefix("&quot;") {
        rest = rest.dropFirst(6)
        let mark: Character = opens(after: last) ? "“" : "”"
        output.append(mark)
        last = mark
        continue
      }
      rest = rest.dropFirst()
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
