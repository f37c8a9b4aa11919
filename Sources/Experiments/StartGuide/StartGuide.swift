import Simulation
import Study

/// Which start for which network: theory's advice for each activation, and how networks bear it out.
///
/// The advice is ``StartAdvice``: the stable point of the edge of chaos. Beside it stand the two common rules,
/// 1/m and 2/m, and the rule that undoes what the activation does to the mean square.
public struct StartGuide: Experiment {
  /// All activations.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// How many networks each activation has.
    public var networks: Int
    /// How many layers were looked through for the range of half precision.
    public var deepest: Int
    /// One for each of `activations`.
    public var entries: [Entry]
  }

  /// One activation.
  public struct Entry: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The variances that theory advises, and why.
    public var advice: StartAdvice
    /// What theory says of the advised start.
    public var advised: Prospect
    /// N(0, 1/m) without biases: LeCun's rule, and Xavier's on square layers.
    public var one: Prospect
    /// N(0, 2/m) without biases: He's rule.
    public var two: Prospect
    /// What theory says of the start that keeps q = 1.
    public var balance: Balance
    /// The advised start in networks.
    public var measured: Measured
  }

  /// What theory says of a start; factors are of root mean squares and per layer.
  public struct Prospect: Codable, Equatable, Sendable {
    /// Of the signal, from the first layer to the last.
    public var signalFactor: Double
    /// Of ∂ℓ/∂z, on the way down from the last layer to the first.
    public var gradientFactor: Double
    /// Of ∂ℓ/∂W on the same way: 1 where all layers are fed alike.
    public var weightFactor: Double
    /// What becomes of lengths.
    public var stability: StartProspect.Stability
    /// V′ at the last layer: above 1, lengths leave this point.
    public var lengthSlope: Double
    /// q of the last layer.
    public var length: Double
    /// χ₁ there.
    public var chi: Double
    /// log₁₀ of the root mean square of ∂ℓ/∂W in the first layer.
    public var weightsBottom: Double
    /// log₁₀ of the root mean square of ∂ℓ/∂W in the last layer.
    public var weightsTop: Double
    /// The cosine of the outputs for two inputs at a right angle; nil where no signal is left.
    public var cosine: Double?
    /// How many layers half precision feeds, up to the deepest that was looked at.
    public var layersInHalfPrecision: Int
  }

  /// The start that undoes what the activation does to the mean square at q = 1.
  public struct Balance: Codable, Equatable, Sendable {
    /// c = 1/E f².
    public var weightVariance: Double
    /// The factor of the gradient's mean square per layer.
    public var chi: Double
    /// V′(1): above 1, lengths leave q = 1.
    public var lengthSlope: Double
    /// log₁₀ of q after all layers, from q₁ = 0.5.
    public var fromBelow: Double
    /// log₁₀ of q after all layers, from q₁ = 1.05.
    public var fromAbove: Double
  }

  /// The advised start in networks.
  public struct Measured: Codable, Equatable, Sendable {
    /// The factor on the signal's rms per layer: the geometric mean over networks.
    public var signalFactor: Estimate
    /// The same of ∂ℓ/∂z on the way down.
    public var gradientFactor: Estimate
    /// The same of ∂ℓ/∂W on the way down.
    public var weightFactor: Estimate
    /// The cosine of the outputs for two independent inputs: the mean over networks.
    public var cosine: Estimate
  }

  /// The activations of the guide: those of frameworks' lists that are used between layers.
  package static let activations: [any Activation] = [
    ReLU(), LeakyReLU(), ELU(), SELU(), GELU(), SiLU(), Mish(), Softplus(), Tanh(), HardTanh(),
    Softsign(), ScaledSigmoid(), Sigmoid(),
  ]

  /// From where lengths set out under the balanced start.
  static let lengths = (below: 0.5, above: 1.05)

  public let id = "start-guide"
  public let chartIDs = ["start-guide"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(512), depth: study.depth,
      networks: study.count(quick: 8, standard: 40, thorough: 400, atLeast: 4),
      deepest: study.isQuick ? 200 : 1000,
      seed: seed, jobs: jobs)
  }

  static func simulate(
    width: Int, depth: Int, networks: Int, deepest: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let theory = try await mapTrials(activations.count, jobs: jobs) { index in
      let activation = activations[index]
      let advice = try StartAdvice(for: activation)
      func prospect(_ weights: Double, _ biases: Double) throws -> Prospect {
        try Prospect(
          activation, weightVariance: weights, biasVariance: biases, depth: depth, deepest: deepest)
      }
      return (
        advice, try prospect(advice.weightVariance, advice.biasVariance), try prospect(1, 0),
        try prospect(2, 0), try Balance(activation, layers: depth)
      )
    }
    var entries: [Entry] = []
    for (activation, (advice, advised, one, two, balance)) in zip(activations, theory) {
      let result = try await propagate(
        PropagationRequest(
          width: width, depth: depth, activation: activation,
          initializer: FanInStart(weightVariance: advice.weightVariance),
          biasVariance: advice.biasVariance, batch: 2, trials: networks,
          seed: seed.child(activation.name), jobs: jobs))
      entries.append(
        Entry(
          activation: activation.name, advice: advice, advised: advised, one: one, two: two,
          balance: balance, measured: Measured(result)))
    }
    return Outcome(
      width: width, depth: depth, networks: networks, deepest: deepest, entries: entries)
  }
}

