/// Rows of a matrix that repeat others number for number, zero rows aside.
public struct RepeatedLines: Equatable, Sendable {
  /// The repeats, each with the first row that it repeats.
  public let pairs: [Pair]
  /// The distance of all repeats to what they repeat, if there is one: two shards of one seed lie half the rows apart.
  public let period: Int?

  /// A row and the first that it equals.
  public struct Pair: Hashable, Sendable {
    /// The earlier row.
    public let first: Int
    /// The later one.
    public let second: Int
  }

  /// Finds repeats; rows of one or two numbers repeat by chance and are not asked.
  package init?(_ lines: LineSums, values: [Float]) {
    let (m, n) = (lines.view.rows, lines.view.columns)
    guard n > 2, m > 1 else { return nil }
    // Sorted instead of hashed again: the order of equal keys is that of rows.
    let order = (0..<m).filter { lines.rowSquares[$0] > 0 && lines.rowSquares[$0].isFinite }
      .sorted { (lines.rowHashes[$0], $0) < (lines.rowHashes[$1], $1) }
    var pairs: [Pair] = []
    var start = 0
    for i in order.indices.dropFirst() {
      if lines.rowHashes[order[i]] != lines.rowHashes[order[start]] {
        start = i
        continue
      }
      let (a, b) = (order[start], order[i])
      if (0..<n).allSatisfy({ values[a * n + $0] == values[b * n + $0] }) {
        pairs.append(Pair(first: a, second: b))
      }
    }
    guard !pairs.isEmpty else { return nil }
    self.pairs = pairs.sorted { $0.second < $1.second }
    let distances = Set(pairs.map { $0.second - $0.first })
    period = distances.count == 1 && pairs.count > 1 ? distances.first : nil
  }
}
