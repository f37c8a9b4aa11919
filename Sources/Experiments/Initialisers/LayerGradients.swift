import Charts
import Graphics
import Simulation
import Study

/// Glorot and Bengio's two findings about gradients at the start of training.
///
/// Five hidden tanh layers of 1000 units (Glorot and Bengio 2010, figures 7 and 8): with σ² = 1/(3n) the
/// back-propagated variance falls to a third at each layer while the gradients of the weights stay
/// equal; with Xavier's σ² = 1/n both stay. The paper does not say how large its images' pixels are, so
/// both common scales are measured: 0.1, the mean square of grey values from 0 to 1 (0.11 for
/// handwritten digits, whose mean is 0.131 and whose deviation is 0.308), and 1, that of standardised inputs.
/// Target: every interval of an rms within 1 %.
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
    /// The mean square of an input.
    var inputSquare: Double
    var gradient: [SignalSize]
    var gradientTheory: [Double]
    var weightGradient: [SignalSize]
    var weightGradientTheory: [Double]
  }

  /// N(0, gain/m): the standard start's variance with normal weights, for which the exact law is known.
  ///
  /// The paper's weights are uniform. The variance of their sums is the same, and a sum of m of them is
  /// nearly normal: its excess kurtosis is −1.2 Σh⁴/(Σh²)², at most 3.6/m for normal h.
  private struct FanInGaussian: GaussianInitializer {
    let gain: Double
    var name: String { "fan-in-gaussian" }
    func variance(fanIn: Int, fanOut: Int) -> Double { gain / Double(fanIn) }
  }

  /// 28 × 28 pixels.
  static let inputs = 784
  static let inputSquares = [0.1, 1]

  static let rules: [StartingRule] = [
    StartingRule(
      name: "Xavier", formula: "σ² = 1/*n*", initializer: FanInGaussian(gain: 1)),
    StartingRule(
      name: "U(±1/√m)", formula: "σ² = 1/(3*n*)", initializer: FanInGaussian(gain: 1.0 / 3)),
  ]

  func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    // 1000 units, as in the paper.
    let (width, depth) = (study.units(1000), 5)
    let networks = study.count(quick: 80, standard: 400, thorough: 4000)
    let widths = [Self.inputs] + Array(repeating: width, count: depth)
    var starts: [Start] = []
    for square in Self.inputSquares {
      for rule in Self.rules {
        let result = try await propagate(
          PropagationRequest(
            widths: widths, activation: Tanh(), initializer: rule.initializer,
            inputs: InputLaw(secondMoment: square), trials: networks,
            seed: seed, jobs: jobs))
        let theory = try MeanFieldPass(
          activation: Tanh(), widths: widths, weightVariances: rule.variances(of: widths),
          inputSecondMoment: square)
        let ln10 = Elementary.log(10)
        let gradient = theory.layers.map { $0.logGradientSecondMoment / ln10 }
        let inputs =
          [Elementary.log10(square)]
          + theory.layers.map { $0.logActivationSecondMoment / ln10 }
        starts.append(
          Start(
            rule: rule.name, inputSquare: square,
            gradient: result.layers.map { SignalSize($0.gradient) }, gradientTheory: gradient,
            weightGradient: result.layers.map { SignalSize($0.weightGradient) },
            // ∂ℓ/∂w = δ h: the gradient at the output times the activation at the input.
            weightGradientTheory: zip(gradient, inputs).map { $0 + $1 }))
      }
    }
    return Outcome(width: width, depth: depth, networks: networks, starts: starts)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let layers = Array(1...outcome.depth)
    let (starts, unit) = (
      outcome.starts(Self.inputSquares[0]), outcome.starts(Self.inputSquares[1])
    )
    let chart = Chart("layer-gradients") {
      Panel("Gradient of the signal", detail: "∂*ℓ*/∂*z*, relative to layer \(outcome.depth)") {
        for start in unit { faint(start, layers, start.gradient) }
        for start in starts {
          marks(
            start, layers, start.gradient, start.gradientTheory,
            detail: "×\(factor(start.gradient)) per layer")
        }
      }
      Panel("Gradient of the weights", detail: "∂*ℓ*/∂*w*, relative to layer \(outcome.depth)") {
        for start in unit { faint(start, layers, start.weightGradient) }
        for start in starts {
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
          "The older start keeps \(factor(starts[1].gradient)) of the gradient’s variance per layer, of the "
            + "weights’ gradient \(factor(starts[1].weightGradient))"
        )
        .chartSubtitle(
          "Mean square of the gradient at each of \(outcome.depth) tanh layers of \(outcome.width) "
            + "units before training. Below each name: the factor per layer. Bold: inputs of mean square "
            + "\(Self.inputSquares[0]), pale: of mean square \(NumberFormat.count.text(Self.inputSquares[1])). Log axis."
        )
        .chartCaption(
          "**Lines:** mean over \(NumberFormat.count.text(Double(outcome.networks))) networks, "
            + "\(Self.inputs) normal inputs, output gradients *N*(0, 1) in place of a softmax’s, no biases; 95 % interval at most "
            + "±\(NumberFormat.percent(1).text(margin)). The paper does not say how its images are scaled: "
            + "pixels from 0 to 1 have a mean square of about 0.1, standardised ones of 1, where the factors "
            + "are \(unitFactors(unit)). U(±1/√*m*) is drawn as normal "
            + "weights of the same variance, 1/(3*m*): sums of so many uniform weights have the same "
            + "variance and an excess kurtosis of at most "
            + "\(NumberFormat.percent(1).text(3.6 / Double(min(outcome.width, Self.inputs)))). "
            + "**Dashed:** mean-field theory. Set-up and finding: Glorot and Bengio 2010, figures 7 and 8. "
            + "Seed \(study.seed)."
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

  /// The same at another scale of the inputs, behind the lines that count.
  private func faint(_ start: Start, _ layers: [Int], _ sizes: [SignalSize]) -> LineMark {
    LineMark(
      x: .value("Layer", Array(layers.reversed())),
      y: .log10(
        "Mean square", sizes.reversed().map { $0.mean.value - (sizes.last?.mean.value ?? 0) }),
      series: .value("Start", "\(start.rule), inputs of mean square 1")
    ).foregroundStyle(.series(start.rule)).opacity(0.35).endLabelHidden()
  }

  private func unitFactors(_ starts: [Start]) -> String {
    starts.map {
      "\(factor($0.gradient)) and \(factor($0.weightGradient)) (\($0.rule.replacing("m)", with: "*m*)")))"
    }.joined(separator: ", ")
  }

  /// The geometric mean of the factor from one layer to the one below.
  private func factor(_ sizes: [SignalSize]) -> String {
    guard let first = sizes.first, let last = sizes.last, sizes.count > 1 else { return "–" }
    let exponent = (first.mean.value - last.mean.value) / Double(sizes.count - 1)
    return NumberFormat.fixed(2).text(Elementary.power10(exponent))
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.starts.map {
      "\($0.rule), inputs of mean square \(NumberFormat.significant(1).text($0.inputSquare)): signal ×\(factor($0.gradient)), weights ×\(factor($0.weightGradient)) per layer"
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
    let (small, unit) = (outcome.starts(Self.inputSquares[0]), outcome.starts(Self.inputSquares[1]))
    return [
      Fact("glorot-width", outcome.width), Fact("glorot-depth", outcome.depth),
      Fact("glorot-standard-factor", exponent(small[1].gradient), .fixed(3)),
      Fact("glorot-xavier-factor", exponent(small[0].gradient), .fixed(3)),
      Fact("glorot-standard-weights", exponent(small[1].weightGradient), .fixed(3)),
      Fact("glorot-xavier-weights", exponent(small[0].weightGradient), .fixed(3)),
      Fact("glorot-standard-factor-unit", exponent(unit[1].gradient), .fixed(3)),
      Fact("glorot-xavier-factor-unit", exponent(unit[0].gradient), .fixed(3)),
    ]
  }
}

extension LayerGradients.Outcome {
  /// Both starts at one scale of the inputs, Xavier's first.
  func starts(_ inputSquare: Double) -> [LayerGradients.Start] {
    starts.filter { $0.inputSquare == inputSquare }
  }
}
