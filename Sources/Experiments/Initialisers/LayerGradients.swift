import Charts
import Graphics
import Simulation

/// Glorot and Bengio's two findings about gradients at the start of training.
///
/// Five hidden tanh layers of 1000 units (Glorot and Bengio 2010, figures 7 and 8): with σ² = 1/(3n) the
/// back-propagated variance falls to a third at each layer while the gradients of the weights stay
/// equal; with Xavier's σ² = 1/n both stay. Target: every interval of an rms within 1 %.
struct LayerGradients: Experiment {
  let id = "layer-gradients"
  let question = "How do gradients of signals and of weights change from layer to layer?"
  let chartIDs = ["layer-gradients"]

  struct Outcome: Codable, Equatable, Sendable {
    var width: Int
    var depth: Int
    var networks: Int
    var starts: [Start]
  }

  /// Decimal logarithms of mean squares by layer.
  struct Start: Codable, Equatable, Sendable {
    var rule: String
    var gradient: [SignalSize]
    var gradientTheory: [Double]
    var weightGradient: [SignalSize]
    var weightGradientTheory: [Double]
  }

  /// N(0, gain/m): the standard start's variance with normal weights, for which the exact law is known.
  ///
  /// The first layer, known by its fan-in, has the input's mean square on top: inputs N(0, 1) through it
  /// are inputs of that mean square through the plain rule.
  private struct FanInGaussian: GaussianInitializer {
    let gain: Double
    var name: String { "fan-in-gaussian" }
    func variance(fanIn: Int, fanOut: Int) -> Double {
      gain * (fanIn == LayerGradients.inputs ? LayerGradients.inputSquare : 1) / Double(fanIn)
    }
  }

  /// 28 × 28 pixels whose mean square is 0.1, as in handwritten digits.
  static let inputs = 784
  static let inputSquare = 0.1

