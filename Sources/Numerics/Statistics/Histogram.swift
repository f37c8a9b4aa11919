import Kernels

/// Counts in bins of equal width.
///
/// `densities` integrate to the share of the sample inside the range, so a probability density can
/// be drawn over them as it is.
public struct Histogram: Equatable, Sendable, Codable {
  /// The left end of the first bin.
  public let low: Double
  /// The right end of the last bin, which belongs to that bin.
  public let high: Double
  /// One count for each bin.
  public let counts: [Int]
  /// How many samples lay below `low`.
  public let below: Int
  /// How many samples lay above `high`.
  public let above: Int

  /// Counts a sample in `bins` bins on [low, high]; throws at NaN or an empty range.
  ///
  /// Infinite values count as below or above.
  public init(
    of sample: [Double], low: Double, high: Double, bins: Int
  ) throws(StatisticsError) {
    guard bins > 0, low < high, (high - low).isFinite else {
      throw .badBins(low: low, high: high, count: bins)
    }
    var counts = [Int](repeating: 0, count: bins)
    var (below, above) = (0, 0)
    let scale = Double(bins) / (high - low)
    for (index, x) in sample.enumerated() {
      if x.isNaN { throw .notFinite(index: index) }
      if x < low {
        below += 1
      } else if x > high {
        above += 1
      } else {
        counts[Swift.min(Int((x - low) * scale), bins - 1)] += 1
      }
    }
    self.low = low
    self.high = high
    self.counts = counts
    self.below = below
    self.above = above
  }

  /// A histogram whose counts were made elsewhere.
  package init(low: Double, high: Double, counts: [Int], below: Int, above: Int) {
    self.low = low
    self.high = high
    self.counts = counts
    self.below = below
    self.above = above
  }

  /// Chooses range and bins from the sample: all of it, in bins 2·IQR/n^⅓ wide (Freedman and
  /// Diaconis 1981), at least 5 and at most `maximumBins`.
  public init(of sample: [Double], maximumBins: Int = 200) throws(StatisticsError) {
    let quantiles = try Quantiles(of: sample)
    let first = quantiles.sorted[0]
    let last = quantiles.sorted[quantiles.sorted.count - 1]
    if first == last {
      // A constant sample: one unit-wide bin around it, or wider where a unit is below its last bit.
      let half = Swift.max(0.5, first.magnitude * 1e-9)
      try self.init(of: sample, low: first - half, high: first + half, bins: 1)
      return
    }
    let spread = quantiles.value(at: 0.75) - quantiles.value(at: 0.25)
    let width = 2 * spread / Double.power(Double(sample.count), 1.0 / 3)
    let ideal = width > 0 ? ((last - first) / width).rounded(.up) : Double(maximumBins)
    let bins = Int(Swift.min(Swift.max(ideal, 5), Double(Swift.max(5, maximumBins))))
    try self.init(of: sample, low: first, high: last, bins: bins)
  }

  /// The width of a bin.
  public var binWidth: Double { (high - low) / Double(counts.count) }

  /// The `counts.count + 1` edges.
  public var edges: [Double] {
    (0...counts.count).map { $0 == counts.count ? high : low + Double($0) * binWidth }
  }

  /// The whole sample size, with what lay outside the range.
  public var total: Int { counts.reduce(below + above, +) }

  /// count/(total · bin width) of each bin.
  public var densities: [Double] {
    let scale = 1 / (Double(Swift.max(total, 1)) * binWidth)
    return counts.map { Double($0) * scale }
  }
}
