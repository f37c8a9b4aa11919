/// A name that a catalogue does not have.
public struct CatalogError: Error, Equatable, CustomStringConvertible {
  /// What was looked for: `activation`, `initialiser`.
  public var kind: String
  /// The name that was asked for.
  public var name: String
  /// The names there are.
  public var known: [String]

  /// Makes the error.
  public init(kind: String, name: String, known: [String]) {
    self.kind = kind
    self.name = name
    self.known = known
  }

  /// The known name with the fewest edits to the one asked for, if they are few.
  public var suggestion: String? {
    let ranked = known.map { (name: $0, edits: Self.edits(from: name, to: $0)) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits <= max(2, best.name.count / 3) ? best.name : nil
  }

  public var description: String {
    let hint = suggestion.map { "did you mean '\($0)'? " } ?? ""
    return "there is no \(kind) '\(name)'; \(hint)The names are: \(known.joined(separator: ", "))."
  }

  /// The Levenshtein distance, over bounded prefixes so that absurd input costs nothing.
  static func edits(from first: String, to second: String) -> Int {
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
