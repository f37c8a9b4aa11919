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
  /// Finds spellings, or nil without terms; rebuilt where it is used, because patterns are not `Sendable`.
  private let pattern: String?

  /// Reads the rows `| term | translation | meaning |` of a text.
  init(rows text: String) {
    for row in text.split(separator: "\n") {
      guard let cells = Self.cells(of: row) else { continue }
      let meaning = cells.meaning.contains { "$*\"`{<".contains($0) } ? nil : cells.meaning
      terms.append(Term(names: cells.names, slug: HTML.slug(cells.first), meaning: meaning))
    }
    let names = terms.flatMap(\.names).sorted { ($1.count, $0) < ($0.count, $1) }
    pattern = names.isEmpty ? nil : names.map(Self.quoted).joined(separator: "|")
  }

  /// The text with a link at the first use of each term.
  func linked(_ text: String) -> String {
    guard let pattern,
      let regex = try? Regex<(Substring, Substring?, Substring?)>(
        #"(\\.|```[\s\S]*?\n\s*```|`[^`\n]*`|\$\$[\s\S]*?\$\$|\$[^$]+\$|\{\{.*?\}\}|!?\[[^\]]*\]\([^)]*\)"#
          + #"|<summary>.*?</summary>|<[^>\n]*>|\*\*Table[^*]*\*\*|\n#[^\n]*|\n>?\s*\*\*[^*\n]*\*\*)"#
          + #"|\b((?i:\#(pattern))s?)\b(?!-)"#)
    else { return text }
    var used: Set<String> = []
    return text.replacing(regex) { match in
      let whole = String(match.output.0)
      guard let found = match.output.2, let term = term(of: String(found)),
        used.insert(term.slug).inserted
      else { return whole }
      let title = term.meaning.map { " \"\($0)\"" } ?? ""
      return "[\(whole)]({{part.at-term-\(term.slug)}}\(title))"
    }
  }

  private func term(of spelling: String) -> Term? {
    // A term may go over the end of a line.
    let plain = spelling.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return terms.first { term in
      term.names.contains { [$0.lowercased(), $0.lowercased() + "s"].contains(plain) }
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

  /// A name as a pattern: white space may be a line end.
  private static func quoted(_ name: String) -> String {
    name.map { c in
      c == " " ? #"\s"# : c.isLetter || c.isNumber || c == "-" ? String(c) : "\\\(c)"
    }.joined()
  }
}

extension String {
  /// The text without a suffix, if it has it.
  fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
    hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
  }
}
