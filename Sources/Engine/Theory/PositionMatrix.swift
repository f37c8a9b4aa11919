/// A number for each position and, where they are known, for any two positions: a symmetric matrix.
public struct PositionMatrix: Sendable, Equatable {
  /// Beyond so many positions pairs are not followed: they cost their square in each stage.
  static let mostPairs = 64

  /// The numbers of single positions.
  public private(set) var diagonal: [Double]
  /// All numbers, row by row, diagonal and all; `nil` where those of two positions are not known.
  public private(set) var pairs: [Double]?

  /// Single positions, about whose pairs nothing is known.
  init(diagonal: [Double]) { self.diagonal = diagonal }

  /// The same number at all positions, and one for all pairs, which may not be known.
  init(count: Int, diagonal: Double, pair: Double?) {
    self.diagonal = Array(repeating: diagonal, count: count)
    guard let pair, count <= Self.mostPairs else { return }
    var all = Array(repeating: pair, count: count * count)
    for t in 0..<count { all[t * count + t] = diagonal }
    pairs = all
  }

  /// A whole matrix.
  init(pairs: [Double], count: Int) {
    diagonal = (0..<count).map { pairs[$0 * count + $0] }
    self.pairs = pairs
  }

  /// How many positions.
  public var count: Int { diagonal.count }

  /// The mean over positions.
  var mean: Double { diagonal.reduce(0, +) / Double(count) }

  /// Each number by a rule that knows its two positions; `nil` from it forgets what is not known then.
  func map(_ body: (Int, Int, Double) -> Double?) -> PositionMatrix? {
    var result = self
    for t in 0..<count {
      guard let value = body(t, t, diagonal[t]) else { return nil }
      result.diagonal[t] = value
    }
    guard var all = pairs else { return result }
    for t in 0..<count {
      all[t * count + t] = result.diagonal[t]
      for u in 0..<t {
        guard let value = body(t, u, all[t * count + u]) else {
          result.pairs = nil
          return result
        }
        all[t * count + u] = value
        all[u * count + t] = value
      }
    }
    result.pairs = all
    return result
  }

  /// a x + b y, number by number.
  func sum(times a: Double, _ other: PositionMatrix, times b: Double) -> PositionMatrix {
    var result = PositionMatrix(
      diagonal: zip(diagonal, other.diagonal).map { a * $0 + b * $1 })
    if let pairs, let beside = other.pairs {
      result.pairs = zip(pairs, beside).map { a * $0 + b * $1 }
    }
    return result
  }

  /// A M Aᵀ for a matrix that makes `rows` positions of these; without pairs nothing is known of it.
  func carried(by a: [Double], rows: Int) -> PositionMatrix? {
    guard let pairs else { return nil }
    var half = Array(repeating: 0.0, count: rows * count)
    for i in 0..<rows {
      for t in 0..<count where a[i * count + t] != 0 {
        for u in 0..<count { half[i * count + u] += a[i * count + t] * pairs[t * count + u] }
      }
    }
    var all = Array(repeating: 0.0, count: rows * rows)
    for i in 0..<rows {
      for j in 0..<rows {
        var sum = 0.0
        for u in 0..<count { sum += half[i * count + u] * a[j * count + u] }
        all[i * rows + j] = sum
      }
    }
    return PositionMatrix(pairs: all, count: rows)
  }

  /// Σ M ∘ N over all positions and pairs; `nil` where pairs that count are not known.
  func inner(_ other: PositionMatrix) -> Double? {
    guard let pairs, let beside = other.pairs else { return nil }
    return zip(pairs, beside).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// L with L Lᵀ = M for a matrix without negative eigenvalues; directions of length zero are left out.
  func root() -> [Double]? {
    guard let pairs else { return nil }
    var root = Array(repeating: 0.0, count: count * count)
    for j in 0..<count {
      var left = pairs[j * count + j]
      for k in 0..<j { left -= root[j * count + k] * root[j * count + k] }
      guard left > 1e-12 * pairs[j * count + j] else { continue }
      let pivot = left.squareRoot()
      root[j * count + j] = pivot
      for i in (j + 1)..<max(j + 1, count) {
        var sum = pairs[i * count + j]
        for k in 0..<j { sum -= root[i * count + k] * root[j * count + k] }
        root[i * count + j] = sum / pivot
      }
    }
    return root
  }
}
