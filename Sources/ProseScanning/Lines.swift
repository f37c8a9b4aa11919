extension String {
  /// The text with each of its lines changed.
  func mapLines(_ change: (Substring) -> String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map(change).joined(separator: "\n")
  }

  /// The text with line feeds alone for line ends, and without byte order marks.
  package var withPlainLineEnds: String {
    let isPlain = unicodeScalars.allSatisfy { $0 != "\r" && $0 != "\u{FEFF}" }
    return isPlain ? self : replacing("\r\n", with: "\n").replacing("\u{FEFF}", with: "")
  }

  /// The text without its first line where nothing but spaces and tabs stands on it.
  package var droppingBlankFirstLine: String {
    let rest = utf8.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return rest.first == UInt8(ascii: "\n") ? String(rest.dropFirst()) ?? self : self
  }

  /// The text without blank lines at its ends.
  package var trimmedLines: String {
    var rest = self[...]
    while let end = rest.firstIndex(of: "\n"), rest[..<end].allSatisfy(\.isWhitespace) {
      rest = rest[rest.index(after: end)...]
    }
    while let end = rest.lastIndex(of: "\n"),
      rest[rest.index(after: end)...].allSatisfy(\.isWhitespace)
    {
      rest = rest[..<end]
    }
    return rest.allSatisfy(\.isWhitespace) ? "" : String(rest)
  }

  /// Where some words stand first; nil where they do not.
  package func firstPlace(of words: String) -> Index? {
    let (text, words) = (Array(utf8), Array(words.utf8))
    guard let first = words.first, text.count >= words.count else { return nil }
    for start in 0...(text.count - words.count)
    where text[start] == first && text[start..<start + words.count].elementsEqual(words) {
      return utf8.index(utf8.startIndex, offsetBy: start)
    }
    return nil
  }

  /// Headings one level lower, for a chapter inside the whole report; code blocks are left alone.
  package var loweringHeadings: String {
    var isCode = false
    return mapLines { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return !isCode && line.hasPrefix("#") ? "#" + line : String(line)
    }
  }
}
