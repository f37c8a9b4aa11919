import Simulation

/// The law of a logarithm over networks: measured, exact, and log-normal.
struct SpreadSummary: Encodable {
  struct Theory: Encodable {
    /// Of finite networks, given that they are alive.
    let mean: Double
    let variance: Double
    let deadProbability: Double
    /// Of the limit of wide layers.
    let logNormalMean: Double
    let logNormalVariance: Double
  }

  struct Quantile: Encodable {
    let level: Double
    let value: Double
    let exact: Double?
    let logNormal: Double?
  }

  static let levels = [0.025, 0.25, 0.5, 0.75, 0.975]

  let mean: Estimate
  let variance: Estimate
  let quantiles: [Quantile]
  let dead: Int
  let theory: Theory?

  /// Summarises a sample, in which −∞ stands for a dead network.
  init(
    _ sample: [Double], kind: FiniteWidthLaw.Nonlinearity?, widths: [Int], variances: [Double]
  ) throws {
    let alive = sample.filter(\.isFinite)
    dead = sample.count - alive.count
    mean = try .mean(of: alive)
    variance = try .variance(of: alive)
    let measured = try Quantiles(of: alive)
    var density: FiniteWidthDensity?
    if let kind {
      let law = try FiniteWidthLaw(kind, widths: widths, weightVariances: variances)
      density = try FiniteWidthDensity(kind, widths: widths, weightVariances: variances)
      // The mean of the quotient itself is exact at every width; β spreads around it.
      theory = Theory(
        mean: law.logMean, variance: law.logVariance, deadProbability: law.deadProbability,
        logNormalMean: law.meanLogarithm - 0.5 * law.asymptoticVariance,
        logNormalVariance: law.asymptoticVariance)
    } else {
      theory = nil
    }
    quantiles = Self.levels.map { [theory] level in
      Quantile(
        level: level, value: measured.value(at: level),
        exact: density?.quantile(level),
        logNormal: theory.map {
          $0.logNormalMean
            + $0.logNormalVariance.squareRoot() * NormalDistribution.quantile(level)
        })
    }
  }
}
