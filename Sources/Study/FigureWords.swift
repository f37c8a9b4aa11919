import Charts
import Simulation

/// The words of one chart, as its figure asks for them while it is built.
///
/// A figure asks by key and gets the template's text with its placeholders filled. What is missing or
/// never asked for is collected and reported afterwards, because a chart's builder has no place for
/// errors; that is why this is a class, which lives for one chart on one task.
public final class FigureWords {
  /// Fills the placeholders of a text: the template's text, its line, and facts of that text alone.
  public typealias Fill = (_ text: String, _ line: Int, _ facts: [Fact]) throws -> String

  private let block: WordBlock
  private let vocabulary: Vocabulary
  private let fill: Fill
  /// Whether entries that no chart asks for are errors too: some charts show a thing only where an
  /// outcome has it, so only tests of a known outcome can say.
  private let isStrict: Bool
  private var asked: Set<String> = []
  /// Optional keys that the block does not have.
  private var missed: Set<String> = []
  private var error: (any Error)?
  /// The names that were asked for, by what is shown: a chart's colours belong to keys.
  public private(set) var keys: [String: String] = [:]

  /// Facts that are made of words, for texts that are asked for later.
  private var stated: [Fact] = []

  /// Makes the words of a block.
  public init(
    _ block: WordBlock, vocabulary: Vocabulary, isStrict: Bool = false, fill: @escaping Fill
  ) {
    self.isStrict = isStrict
    self.block = block
    self.vocabulary = vocabulary
    self.fill = fill
  }

  /// The text of a key, in the markup of charts.
  public subscript(key: String) -> String { text(key) }

  /// The text of a key, with facts that only this text may quote: a number for each row, say.
  public func text(_ key: String, _ facts: Fact...) -> String { text(key, facts) }

  /// The text of a key, with facts that only this text may quote.
  public func text(_ key: String, _ facts: [Fact]) -> String {
    asked.insert(key)
    guard let entry = block[key] else {
      return fail(
        WordBlockError(
          path: block.path, line: block.line, problem: .missing(block: block.id, key: key)))
    }
    do { return try fill(entry.text, entry.line, stated + facts) } catch { return fail(error) }
  }

  /// The text of a key, or nil where the template leaves it out.
  public func optional(_ key: String, _ facts: Fact...) -> String? { optional(key, facts) }

  /// The text of a key, or nil where the template leaves it out.
  public func optional(_ key: String, _ facts: [Fact]) -> String? {
    asked.insert(key)
    guard let entry = block[key] else {
      missed.insert(key)
      return nil
    }
    do { return try fill(entry.text, entry.line, stated + facts) } catch { return fail(error) }
  }

  /// The text of a key, from the block or, where it has none, from the vocabulary.
  public func cell(_ key: String, _ facts: [Fact]) -> String {
    block[key] == nil && vocabulary[key] != nil ? name(key) : text(key, facts)
  }

  /// States a fact that is made of words, such as a list with a text for each item: the texts asked
  /// for from now on may quote it, and so may the alternative text.
  public func state(_ fact: Fact) { stated.append(fact) }

  /// The name of an activation, a rule or another thing of the vocabulary; series named by it have
  /// the colour of the key.
  ///
  /// A block may call a thing otherwise than the report does: its entry `name.KEY` goes first.
  public func name(_ key: String) -> String {
    let name: String
    if block["name." + key] != nil {
      name = text("name." + key)
    } else if let known = vocabulary[key] {
      name = known
    } else {
      return fail(
        WordBlockError(
          path: "names.txt", line: 1,
          problem: .unknownName(key, nearest: nil)))
    }
    keys[name] = key
    return name
  }

  /// The name of a thing that may have none in the vocabulary.
  public func known(_ key: String) -> String? { vocabulary[key] }

  private func fail(_ error: any Error) -> String {
    if self.error == nil { self.error = error }
    return "?"
  }

  /// A chart with title, subtitle, caption, alternative text and the colours of its keys.
  ///
  /// - Throws: what `finish` throws.
  public func completing(_ chart: Chart) throws -> Chart {
    var chart = chart
    // Series go by what is shown, markup such as `[38](he)` and marks without a series by the key.
    for (name, key) in keys where chart.seriesStyles[name] == nil {
      chart.seriesStyles[name] = ReportPalette.style(of: key)
    }
    chart.looks.merge(ReportPalette.styles) { own, _ in own }
    chart.title = self["title"]
    chart.subtitle = optional("subtitle")
    chart.caption = optional("caption")
    chart.altText = optional("alt").map(Self.spoken)
    chart.spokenWords = vocabulary.spokenWords
    try finish()
    return chart
  }

  /// Throws the first thing that was wrong; where words are strict, also that an entry was never asked
  /// for.
  ///
  /// An entry `if.KEY` is for what only some outcomes have, such as a verdict that no claim may get.
  /// An entry that nothing asks for beside an optional one that is missing and spelt nearly alike, such as
  /// `subtitel`, is a mistake for any outcome.
  public func finish() throws {
    if let error { throw error }
    let unused = block.entries.map(\.key).filter {
      !asked.contains($0) && !$0.hasPrefix("if.")
    }
    let optional = missed.filter { !$0.hasPrefix("if.") }.sorted()
    for key in unused where key.count > 4 {
      guard let nearest = CatalogError(kind: "entry", name: key, known: optional).suggestion,
        let entry = block[key]
      else { continue }
      throw WordBlockError(
        path: block.path, line: entry.line,
        problem: .misspelt(block: block.id, key: key, nearest: nearest))
    }
    guard isStrict else { return }
    guard unused.isEmpty else {
      throw WordBlockError(
        path: block.path, line: block.line, problem: .unused(block: block.id, keys: unused))
    }
  }

  /// A text as it is read aloud: powers of ten in words instead of the marks for a raised exponent.
  static func spoken(_ text: String) -> String {
    text.replacing(/(?<times>\s?×\s?)?10\^\{(?<exponent>[−\-]?[0-9.]+)\}/) { power in
      (power.output.times == nil ? "" : " times ") + "10 to the \(power.output.exponent)"
    }
  }
}
