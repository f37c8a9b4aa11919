import Kernels

extension Estimate {
  /// The median with its distribution-free interval between two order statistics.
  public static func median(
    of sample: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    try quantile(0.5, of: sample, confidence: confidence)
  }

  /// The p-quantile (type 7) with its distribution-free interval between two order statistics.
  ///
  /// The number of samples below the true quantile is Binomial(n, p), whatever the law. With r the
  /// largest rank for which P(B < r) ≤ α/2 and s the smallest for which P(B ≥ s) ≤ α/2, the order
  /// statistics x₍ᵣ₎ … x₍ₛ₎ (counted from 1) cover the quantile with probability ≥ 1 − α (David and Nagaraja,
  /// *Order Statistics*, 7.1). Throws if n is too small for both ends to exist: 6 for the median.
  public static func quantile(
    _ p: Double, of sample: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    guard p > 0, p < 1 else { throw .levelOutOfRange(p) }
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange(confidence) }
    let needed = smallestSample(quantile: p, confidence: confidence)
    if sample.count < needed { throw .tooFewSamples(needed: needed, got: sample.count) }
    let quantiles = try Quantiles(of: sample)
    let (lower, upper) = ranks(quantile: p, samples: sample.count, confidence: confidence)
    return Estimate(
      value: quantiles.value(at: p), low: quantiles.sorted[lower - 1],
      high: quantiles.sorted[upper - 1], samples: sample.count)
  }

  /// The ranks r and s, counted from 1.
  static func ranks(quantile p: Double, samples n: Int, confidence: Double) -> (Int, Int) {
    let binomial = Binomial(trials: n, probability: p)
    let tail = (1 - confidence) / 2
    let lower = partition(1, n + 1) { binomial.cumulative($0 - 1) > tail } - 1
    let upper = partition(1, n + 1) { 1 - binomial.cumulative($0 - 1) <= tail }
    return (Swift.max(lower, 1), Swift.min(upper, n))
  }

  /// The n from which P(B < 1) = (1−p)ⁿ and P(B ≥ n) = pⁿ both fit into a tail.
  private static func smallestSample(quantile p: Double, confidence: Double) -> Int {
    let tail = Double.log((1 - confidence) / 2)
    let rarer = Swift.max(Double.log(p), Double.logOnePlus(-p))
    return Int((tail / rarer).rounded(.up))
  }

  /// The first integer in low..<high that satisfies a condition which, once true, stays true.
  private static func partition(_ low: Int, _ high: Int, _ condition: (Int) -> Bool) -> Int {
    var (a, b) = (low, high)
    while a < b {
      let middle = a + (b - a) / 2
      if condition(middle) { b = middle } else { a = middle + 1 }
    }
    return a
  }
}