extension StartGuide.Prospect {
  /// Asks theory.
  package init(
    _ activation: any Activation, weightVariance: Double, biasVariance: Double, depth: Int,
    deepest: Int
  ) throws {
    let start = try StartProspect(
      activation: activation, weightVariance: weightVariance, biasVariance: biasVariance,
      depth: depth)
    let deep = try start.with(depth: max(depth, deepest), activation: activation)
    let range = NumberRange.fp16.normalLog10
    let weights = start.logWeightGradient.map { DecimalLogarithm.ofExponential($0) / 2 }
    let cosines = try start.cosines(from: 0, activation: activation)
    self.init(
      signalFactor: start.signalFactor, gradientFactor: start.gradientFactor,
      weightFactor: start.weightFactor, stability: start.stability,
      lengthSlope: start.lengthSlope, length: start.lengths[depth - 1], chi: start.chi,
      weightsBottom: weights[0], weightsTop: weights[depth - 1],
      cosine: cosines.count == depth ? cosines[depth - 1] : nil,
      layersInHalfPrecision: deep.layers(
        within: range.lowerBound * DecimalLogarithm.ln10...range.upperBound * DecimalLogarithm.ln10)
    )
  }
}

extension StartGuide.Balance {
  fileprivate init(_ activation: any Activation, layers: Int) throws {
    let moments = try GaussianMoments(of: activation, variance: 1)
    let variance = 1 / moments.secondMoment
    let map = try LengthMap(activation: activation, weightVariance: variance)
    func end(from start: Double) throws -> Double {
      Elementary.log10(max(try map.orbit(from: start, layers: layers).last ?? start, 1e-300))
    }
    self.init(
      weightVariance: variance, chi: variance * moments.slopeSecondMoment,
      lengthSlope: variance * moments.secondMomentDerivative,
      fromBelow: try end(from: StartGuide.lengths.below),
      fromAbove: try end(from: StartGuide.lengths.above))
  }
}

extension StartGuide.Measured {
  /// Geometric means over networks, per layer, like theory's factors.
  fileprivate init(_ result: PropagationResult) {
    let (first, last) = (result.layers[0], result.layers[result.layers.count - 1])
    let steps = 2 * Double(result.layers.count - 1)
    func factor(_ end: LogSummary, over start: LogSummary) -> Estimate {
      let value = (end.mean.value - start.mean.value) / steps
      // The two come from the same networks; adding their margins covers any correlation.
      let margin = (end.mean.halfWidth + start.mean.halfWidth) / steps
      return Estimate(
        value: Elementary.power10(value), low: Elementary.power10(value - margin),
        high: Elementary.power10(value + margin), samples: result.trials)
    }
    self.init(
      signalFactor: factor(last.activation.log10, over: first.activation.log10),
      gradientFactor: factor(first.gradient.log10, over: last.gradient.log10),
      weightFactor: factor(first.weightGradient.log10, over: last.weightGradient.log10),
      cosine: last.activationCosine
        ?? Estimate(value: .nan, low: .nan, high: .nan, samples: 0))
  }
}
