import Charts
import Simulation

/// A named number that prose may quote; there is no other way for a number to reach the report.
///
/// A template writes `{{gradient-factor}}` for the number, and `{{gradient-factor.interval}}`,
/// `.low`, `.high`, `.margin` and `.samples` for the parts of an estimate.
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

  private init(name: String, value: Value, format: NumberFormat) {
    self.name = name
    self.value = value
    self.format = format
  }

  /// The words for the fact itself (nil) or for one of its parts; nil for an unknown part.
  ///
  /// - Parameter vocabulary: the language's words for “and” in lists and “to” in intervals.
  public func text(
    part: String? = nil, in notation: NumberFormat.Notation = .markdown,
    vocabulary: Vocabulary = .english
  ) -> String? {
    switch (value, part) {
    case (.text(let text), nil): return text
    case (.list(let items), nil): return vocabulary.list(items)
    case (.number(let number), nil): return format.text(number, in: notation)
    case (.estimate(let estimate), _):
      return text(of: estimate, part: part, in: notation, vocabulary)
    default: return nil
    }
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

/// A table of the report, with the cells already in words.
public struct FactTable: Equatable, Sendable {
  /// The name in templates: `{{table.variance-by-layer}}`.
  public let name: String
  /// The names of the columns, or their keys.
  public let header: [String]
  /// Which columns hold numbers and are set flush right.
  public let numeric: [Bool]
  /// The cells row by row.
  public let rows: [[String]]

  /// Makes a table; every row has as many cells as the header.
  public init(name: String, header: [String], numeric: [Bool], rows: [[String]]) {
    precondition(numeric.count == header.count && rows.allSatisfy { $0.count == header.count })
    self.name = name
    self.header = header
    self.numeric = numeric
    self.rows = rows
  }
}
