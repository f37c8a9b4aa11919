import Kernels

/// A name that a catalogue does not have.
public struct CatalogError: Error, Equatable, CustomStringConvertible {
  /// What was looked for: `activation`, `initialiser`.
  public var kind: String
  /// The name that was asked for.
  public var name: String
  /// The names there are.
  public var known: [String]
  /// The range of the number at the end, if it is the number that is wrong.
  public var range: ClosedRange<Double>?
  /// What is wrong with it, if it was meant as a formula.
  public var formula: FormulaError?

  /// Makes the error.
  public init(
    kind: String, name: String, known: [String], range: ClosedRange<Double>? = nil,
    formula: FormulaError? = nil
  ) {
    self.kind = kind
    self.name = name
    self.known = known
    self.range = range
    self.formula = formula
  }

  /// The known name with the fewest edits to the one asked for, if they are few; else the longest that stands
  /// in it as a word of its own, such as `gelu` in `quick-gelu`.
  public var suggestion: String? {
    let ranked = known.map { (name: $0, edits: Self.edits(from: name, to: $0)) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    if best.edits <= max(2, best.name.count / 3) { return best.name }
    let words = Array(
      ("-" + name.prefix(64).lowercased().map { "_ (".contains($0) ? "-" : $0 } + "-").utf8)
    // By hand: the page's Swift has no search in texts.
    func mentions(_ known: String) -> Bool {
      let sought = Array("-\(known)-".utf8)
      return words.indices.contains { words[$0...].starts(with: sought) }
    }
    // A name of two letters, such as `he`, would be found in half of all sentences.
    return known.filter { $0.count > 2 && mentions($0) }.max { $0.count < $1.count }
  }

  public var description: String {
    if let formula { return formula.description }
    if let range {
      return "the number at the end of the \(kind) '\(name)' must be from "
        + "\(shortNumber(range.lowerBound)) to \(shortNumber(range.upperBound))"
    }
    let hint = suggestion.map { "; did you mean '\($0)'? The" } ?? "; the"
    return "there is no \(kind) '\(name)'\(hint) names are: \(known.joined(separator: ", "))."
  }

  /// The Levenshtein distance, over bounded prefixes so that absurd input costs nothing.
  package static func edits(from first: String, to second: String) -> Int {
    let a = Array(first.lowercased().prefix(64))
    let b = Array(second.prefix(64))
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
