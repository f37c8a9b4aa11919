import Simulation
import Study

/// Compares the logarithm of a product's norm with the normal law that theory gives.
public struct ProductLogNorm: Experiment {
  /// The law of ln ‖·‖₂ over products.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n of the n × n matrices.
    public var size: Int
    /// How many matrices each product has.
    public var matrices: Int
    /// ln ‖·‖₂ of the products.
    public var histogram: Histogram
    /// The mean of ln ‖·‖₂ over products.
    public var mean: Estimate
    /// The variance of ln ‖·‖₂ over products.
    public var variance: Estimate
    /// The median of ln ‖·‖₂ over products.
    public var median: Estimate
  }

  public let id = "product-log-norm"
  public let chartIDs = ["product-log-norm"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      size: 4, matrices: 100, trials: study.count(quick: 2000, standard: 10_000, thorough: 100_000),
      seed: seed, jobs: jobs)
  }

  static func simulate(size: Int, matrices: Int, trials: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    let result = try await sampleGaussianProducts(
      GaussianProductRequest(
        size: size, steps: matrices, trials: trials, trackedTrials: 0, keptRuns: 0, seed: seed,
        jobs: jobs))
    return Outcome(
      size: size, matrices: matrices, histogram: result.histogram, mean: result.logNorm,
      variance: result.logNormVariance,
      median: result.logNormMedian ?? result.logNorm)
  }

  /// Newman's law for an outcome's products.
  package struct Law {
    package let mean: Double
    package let variance: Double
    /// ln of the root mean square of the Frobenius norm: E‖·‖² = n² nᵗ⁻¹.
    package let logRMS: Double

    package init(_ outcome: Outcome) throws(TheoryError) {
      let exponents = try LyapunovExponents(size: outcome.size)
      mean = exponents.logNormMean(steps: outcome.matrices)
      variance = exponents.logNormVariance(steps: outcome.matrices)
      logRMS = Double(outcome.matrices + 1) / 2 * Double(outcome.size).logarithm
    }

    package var deviation: Double { variance.squareRoot() }

    /// The share of products above the root mean square.
    package var shareAboveRMS: Double { NormalDistribution.cumulative((mean - logRMS) / deviation) }

    package func density(_ x: Double) -> Double {
      NormalDistribution.density((x - mean) / deviation) / deviation
    }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    guard let law = try? Law(outcome) else { return [] }
    let deviation = outcome.variance.map { $0.squareRoot() }
    let errors =
      1.96 * abs(law.variance - outcome.variance.value) / outcome.variance.halfWidth
    return [
      Fact("log-norm-matrices", outcome.matrices),
      Fact("log-norm-mean", outcome.mean, .fixed(2)),
      Fact("log-norm-mean-theory", law.mean, .fixed(2)),
      Fact("log-norm-deviation", deviation, .fixed(2)),
      Fact("log-norm-deviation-theory", law.deviation, .fixed(2)),
      Fact("log-norm-typical", DecimalLogarithm.ofExponential(outcome.mean.value), .powerOfTen(1)),
      Fact("log-norm-rms", DecimalLogarithm.ofExponential(law.logRMS), .powerOfTen(1)),
      Fact("log-norm-one-in", (1 / law.shareAboveRMS / 10).rounded() * 10, .count),
      // How far outside its interval theory lies, and how often chance puts it there.
      Fact("log-norm-surprise", text: outcome.variance.contains(law.variance) ? "" : "yes"),
      Fact("log-norm-errors", errors, .fixed(1)),
      Fact(
        "log-norm-one-seed-in", (0.5 / NormalDistribution.cumulative(-errors)).rounded(), .count),
      Fact(
        "log-norm-factor-one-sigma", Elementary.exp(law.deviation), .significant(2)),
    ]
  }
}
