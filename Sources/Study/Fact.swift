import Charts
import Simulation

/// A named number that prose may quote; there is no other way for a number to reach the report.
///
/// A template writes `{{gradient-factor}}` for the number, and `{{gradient-factor.interval}}`,
/// `.low`, `.high`, `.margin` and `.samples` for the parts of an estimate, `{{count.word}}` for a count
/// in letters (`.Word` at the beginning of a sentence) and `{{names.row}}` for names with commas alone.
public struct Fact: Equatable, Sendable {
  /// What a fact states.
  public enum Value: Equatable, Sendable {
    /// Exact or computed: a parameter, a theoretical value, a count.
    case number(Double)
    /// Measured.
    case estimate(Estimate)
    /// A word that depends on the numbers, such as the name of the best initialiser.
    case text(String)
    /// Things by name, listed as a sentence lists them.
    case list([String])
    /// Things by key, listed under the names that the vocabulary has for them; each may have things of
    /// its own, as in “tanh (Xavier, He)”.
    case names([Named])
    /// From the least to the greatest of several numbers.
    case range(Double, Double)
    /// Words of an audited claim, by the key in its block, with what they quote.
    case claim(String, key: String, [Fact])
  }

  /// A thing by its key, with the keys of what belongs to it.
  public struct Named: Equatable, Sendable {
    let key: String
    let parts: [String]

    fileprivate func text(_ vocabulary: Vocabulary) -> String {
      let name = vocabulary[key] ?? key
      guard !parts.isEmpty else { return name }
      return "\(name) (\(parts.map { vocabulary[$0] ?? $0 }.joined(separator: ", ")))"
    }
  }

  /// The name in templates: lower case with hyphens, unique in the report.
  public let name: String
  /// The number, its interval or its words.
  public let value: Value
  /// How the number is written.
  public let format: NumberFormat

  /// A measured number.
  public init(_ name: String, _ estimate: Estimate, _ format: NumberFormat) {
    self.init(name: name, value: .estimate(estimate), format: format)
  }

  /// An exact or computed number.
  public init(_ name: String, _ number: Double, _ format: NumberFormat) {
    self.init(name: name, value: .number(number), format: format)
  }

  /// A count.
  public init(_ name: String, _ count: Int) {
    self.init(name: name, value: .number(Double(count)), format: .count)
  }

  /// A word.
  public init(_ name: String, text: String) {
    self.init(name: name, value: .text(text), format: .count)
  }

  /// Things by name: `a, b and c`.
  public init(_ name: String, list items: [String]) {
    self.init(name: name, value: .list(items), format: .count)
  }

  /// Things by key, such as rules and activations, which are listed by their names.
  public init(_ name: String, names keys: [String]) {
    self.init(name, groups: keys.map { ($0, []) })
  }

  /// Things by key, each with what belongs to it: `tanh (Xavier, He) and ReLU (He)`.
  public init(_ name: String, groups: [(key: String, parts: [String])]) {
    self.init(
      name: name, value: .names(groups.map { Named(key: $0.key, parts: $0.parts) }), format: .count)
  }

  /// Words of an audited claim: the text of a key in its block ```` ```claim ID ````.
  ///
  /// Charts and tables that quote it have the text; ``text(part:in:vocabulary:)`` knows no templates, and
  /// has none.
  ///
  /// - Parameter facts: what the words quote.
  public init(_ name: String, words key: String, of claim: String, quoting facts: [Fact] = []) {
    self.init(name: name, value: .claim(claim, key: key, facts), format: .count)
  }

  /// The range of several numbers, `0.23 to 0.25`; a single number where its ends read the same.
  public init(_ name: String, rangeOf numbers: [Double], _ format: NumberFormat) {
    self.init(
      name: name, value: .range(numbers.min() ?? .nan, numbers.max() ?? .nan), format: format)
  }

  private init(name: String, value: Value, format: NumberFormat) {
    self.name = name
    self.value = value
    self.format = format
  }

  /// The words for the fact itself (nil) or for one of its parts; nil for an unknown part.
  ///
  /// - Parameter vocabulary: the language's words for “and” in lists, “to” in intervals, counts in
  ///   letters and names.
  public func text(
    part: String? = nil, in notation: NumberFormat.Notation = .markdown,
    vocabulary: Vocabulary = .english
  ) -> String? {
    switch (value, part) {
    case (.text(let text), nil): return text
    case (.list(let items), nil): return vocabulary.list(items)
    case (.names(let names), nil): return vocabulary.list(names.map { $0.text(vocabulary) })
    case (.names(let names), "row"):
      return names.map { $0.text(vocabulary) }.joined(separator: ", ")
    case (.range(let low, let high), nil):
      let ends = (format.text(low, in: notation), format.text(high, in: notation))
      return ends.0 == ends.1 ? ends.0 : "\(ends.0) \(vocabulary["to"] ?? "to") \(ends.1)"
    case (.number(let number), nil): return format.text(number, in: notation)
    case (.number(let number), "word"): return word(for: number, in: notation, vocabulary)
    case (.number(let number), "Word"):
      let word = word(for: number, in: notation, vocabulary)
      return word.prefix(1).uppercased() + word.dropFirst()
    case (.estimate(let estimate), _):
      return text(of: estimate, part: part, in: notation, vocabulary)
    default: return nil
    }
  }

  /// A small count in letters, if the vocabulary has `number.3`; other numbers in digits.
  private func word(
    for number: Double, in notation: NumberFormat.Notation, _ vocabulary: Vocabulary
  ) -> String {
    Int(exactly: number).flatMap { vocabulary["number.\($0)"] } ?? format.text(number, in: notation)
  }

  private func text(
    of estimate: Estimate, part: String?, in notation: NumberFormat.Notation,
    _ vocabulary: Vocabulary
  ) -> String? {
    func text(_ number: Double) -> String { format.text(number, in: notation) }
    return switch part {
    case nil: text(estimate.value)
    case "low": text(estimate.low)
    case "high": text(estimate.high)
    case "interval": "\(text(estimate.low)) \(vocabulary["to"] ?? "to") \(text(estimate.high))"
    case "margin": NumberFormat.significant(2).text(estimate.halfWidth)
    case "samples": NumberFormat.count.text(Double(estimate.samples))
    default: nil
    }
  }
}

/// A table of the report.
///
/// Numbers are written out; the header and the cells that begin with `@` are keys of words.
public struct FactTable: Equatable, Sendable {
  /// The name in templates: `{{table.variance-by-layer}}`.
  public let name: String
  /// Keys of the columns' names.
  public let header: [String]
  /// Which columns hold numbers and are set flush right.
  public let numeric: [Bool]
  /// The cells row by row.
  public let rows: [[String]]
  /// What the words of each row may quote.
  public let facts: [[Fact]]

  /// Makes a table; every row has as many cells as the header.
  ///
  /// - Parameters:
  ///   - rows: numbers, and keys of words behind an `@`; a cell `@a, @b` lists the words of both.
  ///   - facts: what the words of each row may quote; none by default.
  public init(
    name: String, header: [String], numeric: [Bool], rows: [[String]], facts: [[Fact]] = []
  ) {
    precondition(numeric.count == header.count && rows.allSatisfy { $0.count == header.count })
    precondition(facts.isEmpty || facts.count == rows.count)
    self.name = name
    self.header = header
    self.numeric = numeric
    self.rows = rows
    self.facts = facts.isEmpty ? rows.map { _ in [] } : facts
  }
}
