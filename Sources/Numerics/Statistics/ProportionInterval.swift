extension Estimate {
  /// A proportion with Wilson's score interval, which stays inside [0, 1] and has a positive length
  /// even at 0 or n successes (Wilson 1927).
  public static func proportion(
    successes: Int, trials: Int, confidence: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    if trials < 1 { throw .tooFewSamples(needed: 1, got: trials) }
    guard successes >= 0, successes <= trials else {
      throw .impossibleCount(successes: successes, trials: trials)
    }
    guard confidence > 0, confidence < 1 else { throw .levelOutOfRange(confidence) }
    let n = Double(trials)
    let p = Double(successes) / n
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let z2 = z * z / n
    let center = (p + z2 / 2) / (1 + z2)
    let half = (z2 * (p * (1 - p) + z2 / 4)).squareRoot() / (1 + z2)
    // At the ends the interval touches 0 or 1 exactly; rounding must not push it outside.
    return Estimate(
      value: p, low: successes == 0 ? 0 : Swift.max(0, center - half),
      high: successes == trials ? 1 : Swift.min(1, center + half), samples: trials)
  }
}
