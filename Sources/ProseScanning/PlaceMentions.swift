/// What running text says of other places of a report: “(2.4)”, “table 3.2”, “chapters 5 and P”.
package enum PlaceMentions {
  /// What a number may be of.
  package enum Kind: String, CaseIterable, Sendable {
    case chapter, table, figure, equation
  }

  /// The text with its mentions rewritten; code, formulas, links and headings stay.
  ///
  /// - Parameter link: what to write for `words`, which mention a place by its number; nil leaves them.
  package static func rewriting(
    _ text: String, _ link: @escaping (_ words: String, _ kind: Kind, _ number: String) -> String?
  ) -> String {
    let passages = Passages(text: Array(text.unicodeScalars), withLeads: false)
    let scanner = Scanner(text: passages.text, link: link)
    return Scalars.rewriting(passages) { place in
      passages.text[place] == "(" ? scanner.equation(at: place) : scanner.mention(at: place)
    }
  }

  private struct Scanner {
    let text: Scalars
    let link: (String, Kind, String) -> String?

    /// `(2.4)`, which is always an equation.
    func equation(at start: Int) -> (end: Int, text: String)? {
      guard let end = text.endOfNumber(from: start + 1, needsPart: true), text.at(end) == ")" else {
        return nil
      }
      let number = text.text(start + 1..<end)
      return link(number, .equation, number).map { (end + 1, "(\($0))") }
    }

    /// `Table 3.2`, `chapters 4 and 5`, `chapters 1–3, 12`: each number but the first is its link alone.
    func mention(at start: Int) -> (end: Int, text: String)? {
      guard let (kind, word) = kind(at: start) else { return nil }
      let gap = text.at(word) == "s" ? word + 1 : word
      guard text.at(gap)?.isSpace == true,
        let end = text.endOfNumber(from: gap + 1, needsPart: false)
      else { return nil }
      guard let first = link(text.text(start..<end), kind, text.text(gap + 1..<end)) else {
        return nil
      }
      var (place, written) = (end, first)
      while let next = endOfJoint(from: place, inList: gap > word),
        let last = text.endOfNumber(from: next, needsPart: false)
      {
        let number = text.text(next..<last)
        written += text.text(place..<next) + (link(number, kind, number) ?? number)
        place = last
        if gap == word { break }
      }
      return (place, written)
    }

    private func kind(at start: Int) -> (Kind, end: Int)? {
      switch text[start] {
      case "c", "C": text.has("hapter", at: start + 1) ? (.chapter, start + 7) : nil
      case "t", "T": text.has("able", at: start + 1) ? (.table, start + 5) : nil
      case "f", "F": text.has("igure", at: start + 1) ? (.figure, start + 6) : nil
      case "e", "E": text.has("quation", at: start + 1) ? (.equation, start + 8) : nil
      default: nil
      }
    }

    /// Behind what stands between two numbers: “ and ”, “ to ”, “ or ”; in a list, after a plural, a comma or a dash too.
    private func endOfJoint(from start: Int, inList: Bool) -> Int? {
      if inList, text.at(start) == "–" { return start + 1 }
      if inList, text.at(start) == ",", text.at(start + 1)?.isSpace == true { return start + 2 }
      guard text.at(start)?.isSpace == true else { return nil }
      let length = text.has("and", at: start + 1) ? 3 : 2
      guard length == 3 || text.has("to", at: start + 1) || text.has("or", at: start + 1),
        text.at(start + 1 + length)?.isSpace == true
      else { return nil }
      return start + 2 + length
    }
  }
}
