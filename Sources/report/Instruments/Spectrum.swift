import ArgumentParser
import Publishing
import Simulation

/// `report spectrum`: the singular values of one layer at the start.
struct Spectrum: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The singular values of a layer's weights at the start.",
    discussion: """
      Draws weight matrices of --rows inputs and --columns outputs and prints the quantiles of all \
      singular values, the largest, the smallest and the condition number, beside random-matrix \
      theory: the law of Marchenko and Pastur with its edges s|√rows ± √columns| (Bai and Yin), and \
      for the largest the mean of Tracy and Widom's law, which lies below the edge. largest and \
      smallest are means over matrices, conditionNumber is the median (a square matrix's has no \
      mean; below six matrices a median has no 95 % interval). The Kolmogorov distance compares all squared singular \
      values with Marchenko and Pastur.

      Normal rules are drawn exactly through a bidiagonal matrix of χ variables, without the matrix; \
      other rules are drawn and decomposed.

      EXAMPLES
        report spectrum --rows 256 --columns 64 --init xavier-normal
        report spectrum --rows 1000 --columns 250 --chart spectrum.svg
        report spectrum --rows 1000 --columns 500 --init xavier-uniform --trials 20 --json

      LIMITS
        rows, columns 1 … 100000, trials 2 … 100000; at most 1 GB for one dense matrix or for the \
        pooled values, and 2e13 operations.

      STARTS
        \(CatalogHelp.initializers)
      """)

  @Option(parsing: .unconditional, help: "The number of inputs, fan-in.")
  var rows: Int

  @Option(parsing: .unconditional, help: "The number of outputs, fan-out.")
  var columns: Int

  @Option(
    name: .customLong("init"), help: "The initialiser's name, such as xavier-normal.",
    completion: .list(InitializerCatalog.names))
  var initializer = "xavier-normal"

  @Option(parsing: .unconditional, help: "How many matrices.")
  var trials = 10

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  private func request(_ initializer: any WeightInitializer) -> SpectrumRequest {
    SpectrumRequest(
      rows: rows, columns: columns, initializer: initializer, trials: trials,
      seed: SeedTree(seed: sampling.seed).child("spectrum"), jobs: sampling.jobs)
  }

  func validate() throws {
    // An unknown name is reported by `run`, with the names there are.
    guard let rule = try? InitializerCatalog.initializer(named: initializer) else { return }
    do {
      try request(rule).validate()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() async throws {
    try await Console.reportingErrors {
      let rule = try InitializerCatalog.initializer(named: initializer)
      let result = try await sampleSpectrum(request(rule))
      try chart.write(try SpectrumChart.chart(result, seed: sampling.seed))
      let largest =
        result.theory == nil
        ? nil
        : try ExtremeSingularValues(
          rows: rows, columns: columns, entryVariance: result.entryVariance
        ).largestMean
      try output.print(
        Printed(result: result, largestMean: largest), Self.table(result, largestMean: largest))
    }
  }

  /// The result as JSON: with Tracy and Widom's mean, and null where an interval has no end.
  private struct Printed: Encodable {
    let result: SpectrumResult
    let largestMean: Double?

    enum CodingKeys: CodingKey {
      case rows, columns, initializer, entryVariance, trials, sampler, largest, smallest
      case conditionNumber, mean, quantiles, eigenvalueHistogram, marchenkoPasturDistance, theory
      case largestMeanTheory
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(result.rows, forKey: .rows)
      try container.encode(result.columns, forKey: .columns)
      try container.encode(result.initializer, forKey: .initializer)
      try container.encode(result.entryVariance, forKey: .entryVariance)
      try container.encode(result.trials, forKey: .trials)
      try container.encode(result.sampler, forKey: .sampler)
      try container.encode(result.largest, forKey: .largest)
      try container.encode(result.smallest, forKey: .smallest)
      try container.encode(
        result.conditionNumber.map(PropagationReport.FiniteEstimate.init),
        forKey: .conditionNumber)
      try container.encode(result.mean, forKey: .mean)
      try container.encode(result.quantiles, forKey: .quantiles)
      try container.encode(result.eigenvalueHistogram, forKey: .eigenvalueHistogram)
      try container.encode(result.marchenkoPasturDistance, forKey: .marchenkoPasturDistance)
      try container.encode(result.theory, forKey: .theory)
      try container.encode(largestMean, forKey: .largestMeanTheory)
    }
  }

  private static func table(_ result: SpectrumResult, largestMean: Double?) -> InstrumentTable {
    func row(_ name: String, _ estimate: Estimate?, _ theory: Double?) -> [InstrumentTable.Cell] {
      // Half an interval is none.
      let interval = estimate.flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
      return [
        .text(name), .init(estimate?.value), .init(interval?.low), .init(interval?.high),
        .init(theory),
      ]
    }
    var rows = [
      row("largest", result.largest, largestMean),
      row("smallest", result.smallest, result.theory?.lowerEdge),
      row("conditionNumber", result.conditionNumber, result.theory?.conditionNumber),
      row("mean", result.mean, result.theory?.mean),
    ]
    for (index, level) in SpectrumResult.levels.enumerated() {
      rows.append([
        .text("quantile \(level)"), .number(result.quantiles[index]), .missing, .missing,
        .init(result.theory?.quantiles[index]),
      ])
    }
    rows.append([
      .text("marchenkoPasturDistance"), .init(result.marchenkoPasturDistance), .missing, .missing,
      .missing,
    ])
    let side = min(result.rows, result.columns)
    return InstrumentTable(
      columns: ["singular values", "measured", "low", "high", "theory"], rows: rows,
      notes: [
        "\(result.trials) matrices \(result.rows) × \(result.columns), \(result.initializer), "
          + "sampler: \(result.sampler.rawValue). Intervals are 95 %."
      ]
        + (result.theory == nil || side >= 50
          ? []
          : [
            "Theory is the limit of large matrices; the smaller side has \(side) here."
          ]))
  }
}