  static let rules: [StartingRule] = [
    StartingRule(
      name: "Xavier", formula: "σ² = 1/*n*", initializer: FanInGaussian(gain: 1)),
    StartingRule(
      name: "U(±1/√m)", formula: "σ² = 1/(3*n*)", initializer: FanInGaussian(gain: 1.0 / 3)),
  ]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    // The paper's 1000 units in the default study.
    let (width, depth) = (max(1, study.width * 125 / 16), 5)
    let networks = max(2, study.networks * 2 / 5)
    let widths = [Self.inputs] + Array(repeating: width, count: depth)
    var starts: [Start] = []
    for rule in Self.rules {
      let result = try await propagate(
        PropagationRequest(
          widths: widths, activation: Tanh(), initializer: rule.initializer, trials: networks,
          seed: SeedTree(seed: study.seed).child(id), jobs: jobs))
      let theory = try MeanFieldPass(
        activation: Tanh(), widths: widths, weightVariances: rule.variances(of: widths))
      let ln10 = Elementary.log(10)
      let gradient = theory.layers.map { $0.logGradientSecondMoment / ln10 }
      let inputs =
        [Elementary.log10(Self.inputSquare)]
        + theory.layers.map { $0.logActivationSecondMoment / ln10 }
      starts.append(
        Start(
          rule: rule.name, gradient: result.layers.map { SignalSize($0.gradient) },
          gradientTheory: gradient,
          weightGradient: result.layers.map { layer in
            // ∂ℓ/∂w = δ x: the inputs were drawn as N(0, 1).
            SignalSize(
              layer.weightGradient,
              shiftedBy: layer.layer == 1 ? Elementary.log10(Self.inputSquare) : 0)
          },
          // ∂ℓ/∂w = δ h: the product of the gradient at the output and the activation at the input.
          weightGradientTheory: zip(gradient, inputs).map { $0 + $1 }))
    }
    return Outcome(width: width, depth: depth, networks: networks, starts: starts)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let layers = Array(1...outcome.depth)
    let chart = Chart("layer-gradients") {
      Panel("Gradient of the signal", detail: "∂*ℓ*/∂*z*, relative to layer \(outcome.depth)") {
        for start in outcome.starts {
          marks(
            start, layers, start.gradient, start.gradientTheory,
            detail: "×\(factor(start.gradient)) per layer")
        }
      }
      Panel("Gradient of the weights", detail: "∂*ℓ*/∂*w*, relative to layer \(outcome.depth)") {
        for start in outcome.starts {
          marks(
            start, layers, start.weightGradient, start.weightGradientTheory,
            detail: "×\(factor(start.weightGradient)) per layer")
        }
      }
    }
    let margin =
      outcome.starts.flatMap { $0.gradient + $0.weightGradient }.map(\.relativeMargin).max()
      ?? .nan
    return [
      chart
        .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
        .chartXAxis(values: layers.map(Double.init))
        .chartXAxisLabel("Layer, from the output back to the input")
        .chartYScale(type: .log, domain: 0.005...3)
        .chartYAxisLabel("Mean square of the gradient")
        .chartLegend(.direct)
        .chartPlotHeight(230)
        .chartTitle(
          "The older start loses two thirds of the gradient’s variance per layer, and the weights do "
            + "not notice"
        )
        .chartSubtitle(
          "Mean square of the gradient at each of \(outcome.depth) tanh layers of \(outcome.width) "
            + "units before training. Below each name: the factor per layer. Log axis."
        )
        .chartCaption(
          "**Lines:** mean over \(NumberFormat.count.text(Double(outcome.networks))) networks, "
            + "\(Self.inputs) inputs of mean square \(Self.inputSquare), output gradients *N*(0, 1), no biases; 95 % interval at most "
            + "±\(NumberFormat.percent(1).text(margin)). U(±1/√*m*) is drawn as normal weights of the "
            + "same variance, 1/(3*m*). **Dashed:** mean-field theory. Set-up and finding: Glorot and "
            + "Bengio 2010, figures 7 and 8. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func marks(
    _ start: Start, _ layers: [Int], _ sizes: [SignalSize], _ theory: [Double], detail: String
  ) -> [any Mark] {
    let (top, topTheory) = (sizes.last?.mean.value ?? 0, theory.last ?? 0)
    let x = PlottableValue.value("Layer", Array(layers.reversed()))
    let series = PlottableValue.value("Start", start.rule)
    return [
      LineMark(
        x: x, y: .log10("Mean square", sizes.reversed().map { $0.mean.value - top }),
        series: series
      ).endLabel(detail: detail),
      LineMark(x: x, y: .log10("Theory", theory.reversed().map { $0 - topTheory }))
        .lineStyle(.theoryOverlay),
    ]
  }

  /// The geometric mean of the factor from one layer to the one below.
  private func factor(_ sizes: [SignalSize]) -> String {
    guard let first = sizes.first, let last = sizes.last, sizes.count > 1 else { return "–" }
    let exponent = (first.mean.value - last.mean.value) / Double(sizes.count - 1)
    return NumberFormat.fixed(2).text(Elementary.power10(exponent))
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.starts.map {
      "\($0.rule): signal ×\(factor($0.gradient)), weights ×\(factor($0.weightGradient)) per layer"
    }
    return
      "Two panels show the mean square of the gradient by layer, from the output to the input, on "
      + "a log axis. \(parts.joined(separator: "; ")). Dashed theory lies on the lines."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func exponent(_ sizes: [SignalSize]) -> Double {
      guard let first = sizes.first, let last = sizes.last else { return .nan }
      return Elementary.power10(
        (first.mean.value - last.mean.value) / Double(max(1, sizes.count - 1)))
    }
    return [
      Fact("glorot-width", outcome.width), Fact("glorot-depth", outcome.depth),
      Fact("glorot-standard-factor", exponent(outcome.starts[1].gradient), .fixed(3)),
      Fact("glorot-xavier-factor", exponent(outcome.starts[0].gradient), .fixed(3)),
      Fact("glorot-standard-weights", exponent(outcome.starts[1].weightGradient), .fixed(3)),
      Fact("glorot-xavier-weights", exponent(outcome.starts[0].weightGradient), .fixed(3)),
    ]
  }
}
