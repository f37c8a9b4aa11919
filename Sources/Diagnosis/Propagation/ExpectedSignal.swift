import Engine
import Kernels
import Simulation

/// What the named laws would make of signal and gradient, with the range of single networks.
struct ExpectedSignal {
  var layers: [ChainTheory.Layer]
  /// Where the bands come from.
  var source: String

  /// How many fresh networks show the range, and how many weights may have to be drawn for each.
  private static let networks = 24
  private static let mostWeights = 2_000_000

  init(_ plan: WeightNetwork, _ result: NetworkResult) async throws {
    let file = plan.shelf.file
    if let chain = plan.chain,
      let f = try? ActivationCatalog.activation(named: chain.activation.replacing("_", with: "-"))
    {
      layers =
        ChainTheory(
          chain, file, f,
          biases: chain.links.map { $0.bias.map { file.tensors[$0].moments.meanSquare } ?? 0 }
        ).layers
      source = "theory of wide networks, 95 % band of this width"
      return
    }
    var stages: [String: StageResult] = [:]
    for stage in result.stages { stages[stage.info.name] = stage }
    // Theory has norms with gain one and shift zero.
    let hasPlainNorms = plan.hasPlainNorms
    layers = plan.shown.map { line in
      let theory = hasPlainNorms ? stages[line.path]?.theory : nil
      return ChainTheory.Layer(
        signal: theory?.output.map { $0.secondMoment.squareRoot() },
        gradient: theory?.gradient.map { $0.squareRoot() })
    }
    source = "theory of wide networks"
    guard plan.drawnCount <= Self.mostWeights else { return }
    var request = plan.request
    request.trials = Self.networks
    request.source = .automatic
    request.arithmetic = .extended
    request.jobs = nil
    request.seed = SeedTree(seed: 1).child("diagnose-bands")
    guard let fresh = try? await propagate(request) else { return }
    var drawn: [String: StageResult] = [:]
    for stage in fresh.stages { drawn[stage.info.name] = stage }
    for (place, line) in plan.shown.enumerated() {
      guard let stage = drawn[line.path] else { continue }
      let (signal, gradient) = (stage.secondMoment.log10, stage.gradient.log10)
      // Half of the logarithm, because roots are shown; the median where theory is silent.
      if signal.standardDeviation.isFinite {
        layers[place].signal =
          layers[place].signal ?? ChainPropagation.tenTo(signal.median.value / 2)
        layers[place].signalBand = ChainPropagation.tenTo(0.98 * signal.standardDeviation)
      }
      if gradient.standardDeviation.isFinite {
        layers[place].gradient =
          layers[place].gradient ?? ChainPropagation.tenTo(gradient.median.value / 2)
        layers[place].gradientBand = ChainPropagation.tenTo(0.98 * gradient.standardDeviation)
      }
    }
    source =
      "theory of wide networks where it is known, else the median, and the 95 % band, of \(Self.networks) fresh networks of the named laws"
  }
}
