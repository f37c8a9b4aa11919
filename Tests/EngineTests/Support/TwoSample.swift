import Numerics

/// Two samples of vectors, compared by Kolmogorov–Smirnov tests on marginals and on projections.
///
/// Marginals alone miss what belongs together; linear and quadratic functions of all entries, each divided
/// by its root mean square, see the joint law. Two samples of n of one law have
/// P(D > d) ≤ 2 exp(−n d²) for each function (Smirnov 1939), so that one of N functions exceeds
/// √(ln(2N/α)/n) with a probability of at most α.
struct TwoSample {
  /// The probability of a false alarm over a whole comparison.
  static let alpha = 1e-5

  private(set) var worst = 0.0
  private(set) var comparisons = 0
  let trials: Int

  /// Each sample is trials × entries, of the same entries in both.
  init(_ first: [[Double]], _ second: [[Double]], projections: Int = 60, seed: UInt64 = 5) {
    precondition(first.count == second.count && first[0].count == second[0].count)
    trials = first.count
    let entries = first[0].count
    let sizes = (0..<entries).map { entry in
      (first.reduce(0) { $0 + $1[entry] * $1[entry] } / Double(first.count)).squareRoot()
    }
    func scaled(_ sample: [[Double]]) -> [[Double]] {
      sample.map { row in zip(row, sizes).map { $1 > 0 ? $0 / $1 : $0 } }
    }
    let (a, b) = (scaled(first), scaled(second))
    for entry in 0..<entries { compare(a.map { $0[entry] }, b.map { $0[entry] }) }
    for index in 0..<projections {
      var random = SeedTree(seed: seed).child(index).source()
      let u = (0..<entries).map { _ in random.normal() }
      let w = (0..<entries).map { _ in random.normal() }
      func project(_ row: [Double]) -> Double {
        var (x, y) = (0.0, 0.0)
        for i in 0..<entries {
          x += u[i] * row[i]
          y += w[i] * row[i]
        }
        // Linear, quadratic of rank one and of rank two, in turn.
        return index % 3 == 0 ? x : index % 3 == 1 ? x * x : x * y
      }
      compare(a.map(project), b.map(project))
    }
  }

  /// The largest distance that one law gives.
  var bound: Double {
    (Double.log(2 * Double(comparisons) / Self.alpha) / Double(trials)).squareRoot()
  }

  private mutating func compare(_ first: [Double], _ second: [Double]) {
    comparisons += 1
    // What rounding makes of a constant, such as an isometry's lengths, is no difference in law.
    let a = first.map { ($0 * 1e9).rounded() }
    let b = second.map { ($0 * 1e9).rounded() }
    guard let test = try? KolmogorovSmirnov(a, b) else {
      worst = .infinity
      return
    }
    worst = max(worst, test.distance)
  }
}
