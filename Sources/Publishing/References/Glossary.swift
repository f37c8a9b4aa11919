import ProseScanning

/// The terms of the glossary, for links from where a chapter first uses one.
struct Glossary: Sendable {
  /// A row of the glossary's table.
  struct Term: Equatable, Sendable {
    /// The spellings to look for.
    var names: [String]
    var slug: String
    /// The meaning as plain text, or nil where it has formulas or marks.
    var meaning: String?
  }

  private(set) var terms: [Term] = []
  /// Finds spellings of all terms, and the term that each is of.
  private let finder: TermFinder
  private let owners: [Int]

  /// Reads the rows `| term | translation | meaning |` of a text.
  init(rows text: String) {
    for row in text.split(separator: "\n") {
      guard let cells = Self.cells(of: row) else { continue }
      let meaning = cells.meaning.contains { "$*\"`{<".contains($0) } ? nil : cells.meaning
      terms.append(Term(names: cells.names, slug: HTML.slug(cells.first), meaning: meaning))
    }
    finder = TermFinder(terms.flatMap(\.names))
    owners = terms.enumerated().flatMap { index, term in term.names.map { _ in index } }
  }

  /// The text with a link at the first use of each term.
  func linked(_ text: String) -> String {
    var used: Set<Int> = []
    return finder.rewriting(text) { name, words in
      guard used.insert(owners[name]).inserted else { return nil }
      let term = terms[owners[name]]
      let title = term.meaning.map { " \"\($0)\"" } ?? ""
      return "[\(words)]({{part.at-term-\(term.slug)}}\(title))"
    }
  }

  /// The rows with an anchor in each first cell.
  static func withAnchors(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { row in
      guard let cells = cells(of: row) else { return String(row) }
      return "| <a id=\"term-\(HTML.slug(cells.first))\"></a>" + row.dropFirst(2)
    }.joined(separator: "\n")
  }

  private static func cells(of row: Substring) -> (
    first: String, names: [String], meaning: String
  )? {
    guard row.hasPrefix("| "), !row.hasPrefix("| English"), !row.hasPrefix("| :--") else {
      return nil
    }
    let cells = row.split(separator: " | ", maxSplits: 2).map(String.init)
    guard cells.count == 3 else { return nil }
    let first = String(cells[0].dropFirst(2))
    // What stands in parentheses explains the term and is no part of it.
    let names = first.replacing(/\ \([^)]*\)/, with: "").split(separator: ", ").map(String.init)
    return (first, names, String(cells[2].trimmingSuffix(" |")))
  }
}

extension String {
  /// The text without a suffix, if it has it.
  fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
    hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
  }
}
