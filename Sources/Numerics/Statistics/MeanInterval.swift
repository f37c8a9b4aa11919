import Kernels

extension Estimate {
  /// The mean with Student's t interval: x̄ ± t₍ₙ₋₁₎ s/√n.
  ///
  /// Exact for normal samples, and good for any law once n is some tens, unless the tails are so
  /// heavy that s itself is meaningless; then average the logarithm (`geometricMean`).
  /// Throws below two samples or at a value that is not finite.
  public static func mean(
    of sample: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    try requireFinite(sample)
    let moments = CentralMoments(of: sample)
    return try mean(
      moments.mean, variance: moments.sampleVariance, samples: sample.count, confidence: confidence)
  }

  /// The same interval from a mean and an unbiased sample variance that were accumulated elsewhere.
  public static func mean(
    _ mean: Double, variance: Double, samples: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    if samples < 2 { throw .tooFewSamples(needed: 2, got: samples) }
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange(confidence) }
    let n = Double(samples)
    let t = StudentT(degreesOfFreedom: n - 1).quantile(0.5 + confidence / 2)
    let half = t * (variance / n).squareRoot()
    return Estimate(value: mean, low: mean - half, high: mean + half, samples: samples)
  }

  /// The geometric mean of a positive sample, with the t interval of its logarithms.
  ///
  /// The right average for products of many random factors: their logarithms are sums, hence nearly
  /// normal, while their plain mean is carried by rare huge values.
  public static func geometricMean(
    of sample: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    try requireFinite(sample)
    if let index = sample.firstIndex(where: { $0 <= 0 }) {
      throw .notPositive(index: index, value: sample[index])
    }
    return try geometricMean(ofLogarithms: sample.map(Double.log), confidence: confidence)
  }

  /// The geometric mean from natural logarithms, which may be of values too large for a `Double`;
  /// then the result is infinite, and `mean(of:)` of the logarithms is what to report.
  public static func geometricMean(
    ofLogarithms logarithms: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    let log = try mean(of: logarithms, confidence: confidence)
    return Estimate(
      value: Double.exp(log.value), low: Double.exp(log.low),
      high: Double.exp(log.high), samples: log.samples)
  }
}
