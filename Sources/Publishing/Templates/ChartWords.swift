import Charts
import Study

/// Gives charts their words: finds the block of a figure and fills it with facts.
public struct ChartWords: Sendable {
  private let blocks: [String: WordBlock]
  private let vocabulary: Vocabulary
  private let study: [Fact]
  private let isStrict: Bool
  /// The words of the audited claims, in plain text.
  public let claims: ClaimWords

  /// - Parameter isStrict: whether an entry that no chart asks for is an error.
  /// - Throws: `WordBlockError` for a block that cannot be read.
  init(_ templates: TemplateLibrary, study: StudyConfiguration, isStrict: Bool = false)
    throws(WordBlockError)
  {
    self.isStrict = isStrict
    let blocks = try templates.wordBlocks()
    let vocabulary = templates.vocabulary
    self.blocks = blocks
    self.vocabulary = vocabulary
    claims = ClaimWords(blocks.values.filter { $0.kind == .claim }) { entry, path, facts in
      var names = ProseNames(facts: facts)
      names.vocabulary = vocabulary
      var prose = Prose(names: names)
      return try prose.render(entry.text, path: path, firstLine: entry.line)
    }
    self.study = [
      Fact("seed", text: String(study.seed)), Fact("study-width", study.width),
      Fact("study-depth", study.depth), Fact("study-networks", study.networks),
    ]
  }

  /// A chart that belongs to no experiment, such as an instrument's, with the built-in words.
  ///
  /// - Parameters:
  ///   - id: of the block with its words.
  ///   - facts: what these words may quote.
  ///   - build: the chart without title, subtitle, caption and alternative text.
  /// - Throws: `WordBlockError`, `TemplateError`, or what `build` throws.
  public static func chart(
    _ id: String, facts: [Fact] = [], _ build: (FigureWords) throws -> Chart
  ) throws -> Chart {
    let words = try ChartWords(.builtIn, study: StudyConfiguration()).words(of: id, facts: facts)
    return try words.completing(build(words))
  }

  /// The chart of a figure for an outcome, with words that quote the facts of its experiment.
  ///
  /// - Throws: `WordBlockError`, `TemplateError`, or what the figure throws.
  func chart<F: Figure>(
    of figure: F, _ outcome: Any, facts: [Fact], study: StudyConfiguration
  ) throws -> Chart {
    guard let outcome = outcome as? F.Subject.Outcome else {
      preconditionFailure("the catalogue gave the figure “\(figure.id)” to another experiment")
    }
    return try figure.finished(outcome, study: study) { own in
      try words(of: figure.wordsID, facts: facts + own)
    }
  }

  /// A table with the words of its block: the text of each column's key, and of cells that are keys,
  /// which begin with `@`; names of activations and rules may be the vocabulary's.
  ///
  /// - Throws: `WordBlockError` if no template has the block, for a key without a text, and for a text
  ///   without a key.
  func table(_ table: FactTable, facts: [Fact]) throws -> FactTable {
    guard let block = blocks["table.\(table.name)"] else {
      throw WordBlockError(path: "templates", line: 1, problem: .noTable(table.name))
    }
    let words = words(of: block, facts: facts, in: .markdown)
    let header = table.header.map { words[$0] }
    let rows = zip(table.rows, table.facts).map { cells, facts in
      cells.map { cell in
        let keys = cell.split(separator: ", ")
        guard !keys.isEmpty, keys.allSatisfy({ $0.first == "@" }) else { return cell }
        return keys.map { words.cell(String($0.dropFirst()), facts) }.joined(separator: ", ")
      }
    }
    try words.finish()
    return FactTable(name: table.name, header: header, numeric: table.numeric, rows: rows)
  }

  /// The words of the audited claims as the program has them, for a command that writes no report.
  ///
  /// - Throws: `WordBlockError` for a block that cannot be read.
  public static func builtInClaims() throws(WordBlockError) -> ClaimWords {
    try ChartWords(.builtIn, study: StudyConfiguration()).claims
  }

  /// The facts with the texts of those that are words of claims.
  private func worded(_ facts: [Fact], in notation: NumberFormat.Notation) throws -> [Fact] {
    try facts.map { fact in
      guard case .claim(let id, let key, let quoted) = fact.value else { return fact }
      let text = try claims.text(key, of: id, quoted)
      return Fact(fact.name, text: notation == .markdown ? text.markdownEscaped : text)
    }
  }

  /// The words of a block, whose placeholders may name the given facts and those of the study.
  ///
  /// - Throws: `WordBlockError` if no template has the block.
  func words(of id: String, facts: [Fact]) throws(WordBlockError) -> FigureWords {
    guard let block = blocks["figure.\(id)"] else {
      throw WordBlockError(path: "templates", line: 1, problem: .noBlock(id))
    }
    return words(of: block, facts: facts, in: .markup)
  }

  private func words(of block: WordBlock, facts: [Fact], in notation: NumberFormat.Notation)
    -> FigureWords
  {
    var names = ProseNames(facts: study).adding(facts)
    names.notation = notation
    names.vocabulary = vocabulary
    return FigureWords(block, vocabulary: vocabulary, isStrict: isStrict) { text, line, more in
      var prose = Prose(names: more.isEmpty ? names : names.adding(try worded(more, in: notation)))
      return try prose.render(text, path: block.path, firstLine: line)
    }
  }
}
