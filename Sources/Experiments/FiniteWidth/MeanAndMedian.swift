import Simulation
import Study

/// What an average over networks hides from a person who trains one.
///
/// He's ReLU networks: the mean of the gradient's mean square stays at 1 by construction; the median network falls,
/// and the kurtosis of a gradient component grows without bound.
public struct MeanAndMedian: Experiment {
  /// The networks, by how many layers the gradient has passed.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// How many networks there are.
    public var networks: Int
    /// One for each number of layers passed, ascending; all are of the same networks.
    public var points: [Point]
  }

  /// After so many layers.
  public struct Point: Codable, Equatable, Sendable {
    /// How many layers the gradient has passed.
    public var layers: Int
    /// log₁₀ of the median over networks of r, |δ|² over that in the last layer.
    public var median: Estimate
    /// The same by the exact law.
    public var medianTheory: Double
    /// log₁₀ of the mean over the networks, as one computes it.
    public var mean: Double
    /// log₁₀ of the 2.5 % quantile of r over networks.
    public var low: Double
    /// log₁₀ of the 97.5 % quantile of r over networks.
    public var high: Double
    /// log₁₀ of E r²/(E r)² over the networks: a third of the kurtosis.
    public var moments: Double
    /// The same by theory, (1 + 5/n)^layers.
    public var momentsTheory: Double
    /// The share of networks with r above its mean 1, with Wilson's interval.
    public var above: Estimate
    /// The same share by the exact law.
    public var aboveTheory: Double
  }

  static let shown = [1, 2, 5, 10, 20, 30, 40, 60, 80, 100]

  public let id = "mean-and-median"
  public let chartIDs = ["mean-and-median"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(64), shown: Self.shown.filter { $0 <= 2 * study.depth },
      networks: study.count(quick: 200, standard: 1000, thorough: 10_000), seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, shown: [Int], networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    let depth = (shown.last ?? 1) + 1
    let result = try await propagate(
      PropagationRequest(
        width: width, depth: depth, activation: ReLU(), initializer: HeNormal(),
        trials: networks, keepsTrials: true, seed: seed, jobs: jobs))
    guard let gradient = result.networks?.gradient else {
      return Outcome(width: width, networks: networks, points: [])
    }
    let ln10 = DecimalLogarithm.ln10
    let points = try shown.map { layers -> Point in
      let logs = zip(gradient[depth - 1 - layers], gradient[depth - 1]).map { $0 - $1 }
      let quantiles = try Quantiles(of: logs)
      let values = logs.map { Elementary.exp($0) }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      let widths = Array(repeating: width, count: layers)
      let variances = Array(repeating: 2 / Double(width), count: layers)
      let law = try FiniteWidthLaw(.relu, widths: widths, weightVariances: variances)
      let density = try FiniteWidthDensity(.relu, widths: widths, weightVariances: variances)
      return Point(
        layers: layers, median: try Estimate.median(of: logs).map { $0 / ln10 },
        medianTheory: density.quantile(0.5) / ln10, mean: Elementary.log10(mean),
        low: quantiles.value(at: 0.025) / ln10, high: quantiles.value(at: 0.975) / ln10,
        moments: Elementary.log10(square / (mean * mean)),
        momentsTheory: Elementary.log10(law.momentRatio),
        above: try .proportion(successes: logs.count { $0 > 0 }, trials: logs.count),
        aboveTheory: 1 - density.cumulative(at: 0))
    }
    return Outcome(width: width, networks: networks, points: points)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    guard let last = outcome.points.last else { return [] }
    let power = { (x: Double) in Elementary.power10(x) }
    return [
      Fact("median-networks", outcome.networks), Fact("median-width", outcome.width),
      Fact("median-layers", last.layers),
      Fact("median-end", last.median.map(power), .significant(2)),
      Fact("median-end-theory", power(last.medianTheory), .significant(2)),
      Fact("median-mean", power(last.mean), .significant(2)),
      Fact("median-low", last.low, .powerOfTen(1)),
      Fact("median-high", power(last.high), .significant(2)),
      Fact("median-kurtosis", 3 * power(last.moments), .significant(2)),
      Fact("median-kurtosis-theory", 3 * power(last.momentsTheory), .significant(2)),
      Fact("median-above", last.above, .percent(0)),
      Fact("median-above-theory", last.aboveTheory, .percent(0)),
    ]
  }

  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    // All depths are the same networks: the deepest.
    outcome.points.suffix(1).map { point in
      TheoryCheck(
        "gradient-median", Fact("layers", point.layers), measured: point.median,
        theory: point.medianTheory)
    }
  }
}
