import ArgumentParser
import Publishing
import Simulation

/// `report product`: how fast products of random matrices grow.
struct Product: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How the norm of a product of random matrices grows.",
    discussion: """
      Multiplies --steps independent square matrices of normal entries, --trials times, and prints \
      the mean, the standard deviation and quantiles of the natural logarithm of the product's \
      spectral norm (largest singular value), beside theory:

        mean                λ₁ steps + ½(ψ(n/2) − ψ(½)),  λ₁ = ln s + ½(ln 2 + ψ(n/2))
        standardDeviation   √(¼[(steps + 1) ψ'(n/2) − ψ'(½)])

      which holds for long products: steps at least 5/(λ₁ − λ₂), about 10 n. Below that theory is \
      null. No number of steps overflows.

      EXAMPLES
        report product --size 4 --steps 100 --trials 10000
        report product --size 4 --steps 100 --chart norms.svg
        report product --size 16 --steps 200 --trials 1000 --entry-deviation 0.25 --json

      LIMITS
        size 1 … 512, steps 1 … 1000000, trials 2 … 10000000, trials · steps · size³ at most 1e14.
      """)

  @Option(parsing: .unconditional, help: "The number n of rows and columns.")
  var size = 4

  @Option(parsing: .unconditional, help: "The number of factors.")
  var steps = 100

  @Option(parsing: .unconditional, help: "How many products.")
  var trials = 10_000

  @Option(parsing: .unconditional, help: "The standard deviation s of one entry.")
  var entryDeviation = 1.0

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  private var request: GaussianProductRequest {
    GaussianProductRequest(
      size: size, steps: steps, trials: trials, trackedTrials: 0, keptRuns: 0,
      entryDeviation: entryDeviation,
      seed: SeedTree(seed: sampling.seed).child("product"), jobs: sampling.jobs)
  }

  func validate() throws {
    do {
      try request.validate()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  private struct Result: Encodable {
    let size: Int
    let steps: Int
    let trials: Int
    let entryDeviation: Double
    let seed: UInt64
    let mean: Double
    let meanInterval: Estimate
    let standardDeviation: Double
    let quantiles: [Quantile]
    let largestEntryMean: Double
    let theory: GaussianProductResult.Theory
  }

  private struct Quantile: Encodable {
    let level: Double
    let value: Double
  }

  func run() async throws {
    try await Console.reportingErrors {
      let request = request
      let sample = try await sampleGaussianProducts(request)
      let result = Result(
        size: size, steps: steps, trials: trials, entryDeviation: entryDeviation,
        seed: sampling.seed, mean: sample.logNorm.value, meanInterval: sample.logNorm,
        standardDeviation: sample.logNormVariance.value.squareRoot(),
        quantiles: zip(GaussianProductResult.levels, sample.logNormQuantiles).map(Quantile.init),
        largestEntryMean: sample.logLargestEntry.value, theory: sample.theory)
      try chart.write(try ProductChart.chart(sample, seed: sampling.seed))
      try output.print(result, Self.table(result))
    }
  }

  private static func table(_ result: Result) -> InstrumentTable {
    var rows: [[InstrumentTable.Cell]] = [
      [.text("mean"), .number(result.mean), .init(result.theory.mean)],
      [
        .text("standardDeviation"), .number(result.standardDeviation),
        .init(result.theory.standardDeviation),
      ],
    ]
    for quantile in result.quantiles {
      var normal: Double?
      if let mean = result.theory.mean, let deviation = result.theory.standardDeviation {
        normal = mean + deviation * NormalDistribution.quantile(quantile.level)
      }
      rows.append([
        .text("quantile \(quantile.level)"), .number(quantile.value), .init(normal),
      ])
    }
    return InstrumentTable(
      columns: ["ln of the spectral norm", "measured", "theory"], rows: rows,
      notes: [
        "\(result.trials) products of \(result.steps) matrices, \(result.size) × \(result.size);"
          + " 95 % interval of the mean \(result.meanInterval.low) … \(result.meanInterval.high)."
      ])
  }
}
