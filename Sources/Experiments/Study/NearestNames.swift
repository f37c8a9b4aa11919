/// The names most like a mistyped one, best first; empty when none is close.
///
/// Close means: an edit distance of at most a third of the longer name.
public func nearestNames(to name: String, in names: [String], limit: Int = 3) -> [String] {
  let ranked = names.map { (name: $0, distance: editDistance(name, $0)) }
    .filter { 3 * $0.distance <= max($0.name.count, name.count) }
    .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
  return ranked.prefix(limit).map(\.name)
}

/// The Levenshtein distance: insertions, deletions and substitutions that turn one into the other.
private func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b.prefix(200))
  var row = Array(0...b.count)
  for (i, x) in a.prefix(200).enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let substitution = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
