/// Running text: what of a chapter is read line after line.
package enum RunningText {
  /// How many words it has: not code, tables, displayed formulas or lines of placeholders.
  package static func wordCount(of markdown: String) -> Int {
    var count = 0
    var fence: ArraySlice<Unicode.Scalar>?
    for line in Array(markdown.unicodeScalars).split(whereSeparator: { $0 == "\n" || $0 == "\r" }) {
      let text = line.drop(while: \.isSpace)
      let mark =
        text.starts(with: "```".unicodeScalars)
        ? text.prefix(3) : text.starts(with: "$$".unicodeScalars) ? text.prefix(2) : nil
      if let mark {
        fence = fence == nil ? mark : fence == mark ? nil : fence
      } else if fence == nil, let first = text.first, !"|<![".unicodeScalars.contains(first) {
        count += words(in: Array(text))
      }
    }
    return count
  }

  /// The words of a line: what stands between spaces and has a letter; addresses of links are not read.
  private static func words(in line: Scalars) -> Int {
    var count = 0
    var hasLetter = false
    var place = 0
    while place < line.count {
      if line.has("](", at: place) {
        let end = line.end(from: place + 2, at: ")", ")")
        if end < line.count {
          place = end + 1
          continue
        }
      }
      if line[place].isSpace {
        if hasLetter { count += 1 }
        hasLetter = false
      } else if line[place].properties.isAlphabetic {
        hasLetter = true
      }
      place += 1
    }
    return hasLetter ? count + 1 : count
  }
}
