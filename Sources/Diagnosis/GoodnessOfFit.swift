import Simulation

/// How well a law fits, by Kolmogorov and Smirnov's distance on the borders between stored numbers.
///
/// Numbers in few bits come in steps, and the plain test would reject any law for it: between the borders of one
/// stored number the data say nothing, so the distribution functions are compared at the borders only.
public struct GoodnessOfFit: Equatable, Sendable {
  /// The largest distance of the distribution functions.
  public let distance: Double
  /// The probability of a distance at least as large if the law is right (asymptotic, as ``KolmogorovSmirnov``).
  public let pValue: Double

  /// Compares numbers with a law of a fixed scale.
  ///
  /// - Parameters:
  ///   - values: finite numbers as they are stored, in any order.
  ///   - grid: the type that they are stored in.
  /// - Throws: ``StatisticsError`` for no numbers, or some that are not finite.
  public init(
    _ values: [Double], family: any LawFamily, scale: Double, grid: StorageGrid
  ) throws(StatisticsError) {
    let sorted = try Quantiles(of: values).sorted
    let n = Double(sorted.count)
    var (i, distance) = (0, 0.0)
    while i < sorted.count {
      let x = sorted[i]
      let before = i
      while i < sorted.count, sorted[i] == x { i += 1 }
      let (lower, upper) = grid.borders(x)
      distance = max(
        distance, (family.cumulative(lower, scale: scale) - Double(before) / n).magnitude,
        (family.cumulative(upper, scale: scale) - Double(i) / n).magnitude)
    }
    self.distance = distance
    pValue = KolmogorovSmirnov(distance: distance, samples: sorted.count).pValue
  }
}
