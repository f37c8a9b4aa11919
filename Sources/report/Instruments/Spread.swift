import ArgumentParser
import Publishing
import Simulation

/// `report spread`: how much networks of one shape differ.
struct Spread: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How much single networks differ in the size of signal and gradient.",
    discussion: """
      For networks without biases prints mean, variance and quantiles over networks of

        signal     ln(|h|² in the last layer / |h|² in the first)
        gradient   ln(|δ|² in the first layer / |δ|² in the last)

      The first of --widths is the layer that both are measured from and to. For normal weights with \
      identity or ReLU it prints the exact law of finite networks as well, and the log-normal law of wide ones, \
      N(−β/2, β) with β = 2Σ1/n for identity and 5Σ1/n for ReLU. Dead networks are counted and left \
      out.

      EXAMPLES
        report spread --widths 64,64,64,64,64 --activation relu
        report spread --widths 256,64,16,64,256 --activation relu --chart spread.svg
        report spread --widths 100,100,100 --activation tanh --init lecun --json

      LIMITS
        2 … 10000 widths of 1 … 100000, trials 8 … 1e6.

      ACTIVATIONS
        \(CatalogHelp.activations)

      STARTS
        \(CatalogHelp.initializers)
      """)

  @Option(help: ArgumentHelp("The widths of the layers.", valueName: "n,n,…"))
  var widths: String

  @Option(
    help: "The activation's name, such as relu.", completion: .list(ActivationCatalog.names))
  var activation: String

  @Option(
    name: .customLong("init"),
    help: "The initialiser's name (default: he-normal for ReLU, lecun otherwise).",
    completion: .list(InitializerCatalog.names))
  var initializer: String?

  @Option(parsing: .unconditional, help: "How many networks.")
  var trials = 1000

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  private func widthList() throws -> [Int] {
    let list = try widths.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let width = Int(part.trimmingPrefix(" ")), 1...100_000 ~= width else {
        throw ValidationError(
          "--widths \(widths): '\(part)' is not a whole number from 1 to 100000; write 64,128,64.")
      }
      return width
    }
    guard 2...10_000 ~= list.count else {
      throw ValidationError("--widths \(widths): give 2 to 10000 widths, such as 64,64,64.")
    }
    return list
  }

  func validate() throws {
    _ = try widthList()
    try requireOption("trials", Double(trials), in: 8...1e6)
  }

  private struct Result: Encodable {
    let activation: String
    let initializer: String
    let widths: [Int]
    let trials: Int
    let seed: UInt64
    let signal: SpreadSummary
    let gradient: SpreadSummary
  }

  func run() async throws {
    try await Console.reportingErrors {
      let activation = try ActivationCatalog.activation(named: activation)
      let rule = try InitializerCatalog.initializer(
        named: initializer ?? (activation is ReLU ? "he-normal" : "lecun")
      ).withoutBiases
      let widths = try widthList()
      let result = try await propagate(
        PropagationRequest(
          widths: [widths[0]] + widths, activation: activation, initializer: rule,
          trials: trials, keepsTrials: true,
          seed: SeedTree(seed: sampling.seed).child("spread"), jobs: sampling.jobs))
      guard let networks = result.networks, let lastSignal = networks.activation.last,
        let lastGradient = networks.gradient.last
      else { return }
      let (first, last) = (Double(widths[0]), Double(widths[widths.count - 1]))
      // Sums of squares, not means.
      let lengths = (last / first).logarithm
      let signal = zip(networks.activation[0], lastSignal).map { $1 - $0 + lengths }
      let gradient = zip(networks.gradient[0], lastGradient).map { $0 - $1 - lengths }
      let variances = zip(widths, widths.dropFirst()).map { rule.variance(fanIn: $0, fanOut: $1) }
      let kind: FiniteWidthLaw.Nonlinearity? =
        rule.law != .gaussian
        ? nil : activation is Identity ? .linear : activation is ReLU ? .relu : nil
      let summaries = try (
        SpreadSummary(
          signal, kind: kind, widths: Array(widths.dropFirst()), variances: variances),
        SpreadSummary(
          gradient, kind: kind, widths: Array(widths.dropLast()), variances: variances)
      )
      try chart.write(
        try SpreadChart.chart(
          [("signal", signal, summaries.0), ("gradient", gradient, summaries.1)],
          activation: activation, rule: rule, widths: widths, seed: sampling.seed))
      try output.print(
        Result(
          activation: activation.name, initializer: rule.name, widths: widths, trials: trials,
          seed: sampling.seed, signal: summaries.0, gradient: summaries.1),
        table(summaries.0, summaries.1))
    }
  }

  private func table(_ signal: SpreadSummary, _ gradient: SpreadSummary) -> InstrumentTable {
    var rows: [[InstrumentTable.Cell]] = []
    for (name, one) in [("signal", signal), ("gradient", gradient)] {
      rows.append([
        .text("\(name) mean"), .number(one.mean.value), .number(one.mean.low),
        .number(one.mean.high), .init(one.theory?.mean), .init(one.theory?.logNormalMean),
      ])
      rows.append([
        .text("\(name) variance"), .number(one.variance.value), .number(one.variance.low),
        .number(one.variance.high), .init(one.theory?.variance),
        .init(one.theory?.logNormalVariance),
      ])
      for quantile in one.quantiles {
        rows.append([
          .text("\(name) quantile \(quantile.level)"), .number(quantile.value), .missing,
          .missing, .init(quantile.exact), .init(quantile.logNormal),
        ])
      }
    }
    return InstrumentTable(
      columns: ["ln of the quotient", "measured", "low", "high", "exact", "logNormal"], rows: rows,
      notes: [
        "\(trials) networks \(widths), \(signal.dead) of them dead. Intervals are 95 %."
      ])
  }
}
