/// Running Markdown that every renderer reads alike.
package enum SafeText {
  /// Dollar signs and bars of tables as character references, and bold that every renderer closes.
  package static func safe(_ text: String) -> String {
    var text = text
    let (hasDollars, hasRows, hasStars) = text.withUTF8 { bytes in
      (
        bytes.contains(UInt8(ascii: "$")), bytes.contains(UInt8(ascii: "|")),
        bytes.contains(UInt8(ascii: "*"))
      )
    }
    if hasDollars { text = text.replacing("\\$", with: "&#36;").replacing("$", with: "&#36;") }
    if hasRows, text.contains("\\|") { text = text.mapLines(withoutBarsInCells) }
    return hasStars ? closingBold(text) : text
  }

  /// A row of a table with its escaped bars as references; any other line as it is.
  private static func withoutBarsInCells(_ line: Substring) -> String {
    var row = line
    while row.last == " " || row.last == "\t" { row.removeLast() }
    guard row.utf8.count > 1, row.first == "|", row.last == "|" else { return String(line) }
    return String(row.replacing("\\|", with: "&#124;") + line[row.endIndex...])
  }

  /// The text with `<strong>` where a letter touches bold that ends in punctuation: CommonMark does not
  /// see the end of **重点：**中.
  package static func closingBold(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "*")) else { return text }
    let scalars = Array(text.unicodeScalars)
    var output = RewrittenText()
    var (copied, place) = (0, 0)
    while let start = scalars.first("**", from: place) {
      let end = scalars.end(from: start + 2, at: "*", "\n")
      guard end > start + 2, scalars.has("**", at: end) else {
        place = start + 1
        continue
      }
      place = end + 2
      let closes = scalars[end - 1].isPunctuation && scalars.at(place)?.isWordCharacter == true
      let opens =
        scalars[start + 2].isPunctuation && scalars.at(start - 1)?.isWordCharacter == true
      guard closes || opens else { continue }
      output.append(scalars[copied..<start])
      output.append("<strong>")
      output.append(scalars[start + 2..<end])
      output.append("</strong>")
      copied = place
    }
    guard copied > 0 else { return text }
    output.append(scalars[copied...])
    return output.text
  }
}

extension Unicode.Scalar {
  fileprivate var isPunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }

  fileprivate var isWordCharacter: Bool {
    properties.isAlphabetic || properties.numericType != nil
  }
}
