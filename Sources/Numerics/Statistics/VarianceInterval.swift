import Kernels

extension Estimate {
  /// The unbiased sample variance with an interval that holds for any law with a fourth moment.
  ///
  /// ln s² is nearly normal with variance (κ − (n−3)/(n−1))/n, κ the kurtosis; the interval is
  /// s² exp(± z √that) (after Bonett 2006, *Computational Statistics & Data Analysis* 50:775). The
  /// χ² interval (`normalVariance`) is exact for normal samples and wrong for all others.
  public static func variance(
    of sample: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    if sample.count < 4 { throw .tooFewSamples(needed: 4, got: sample.count) }
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange(confidence) }
    try requireFinite(sample)
    let moments = CentralMoments(of: sample)
    let n = Double(sample.count)
    let spread = Swift.max(0, (moments.kurtosis - (n - 3) / (n - 1)) / n)
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let factor = Double.exp(z * spread.squareRoot())
    let value = moments.sampleVariance
    return Estimate(value: value, low: value / factor, high: value * factor, samples: sample.count)
  }

  /// The sample variance of a *normal* sample: (n−1)s²/σ² is χ² with n − 1 degrees of freedom.
  public static func normalVariance(
    of sample: [Double], confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    if sample.count < 2 { throw .tooFewSamples(needed: 2, got: sample.count) }
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange(confidence) }
    try requireFinite(sample)
    let moments = CentralMoments(of: sample)
    let law = ChiSquared(degreesOfFreedom: Double(sample.count - 1))
    return Estimate(
      value: moments.sampleVariance,
      low: moments.sum2 / law.quantile(0.5 + confidence / 2),
      high: moments.sum2 / law.quantile(0.5 - confidence / 2), samples: sample.count)
  }
}
