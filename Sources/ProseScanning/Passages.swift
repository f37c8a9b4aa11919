/// What in a chapter's Markdown is no running text, and keeps every word as it is.
struct Passages {
  let text: Scalars
  /// Whether summaries of folded parts and bold beginnings of paragraphs count too, which are a sort of heading.
  let withLeads: Bool

  /// The end of the passage that begins at a place: an escape, code, a formula, a placeholder, a link, a tag, the
  /// caption of a table or a heading with the line break before it.
  func end(from start: Int) -> Int? {
    switch text[start] {
    case "\\":
      return text.at(start + 1).flatMap { $0 == "\n" ? nil : start + 2 }
    case "`":
      if text.has("```", at: start), let end = endOfFence(from: start + 3) { return end }
      let end = text.end(from: start + 1, at: "`", "\n")
      return text.at(end) == "`" ? end + 1 : nil
    case "$":
      if text.has("$$", at: start), let end = text.first("$$", from: start + 2) { return end + 2 }
      let end = text.end(from: start + 1, at: "$", "$")
      return end > start + 1 && end < text.count ? end + 1 : nil
    case "{":
      return text.has("{{", at: start) ? endOnLine(of: "}}", from: start + 2) : nil
    case "!":
      return text.at(start + 1) == "[" ? endOfLink(from: start + 1) : nil
    case "[":
      return endOfLink(from: start)
    case "<":
      if withLeads, text.has("<summary>", at: start),
        let end = endOnLine(of: "</summary>", from: start + 9)
      {
        return end
      }
      let end = text.end(from: start + 1, at: ">", "\n")
      return text.at(end) == ">" ? end + 1 : nil
    case "*":
      guard text.has("**Table", at: start) else { return nil }
      return endOfBold(from: start + 7)
    case "\n":
      if text.at(start + 1) == "#" { return text.end(from: start + 1, at: "\n", "\n") }
      return withLeads ? endOfLead(from: start + 1) : nil
    default:
      return nil
    }
  }

  private func endOfFence(from start: Int) -> Int? {
    var place = start
    while let line = text.first("\n", from: place) {
      let mark = text.end(ofSpacesFrom: line + 1)
      if text.has("```", at: mark) { return mark + 3 }
      place = line + 1
    }
    return nil
  }

  private func endOnLine(of word: StaticString, from start: Int) -> Int? {
    var place = start
    while place < text.count, text[place] != "\n" {
      if text.has(word, at: place) { return place + word.utf8CodeUnitCount }
      place += 1
    }
    return nil
  }

  private func endOfLink(from start: Int) -> Int? {
    let middle = text.end(from: start + 1, at: "]", "]")
    guard text.has("](", at: middle) else { return nil }
    let end = text.end(from: middle + 2, at: ")", ")")
    return end < text.count ? end + 1 : nil
  }

  private func endOfBold(from start: Int) -> Int? {
    let end = text.end(from: start, at: "*", "*")
    return text.has("**", at: end) ? end + 2 : nil
  }

  /// `**Words.**` at the beginning of a paragraph or a quotation.
  private func endOfLead(from start: Int) -> Int? {
    let open = text.end(ofSpacesFrom: text.at(start) == ">" ? start + 1 : start)
    guard text.has("**", at: open) else { return nil }
    let end = text.end(from: open + 2, at: "*", "\n")
    return text.has("**", at: end) ? end + 2 : nil
  }
}

extension [Unicode.Scalar] {
  /// The text with what `change` finds outside `passages` in other words.
  ///
  /// - Parameter change: told a place; the end of what begins there and its replacement, or nil.
  static func rewriting(_ passages: Passages, _ change: (Int) -> (end: Int, text: String)?)
    -> String
  {
    let text = passages.text
    var output = RewrittenText(capacity: 2 * text.count)
    var copied = 0
    var place = 0
    while place < text.count {
      if let end = passages.end(from: place) {
        place = end
      } else if let (end, words) = change(place) {
        output.append(text[copied..<place])
        output.append(words)
        (copied, place) = (end, end)
      } else {
        place += 1
      }
    }
    output.append(text[copied...])
    return output.text
  }
}
