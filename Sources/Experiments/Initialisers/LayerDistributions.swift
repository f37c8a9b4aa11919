import Charts
import Graphics
import Simulation
import Study

/// How the activations of each layer are distributed under three starts.
///
/// Ten tanh layers of 500 units. Glorot and Bengio 2010, figure 6, show the same narrowing under the
/// older start. Target: every interval of a standard deviation within 2 %.
struct LayerDistributions: Experiment {
  let id = "layer-distributions"
  let question = "How are the activations of each layer distributed?"
  let chartIDs = ["layer-distributions"]

  struct Outcome: Codable, Equatable, Sendable {
    var width: Int
    var networks: Int
    /// Networks of explicit uniform weights, and the inputs that share each of them.
    var uniformNetworks: Int
    var uniformInputs: Int
    var starts: [Start]
  }

  struct Start: Codable, Equatable, Sendable {
    var rule: String
    var layers: [LayerHistogram]
    /// √E h² of each layer by mean-field theory.
    var theory: [Double]
  }

  static let rules: [StartingRule] = [
    .xavier,
    StartingRule(name: "U(±1/√m)", formula: "σ² = 1/(3*m*)", initializer: CommonHeuristic()),
    .normal,
  ]

  func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (width, depth) = (study.units(500), 10)
    let networks = study.count(quick: 50, standard: 250, thorough: 2500)
    let uniformNetworks = study.count(quick: 4, standard: 10, thorough: 100, atLeast: 4)
    let uniformInputs = 32
    let widths = Array(repeating: width, count: depth + 1)
    var starts: [Start] = []
    for rule in Self.rules {
      let layers = try await layerHistograms(
        PropagationRequest(
          widths: widths, activation: Tanh(), initializer: rule.initializer,
          batch: rule.initializer.law == .gaussian ? 1 : uniformInputs,
          trials: rule.initializer.law == .gaussian ? networks : uniformNetworks,
          seed: seed, jobs: jobs), low: -1, high: 1, bins: 101)
      let theory = try MeanFieldPass(
        activation: Tanh(), widths: widths, weightVariances: rule.variances(of: widths))
      starts.append(
        Start(
          rule: rule.name, layers: layers,
          theory: theory.layers.map { $0.activationSecondMoment.squareRoot() }))
    }
    return Outcome(
      width: width, networks: networks, uniformNetworks: uniformNetworks,
      uniformInputs: uniformInputs, starts: starts)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let chart = Chart("layer-distributions") {
      for (start, rule) in zip(outcome.starts, Self.rules) {
        Panel("[\(start.rule)](\(start.rule))", detail: rule.formula) {
          RidgelineMark(
            x: "Activation", y: "Layer", ridges: start.layers.map(ridge),
            trailingTitle: "std. dev.", series: .value("Start", start.rule))
        }
      }
    }
    let deviations = outcome.starts.flatMap { start in
      zip(start.layers, start.theory).map { abs($0.deviation.value / $1 - 1) }
    }
    let margins = outcome.starts.flatMap(\.layers).map {
      $0.deviation.halfWidth / $0.deviation.value
    }
    let percent = { (values: [Double]) in
      NumberFormat.percent(1).text(values.max() ?? .nan)
    }
    return [
      chart
        .chartXScale(domain: -1...1)
        .chartXAxis(values: [-1, 0, 1], labels: ["−1", "0", "1"])
        .chartXAxisLabel("Activation")
        .chartYAxisLabel("Layer")
        .chartLegend(.hidden)
        .chartPlotHeight(340)
        .chartTitle(title(outcome))
        .chartSubtitle(
          "Distribution of the activations of each tanh layer. Each ridge is scaled to the same "
            + "height, so read the width; the standard deviation is printed beside it."
        )
        .chartCaption(
          "**Method.** Ten tanh layers of \(outcome.width) units, no bias, inputs *N*(0, 1). "
            + "Normal weights: \(NumberFormat.count.text(Double(outcome.networks))) networks with one "
            + "input each; U(±1/√*m*): \(outcome.uniformNetworks) explicit networks with "
            + "\(outcome.uniformInputs) inputs each. At least "
            + "\(NumberFormat.count.text(Double(outcome.fewest))) values per ridge in 101 bins. **Standard deviation:** 95 % interval at most "
            + "±\(percent(margins)); mean-field theory is within \(percent(deviations)) of every one. "
            + "A spread too small for a curve is drawn as a line. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func ridge(_ layer: LayerHistogram) -> Ridge {
    let histogram = layer.histogram
    let deviation = layer.deviation.value
    let label =
      deviation < 0.0015
      ? NumberFormat.scientific(1).label(deviation)
      : NumberFormat.significant(2).text(deviation)
    return Ridge(
      "\(layer.layer)",
      x: (0..<histogram.counts.count).map {
        histogram.low + (Double($0) + 0.5) * histogram.binWidth
      },
      density: histogram.densities, deviation: deviation, trailing: label)
  }

  private func title(_ outcome: Outcome) -> String {
    guard let naive = outcome.starts.last,
      let layer = naive.layers.first(where: { 3 * $0.deviation.value < 0.005 })?.layer
    else { return "The start decides how fast the activations narrow" }
    return "Xavier keeps ten tanh layers alive; under N(0, 0.01²) the activations are zero to two "
      + "decimals from layer \(layer) on"
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.starts.map { start in
      let first = start.layers.first?.deviation.value ?? .nan
      let last = start.layers.last?.deviation.value ?? .nan
      return "\(start.rule): standard deviation from \(NumberFormat.significant(2).text(first)) to "
        + (last < 0.001
          ? "10 to the \(NumberFormat.fixed(1).text(Elementary.log10(last)))"
          : NumberFormat.significant(2).text(last))
    }
    return "Three panels of ten ridges show the distribution of activations, layer by layer. "
      + parts.joined(separator: "; ") + "."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let first = { (index: Int) in outcome.starts[index].layers[0].deviation }
    let last = { (index: Int) in outcome.starts[index].layers[9].deviation }
    return [
      Fact("ridge-xavier-first", first(0), .fixed(2)),
      Fact("ridge-xavier-last", last(0), .fixed(2)),
      Fact("ridge-older-first", first(1), .fixed(2)),
      Fact("ridge-older-last", last(1), .significant(2)),
    ]
  }
}

extension LayerDistributions.Outcome {
  /// The smallest number of values in a ridge.
  var fewest: Int { min(networks, uniformNetworks * uniformInputs) * width }
}

extension LayerHistogram {
  /// √E h², which is the standard deviation for a symmetric start.
  var deviation: Estimate { secondMoment.map { max(0, $0).squareRoot() } }
}
