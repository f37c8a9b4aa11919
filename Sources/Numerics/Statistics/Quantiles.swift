/// Quantiles of a sample, by linear interpolation of the order statistics.
///
/// This is type 7 of Hyndman and Fan (1996), the default of R, NumPy and Julia: the p-quantile of
/// sorted x₀ … x₍ₙ₋₁₎ is x at the fractional index (n − 1)p.
public struct Quantiles: Sendable {
  /// The sample in increasing order; never empty, always finite.
  public let sorted: [Double]

  /// Sorts a sample, in O(n log n); throws if it is empty or holds a value that is not finite.
  public init(of sample: [Double]) throws(StatisticsError) {
    if sample.isEmpty { throw .tooFewSamples(needed: 1, got: 0) }
    try requireFinite(sample)
    sorted = sample.sorted()
  }

  /// The p-quantile; p is clamped to [0, 1].
  public func value(at p: Double) -> Double {
    let position = Swift.min(Swift.max(p, 0), 1) * Double(sorted.count - 1)
    let index = Int(position)
    if index + 1 >= sorted.count { return sorted[sorted.count - 1] }
    let fraction = position - Double(index)
    let low = sorted[index]
    return low + fraction * (sorted[index + 1] - low)
  }

  /// The median.
  public var median: Double { value(at: 0.5) }
}

/// Throws at the first NaN or infinity.
func requireFinite(_ sample: [Double]) throws(StatisticsError) {
  if let index = sample.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
}
