import ArgumentParser
import Publishing
import Simulation

/// `report correlate`: the correlation of two inputs, layer by layer.
struct Correlate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What random networks do to the correlation of two inputs, layer by layer.",
    discussion: """
      Sends two inputs through the same networks, exactly and without a weight matrix, and prints for \
      each layer the variance q and the correlation c of their pre-activations: the mean over networks \
      with its 95 % interval, beside the theory of infinite width. Networks in which one of the two \
      signals is 0 have no correlation and are left out.

      EXAMPLES
        report correlate --activation tanh --weight-variance 4 --bias-variance 0.09 --width 1000 \
      --depth 30 --input-correlation 0.5
        report correlate --activation relu --weight-variance 2 --width 500 --depth 50 \
      --input-correlation 0 --chart correlation.svg

      LIMITS
        width 2 … 1000000, depth 1 … 10000, trials 2 … 1000000, width × depth ≤ 5e7; variances up to 1e6.

      ACTIVATIONS
        \(CatalogHelp.activations)
      """)

  @OptionGroup var pair: PairOptions
  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var output: InstrumentOutput
  @OptionGroup var chart: ChartOption

  struct Layer: Encodable {
    let layer: Int
    @NullOrValue var variance: PropagationReport.FiniteEstimate?
    let varianceTheory: Double
    @NullOrValue var correlation: PropagationReport.FiniteEstimate?
    let correlationTheory: Double
  }

  private struct Result: Encodable {
    let activation: String
    let weightVariance: Double
    let biasVariance: Double
    let width: Int
    let depth: Int
    let trials: Int
    let seed: UInt64
    let inputCorrelation: Double
    let layers: [Layer]
  }

  func run() async throws {
    try await Console.reportingErrors {
      let activation = try ActivationCatalog.activation(named: pair.activation)
      let theory = try pair.theory(activation, layers: pair.depth)
      let passes = try await samplePairs(
        pair.request(
          activation, includesGradients: false, name: "correlate", sampling: sampling))
      let variances = (0..<pair.depth).map { l in
        Estimate.meanOfFinite(passes.map { $0.layers[l].preactivations.first })
      }
      let correlations = (0..<pair.depth).map { l in
        Estimate.meanOfFinite(passes.map { $0.layers[l].preactivations.cosine })
      }
      try chart.write(
        try PairChart.correlations(
          correlations, theory: theory, activation: activation, options: pair,
          seed: sampling.seed))
      let layers = (0..<pair.depth).map { l in
        Layer(
          layer: l + 1, variance: variances[l].map(PropagationReport.FiniteEstimate.init),
          varianceTheory: theory.layers[l].variance,
          correlation: correlations[l].map(PropagationReport.FiniteEstimate.init),
          correlationTheory: theory.layers[l].correlation)
      }
      let table = InstrumentTable(
        columns: [
          "layer", "q", "qTheory", "correlation", "low", "high", "correlationTheory",
        ],
        rows: (0..<pair.depth).map { l in
          [
            .integer(l + 1), .init(variances[l]?.value), .number(theory.layers[l].variance),
            .init(correlations[l]?.value), .init(correlations[l]?.low),
            .init(correlations[l]?.high), .number(theory.layers[l].correlation),
          ]
        },
        notes: [
          "\(pair.trials) networks of \(pair.width) units, \(activation.name). Intervals are 95 %."
        ])
      try output.print(
        Result(
          activation: activation.name, weightVariance: pair.weightVariance,
          biasVariance: pair.biasVariance, width: pair.width, depth: pair.depth,
          trials: pair.trials, seed: sampling.seed, inputCorrelation: pair.inputCorrelation,
          layers: layers),
        table)
    }
  }
}
