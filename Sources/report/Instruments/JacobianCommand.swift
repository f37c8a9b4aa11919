import ArgumentParser
import Publishing
import Simulation

/// `report jacobian`: the singular values of a network's input–output Jacobian.
struct JacobianCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jacobian",
    abstract: "How unevenly a network stretches the space of its inputs: its Jacobian's spectrum.",
    discussion: """
      Draws networks of --depth square layers, sends a standard normal input through each and \
      decomposes the Jacobian ∂h/∂x there. Prints, with s the singular values,

        meanSquare               the mean of s², the factor on a random gradient's mean square
        varianceOverMeanSquare   Var(s²)/(mean s²)²: 0 where all directions are stretched alike
        largest                  the largest s² over the mean
        quantiles                of s, pooled over networks

      and, for normal or orthogonal weights with identity or ReLU, the theory of wide networks: L, 2L, 0 and L \
      for L layers, and the largest value (L + 1)^(L+1)/L^L of the linear normal network.

      EXAMPLES
        report jacobian --width 300 --depth 8 --activation relu --init he-normal
        report jacobian --width 100 --depth 50 --activation tanh --init orthogonal --chart jacobian.svg

      LIMITS
        width 2 … 2048, depth 1 … 10000, trials 1 … 100000, and 1e13 operations.

      ACTIVATIONS
        \(CatalogHelp.activations)

      STARTS
        \(CatalogHelp.initializers)
      """)

  @Option(parsing: .unconditional, help: "The number of units in every layer.")
  var width: Int

  @Option(parsing: .unconditional, help: "The number of layers.")
  var depth: Int

  @Option(
    help: "The activation's name, such as tanh.", completion: .list(ActivationCatalog.names))
  var activation: String

  @Option(
    name: .customLong("init"), help: "The initialiser's name, such as he-normal.",
    completion: .list(InitializerCatalog.names))
  var initializer: String

  @Option(parsing: .unconditional, help: "A factor on the weights.")
  var gain = 1.0

  @Option(parsing: .unconditional, help: "How many networks.")
  var trials = 8

  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  func validate() throws {
    try requireOption("width", Double(width), in: 2...2048)
    try requireOption("depth", Double(depth), in: 1...10_000)
    try requireOption("trials", Double(trials), in: 1...100_000)
    try requireOption("gain", gain, in: 1e-3...1e3)
  }

  struct Theory: Encodable {
    let varianceOverMeanSquare: Double
    @NullOrValue var largest: Double?
  }

  private struct Quantile: Encodable {
    let level: Double
    let value: Double
  }

  private struct Result: Encodable {
    let activation: String
    let initializer: String
    let width: Int
    let depth: Int
    let trials: Int
    let seed: UInt64
    let meanSquare: PropagationReport.FiniteEstimate
    let varianceOverMeanSquare: PropagationReport.FiniteEstimate
    let largest: PropagationReport.FiniteEstimate
    let quantiles: [Quantile]
    @NullOrValue var theory: Theory?
  }

  static let levels = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]

  func run() async throws {
    try await Console.reportingErrors {
      let activation = try ActivationCatalog.activation(named: activation)
      let named = try InitializerCatalog.initializer(named: initializer)
      let rule: any WeightInitializer = gain == 1 ? named : Scaled(named, by: gain)
      let shapes = try await sampleJacobians(
        JacobianRequest(
          width: width, depths: [depth], activation: activation, initializer: rule,
          trials: trials, seed: SeedTree(seed: sampling.seed).child("jacobian"),
          jobs: sampling.jobs)
      ).map { $0[0] }
      // What a ReLU cuts off is 0 but for rounding.
      let values = shapes.flatMap { shape in
        (shape.singularValues ?? []).map { $0 > 1e-14 * shape.largest ? $0 : 0 }
      }
      let quantiles = try Quantiles(of: values)
      func mean(_ sample: [Double]) -> Estimate {
        Estimate.meanOfFinite(sample)
          ?? Estimate(value: sample[0], low: -.infinity, high: .infinity, samples: sample.count)
      }
      let square = mean(shapes.map(\.meanSquare))
      let variance = mean(shapes.map(\.relativeVariance))
      let largest = mean(shapes.map { $0.largest * $0.largest / $0.meanSquare })
      let theory = try Self.theory(activation, rule, depth: depth)
      try chart.write(
        try JacobianChart.chart(
          values, shapes: shapes.count, activation: activation, rule: rule, width: width,
          depth: depth, variance: variance, theory: theory, seed: sampling.seed))
      let finite = PropagationReport.FiniteEstimate.init
      func row(_ name: String, _ estimate: Estimate, _ theory: Double?)
        -> [InstrumentTable.Cell]
      {
        let printed = finite(estimate)
        return [
          .text(name), .init(printed.value), .init(printed.low), .init(printed.high),
          .init(theory),
        ]
      }
      let table = InstrumentTable(
        columns: ["singular values", "measured", "low", "high", "theory"],
        rows: [
          row("meanSquare", square, nil),
          row("varianceOverMeanSquare", variance, theory?.varianceOverMeanSquare),
          row("largest", largest, theory?.largest),
        ]
          + Self.levels.map {
            [
              .text("quantile \($0)"), .number(quantiles.value(at: $0)), .missing, .missing,
              .missing,
            ]
          },
        notes: [
          "\(trials) networks of \(depth) × \(width) units, \(activation.name), \(rule.name). "
            + "Intervals are 95 %."
        ])
      try output.print(
        Result(
          activation: activation.name, initializer: rule.name, width: width, depth: depth,
          trials: trials, seed: sampling.seed, meanSquare: finite(square),
          varianceOverMeanSquare: finite(variance), largest: finite(largest),
          quantiles: Self.levels.map {
            Quantile(level: $0, value: quantiles.value(at: $0))
          },
          theory: theory),
        table)
    }
  }

  /// Of the paper's four networks; scale does not matter for either number.
  private static func theory(
    _ activation: any Activation, _ rule: any WeightInitializer, depth: Int
  ) throws -> Theory? {
    let network: JacobianSpectrum.Network
    switch (rule.law, activation) {
    case (.gaussian, is Identity): network = .linearGaussian
    case (.gaussian, is ReLU): network = .reluGaussian
    case (.orthogonal, is Identity): network = .linearOrthogonal
    case (.orthogonal, is ReLU): network = .reluOrthogonal
    default: return nil
    }
    return Theory(
      varianceOverMeanSquare: JacobianSpectrum.relativeVariance(network, depth: depth),
      largest: network == .linearGaussian
        ? try JacobianSpectrum.largestSquaredValue(depth: depth)
        : network == .linearOrthogonal ? 1 : nil)
  }
}
