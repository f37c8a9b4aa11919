import ArgumentParser
import Publishing
import Simulation

/// `report kernel`: the two kernels of a chain of layers.
struct KernelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "The kernels of wide networks: NNGP and neural tangent kernel of two inputs.",
    discussion: """
      For two inputs x, y prints layer by layer, in the limit of infinite width,

        nngp                S(x, x), the variance of an output over random networks
        nngpCorrelation     S(x, y)/S(x, x)
        ntk                 T(x, x), the neural tangent kernel with weights s·w/√n and biases b·v, w and v \
      trained at one rate
        ntkCorrelation      T(x, y)/T(x, x)

      Layer l is the l-th pre-activation; a network with --depth hidden layers and a linear read-out is \
      the last row. That row is also measured on networks of --width units, exactly and without a \
      weight matrix.

      In the JSON a number that is not finite is null, and the status beside it says why by its key: overflow or \
      undefined.

      EXAMPLES
        report kernel --activation tanh --weight-variance 1.76 --bias-variance 0.05 --width 512 --depth 32
        report kernel --activation relu --weight-variance 2 --width 256 --depth 10 --json

      LIMITS
        width 2 … 1000000, depth 1 … 10000, trials 2 … 1000000, width × depth ≤ 6e6.

      ACTIVATIONS
        \(CatalogHelp.activations)
      """)

  @OptionGroup var pair: PairOptions
  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  struct Layer: Encodable {
    let layer: Int
    let nngp: Double
    let nngpCorrelation: Double
    let ntk: Double
    let ntkCorrelation: Double

    enum CodingKeys: CodingKey { case layer, nngp, nngpCorrelation, ntk, ntkCorrelation, status }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(layer, forKey: .layer)
      try container.encode(
        [
          .nngp: nngp, .nngpCorrelation: nngpCorrelation, .ntk: ntk,
          .ntkCorrelation: ntkCorrelation,
        ], status: .status, infinity: .overflow)
    }
  }

  struct Measured: Encodable {
    let width: Int
    let trials: Int
    @NullOrValue var nngp: PropagationReport.FiniteEstimate?
    @NullOrValue var nngpProduct: PropagationReport.FiniteEstimate?
    @NullOrValue var ntk: PropagationReport.FiniteEstimate?
    @NullOrValue var ntkProduct: PropagationReport.FiniteEstimate?
  }

  private struct Result: Encodable {
    let activation: String
    let weightVariance: Double
    let biasVariance: Double
    let depth: Int
    let inputCorrelation: Double
    let seed: UInt64
    let layers: [Layer]
    let measured: Measured
  }

  func run() async throws {
    try await Console.reportingErrors {
      let activation = try ActivationCatalog.activation(named: pair.activation)
      let theory = try pair.theory(activation, layers: pair.depth + 1)
      let passes = try await samplePairs(
        pair.request(activation, includesGradients: true, name: "kernel", sampling: sampling))
      let kernels = passes.map {
        $0.tangentKernel(
          inputs: pair.inputs, weightVariance: pair.weightVariance,
          biasVariance: pair.biasVariance)
      }
      let last = passes.map { $0.layers[pair.depth - 1].activations }
      func process(_ value: (PairMoments) -> Double) -> Estimate? {
        .meanOfFinite(last.map { pair.weightVariance * value($0) + pair.biasVariance })
      }
      let (nngp, nngpProduct) = (process(\.first), process(\.product))
      let ntk = Estimate.meanOfFinite(kernels.map(\.first))
      let ntkProduct = Estimate.meanOfFinite(kernels.map(\.product))
      try chart.write(
        try PairChart.kernels(
          theory, activation: activation, options: pair, tangent: ntk, seed: sampling.seed))
      let finite = PropagationReport.FiniteEstimate.init
      let layers = theory.layers.map {
        Layer(
          layer: $0.layer, nngp: $0.variance, nngpCorrelation: $0.correlation, ntk: $0.tangent,
          ntkCorrelation: $0.tangentCorrelation)
      }
      func line(_ name: String, _ estimate: Estimate?) -> String {
        guard let estimate else { return "\(name): none" }
        let numbers = [estimate.value, estimate.low, estimate.high].map(InstrumentTable.short)
        return "\(name) \(numbers[0]) (\(numbers[1]) … \(numbers[2]))"
      }
      let table = InstrumentTable(
        columns: ["layer", "nngp", "nngpCorrelation", "ntk", "ntkCorrelation"],
        rows: layers.map {
          [
            .integer($0.layer), .number($0.nngp), .number($0.nngpCorrelation), .number($0.ntk),
            .number($0.ntkCorrelation),
          ]
        },
        notes: [
          "Theory of infinite width. Measured on \(pair.trials) networks of \(pair.width) units, means "
            + "with 95 % intervals, last row:",
          "  \(line("S(x, x)", nngp)), \(line("S(x, y)", nngpProduct))",
          "  \(line("T(x, x)", ntk)), \(line("T(x, y)", ntkProduct))",
        ])
      try output.print(
        Result(
          activation: activation.name, weightVariance: pair.weightVariance,
          biasVariance: pair.biasVariance, depth: pair.depth,
          inputCorrelation: pair.inputCorrelation, seed: sampling.seed, layers: layers,
          measured: Measured(
            width: pair.width, trials: pair.trials, nngp: nngp.map(finite),
            nngpProduct: nngpProduct.map(finite), ntk: ntk.map(finite),
            ntkProduct: ntkProduct.map(finite))),
        table)
    }
  }
}
