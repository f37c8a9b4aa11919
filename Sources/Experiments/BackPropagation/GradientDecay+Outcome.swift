import Simulation
import Study

extension GradientDecay.Case {
  init(_ start: String, _ result: PropagationResult, _ theory: MeanFieldPass) {
    let (first, last) = (
      result.layers[0].gradient.log10.mean,
      result.layers[result.layers.count - 1].gradient.log10.mean
    )
    let steps = 2 * Double(result.layers.count - 1)
    let rate = (first.value - last.value) / steps
    // The two ends come from the same networks; adding their margins covers any correlation.
    let margin = (first.halfWidth + last.halfWidth) / steps
    func factor(_ exponent: Double) -> Double {
      Elementary.exp(exponent * DecimalLogarithm.ln10)
    }
    let signals = [0] + theory.layers.map(\.logActivationSecondMoment)
    self.init(
      activation: result.activation, start: start,
      gradient: GradientDecay.Curve(
        result.layers.map(\.gradient), theory.layers.map(\.logGradientSecondMoment)),
      signal: GradientDecay.Curve(
        result.layers.dropLast().map(\.activation), signals.dropFirst().dropLast()),
      weights: GradientDecay.Curve(
        result.layers.map(\.weightGradient),
        zip(theory.layers, signals).map { $0.logGradientSecondMoment + $1 }),
      factor: Estimate(
        value: factor(rate), low: factor(rate - margin), high: factor(rate + margin),
        samples: result.trials))
  }
}

extension GradientDecay.Curve {
  /// Halves the logarithms of mean squares: decimal ones measured, natural ones of theory.
  init(_ measured: [MomentSummary], _ theory: some Sequence<Double>) {
    self.init(
      median: measured.map { $0.log10.median.value / 2 }, low: measured.map { $0.log10.low / 2 },
      high: measured.map { $0.log10.high / 2 },
      theory: theory.map { DecimalLogarithm.ofExponential($0) / 2 })
  }
}

extension GradientDecay.Outcome {
  /// The cases whose layers are fed in a way.
  func cases(fed supply: GradientDecay.Supply) -> [GradientDecay.Case] {
    cases.filter { $0.supply == supply }
  }

  /// The same by activation, in the order of the panels.
  package func groups(fed supply: GradientDecay.Supply) -> [(activation: String, starts: [String])]
  {
    GradientDecay.activations.map(\.name).compactMap { activation in
      let starts = cases(fed: supply).filter { $0.activation == activation }.map(\.start)
      return starts.isEmpty ? nil : (activation, starts)
    }
  }

  /// The keys of each activation with such a start, and of its starts.
  func keys(fed supply: GradientDecay.Supply) -> [(key: String, parts: [String])] {
    groups(fed: supply).map { ($0.activation, $0.starts.map(GradientDecay.key)) }
  }

  /// Whether the sigmoid alone starves from below, and all else that fails starves alike at both ends.
  package var partsWays: Bool {
    groups(fed: .topOnly).map(\.activation) == ["sigmoid"]
      && groups(fed: .none).map(\.activation) == ["tanh", "relu"]
      && groups(fed: .bottomOnly).isEmpty && largestTilt(fed: .none) < 1
  }

  /// How many decades the weights' gradients of the lowest and the highest layer are apart, at most.
  func largestTilt(fed supply: GradientDecay.Supply) -> Double {
    cases(fed: supply).map { abs($0.tilt) }.max() ?? 0
  }

  /// By how much the median network's δ falls short of theory at layer 1, at most, as a share.
  var finiteWidthDrop: Double {
    let shortfalls = cases.map { one in
      one.end - (one.gradient.theory[0] - (one.gradient.theory.last ?? 0))
    }
    return 1 - Elementary.exp((shortfalls.min() ?? 0) * DecimalLogarithm.ln10)
  }
}

/// Why there is nothing to draw.
enum GradientDecayError: Error, Equatable, CustomStringConvertible {
  case nothingArrives(activation: String, width: Int, depth: Int, networks: Int)

  var description: String {
    switch self {
    case .nothingArrives(let activation, let width, let depth, let networks):
      "in none of \(networks) \(activation) networks of width \(width) and depth \(depth) a gradient"
        + " arrives, because all units of some layer are dead; take wider or fewer layers"
    }
  }
}
