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
      theory: the edges s|√rows ± √columns| (Bai and Yin), the law of Marchenko and Pastur, and \
      Tracy and Widom's for the largest. The Kolmogorov distance compares all squared singular \
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
      try output.print(result, Self.table(result))
    }
  }

  private static func table(_ result: SpectrumResult) -> InstrumentTable {
    func row(_ name: String, _ estimate: Estimate?, _ theory: Double?) -> [InstrumentTable.Cell] {
      [
        .text(name), .init(estimate?.value), .init(estimate?.low), .init(estimate?.high),
        .init(theory),
      ]
    }
    var rows = [
      row("largest", result.largest, result.theory?.upperEdge),
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
    return InstrumentTable(
      columns: ["singular values", "measured", "low", "high", "theory"], rows: rows,
      notes: [
        "\(result.trials) matrices \(result.rows) × \(result.columns), \(result.initializer), "
          + "sampler: \(result.sampler.rawValue). Intervals are 95 %."
      ])
  }
}
