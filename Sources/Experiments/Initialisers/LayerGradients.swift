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
public struct LayerGradients: Experiment {
  public let id = "layer-gradients"
  public let chartIDs = ["layer-gradients"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// How many networks each start has at each scale of the inputs.
    public var networks: Int
    /// Both starts at the smaller scale of the inputs, then both at the larger one.
    public var starts: [Start]
  }

  /// Decimal logarithms of mean squares by layer.
  public struct Start: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes, `Xavier` or `U(±1/√m)`.
    public var rule: String
    /// The mean square of an input.
    public var inputSquare: Double
    /// Of ∂ℓ/∂z at layers 1 … L, for a standard normal gradient at the last output.
    public var gradient: [SignalSize]
    /// The same for infinitely wide layers.
    public var gradientTheory: [Double]
    /// Of ∂ℓ/∂W of layers 1 … L, for one input.
    public var weightGradient: [SignalSize]
    /// The same for infinitely wide layers.
    public var weightGradientTheory: [Double]
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
  public static let inputs = 784
  /// Mean squares of the inputs: of grey values from 0 to 1, and of standardised ones.
  public static let inputSquares = [0.1, 1]

  /// The excess kurtosis of the sum of `count` products of a uniform weight and a normal activation.
  public static func excessKurtosis(ofSumOf count: Int) -> Double { 3.6 / Double(count) }

  static let rules: [StartingRule] = [
    StartingRule(name: "Xavier", initializer: FanInGaussian(gain: 1)),
    StartingRule(name: "U(±1/√m)", initializer: FanInGaussian(gain: 1.0 / 3)),
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
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
        let ln10 = DecimalLogarithm.ln10
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

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
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
  public func starts(_ inputSquare: Double) -> [LayerGradients.Start] {
    starts.filter { $0.inputSquare == inputSquare }
  }
}
