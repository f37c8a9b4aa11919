/// Finds terms in running text, whatever their case, in the singular or with an s.
package struct TermFinder: Sendable {
  private struct Name: Sendable {
    /// In lower case; a space stands for any white space, a line end too.
    let scalars: Scalars
    let index: Int
  }

  /// By their first letter, the longest first.
  private let names: [Unicode.Scalar: [Name]]

  /// Makes a finder of some names; of two alike the first counts.
  package init(_ names: [String]) {
    var byFirst: [Unicode.Scalar: [Name]] = [:]
    for (index, name) in names.enumerated() {
      let scalars = name.unicodeScalars.map(\.folded)
      guard let first = scalars.first else { continue }
      byFirst[first, default: []].append(Name(scalars: scalars, index: index))
    }
    self.names = byFirst.mapValues { names in
      names.sorted { ($1.scalars.count, $0.index) < ($0.scalars.count, $1.index) }
    }
  }

  /// The text with the words of `replace` for terms; code, formulas, links, headings and leads stay.
  ///
  /// - Parameter replace: told the index of a name and how it is spelled here; nil leaves it.
  package func rewriting(_ text: String, _ replace: (_ name: Int, _ words: String) -> String?)
    -> String
  {
    let passages = Passages(text: Array(text.unicodeScalars), withLeads: true)
    return Scalars.rewriting(passages) { start in
      guard let (name, end) = match(in: passages.text, at: start) else { return nil }
      let words = passages.text.text(start..<end)
      return (end, replace(name, words) ?? words)
    }
  }

  private func match(in text: Scalars, at start: Int) -> (name: Int, end: Int)? {
    guard let candidates = names[text[start].folded], text.isWordEdge(start) else { return nil }
    for name in candidates {
      let end = start + name.scalars.count
      guard end <= text.count,
        zip(name.scalars, text[start..<end]).allSatisfy({ pattern, scalar in
          pattern == " " ? scalar.isSpace : scalar.folded == pattern
        })
      else { continue }
      // “fan-in-like” is another word.
      for end in text.at(end)?.folded == "s" ? [end + 1, end] : [end]
      where text.isWordEdge(end) && text.at(end) != "-" {
        return (name.index, end)
      }
    }
    return nil
  }
}
