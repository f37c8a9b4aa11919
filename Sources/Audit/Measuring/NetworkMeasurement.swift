import Kernels
import Simulation

/// Networks at their start, measured and predicted: the settings against which the notes' general
/// statements about depth are held.
struct NetworkMeasurement {
  let widths: [Int]
  let activation: any Activation
  let initializer: any WeightInitializer

  init(_ activation: any Activation, _ initializer: any WeightInitializer, widths: [Int]) {
    self.activation = activation
    self.initializer = initializer
    self.widths = widths
  }

  /// The units of each layer of `init(_:_:depth:)`.
  static let width = 128

  /// N(0, g/n) for the layers of `init(_:_:depth:)`, so that nσ² = g.
  static func normal(gain: Double) -> Normal {
    Normal(standardDeviation: (gain / Double(width)).squareRoot())
  }

  /// An nσ² far above every rule's for 128 units: weights N(0, 2.5²/n).
  static let largeGain = 6.25

  /// `depth` layers of 128 units, wide enough for mean-field theory to hold within some per cent.
  init(_ activation: any Activation, _ initializer: any WeightInitializer, depth: Int) {
    self.init(activation, initializer, widths: Array(repeating: Self.width, count: depth + 1))
  }

  /// Measures forward and backward.
  func measure(trials: Int, _ seeds: SeedTree) async throws -> PropagationResult {
    try await propagate(
      PropagationRequest(
        widths: widths, activation: activation, initializer: initializer, trials: trials,
        seed: seeds, jobs: 1))
  }

  /// What mean-field theory predicts; exact for the forward line of linear and ReLU networks and for
  /// the backward line of linear ones.
  func predict() throws -> MeanFieldPass {
    try MeanFieldPass(activation: activation, widths: widths, weightVariances: weightVariances)
  }

  /// σ² of each layer.
  var weightVariances: [Double] {
    zip(widths, widths.dropFirst()).map { initializer.variance(fanIn: $0, fanOut: $1) }
  }

  /// ∏ mᵢσᵢ² after each layer: the variances of a linear network with an input of unit variance.
  func forwardVariances() -> [Double] {
    var product = 1.0
    return zip(widths, weightVariances).map { fanIn, variance in
      product *= Double(fanIn) * variance
      return product
    }
  }

  /// ∏ nᵢσᵢ² over all layers: the variance of the gradient at the input of a linear network.
  var backwardVariance: Double {
    zip(widths.dropFirst(), weightVariances).reduce(1) { $0 * Double($1.0) * $1.1 }
  }

  /// log₁₀ of the gradient's mean square at the input relative to the output.
  ///
  /// Measured as the mean of the logarithm over networks, since the plain mean of a deep product is
  /// ruled by rare large ones. Theory is the logarithm of the mean: the two differ by about depth/width
  /// (the half variance of the logarithm, ½·5·Σ1/n natural units for ReLU), which the allowed error
  /// covers.
  func gradientDecades(
    _ key: String, quoting: [Quoted] = [], _ assertion: Assertion, trials: Int = 100,
    _ seeds: SeedTree
  ) async throws -> Comparison {
    let result = try await measure(trials: trials, seeds)
    return Comparison(
      key, quoting: quoting + [layers, .number("gain", gain, 3)], assertion,
      theory: try predict().logInputGradientSecondMoment * log10OfE,
      measured: result.inputGradient.log10.mean,
      theoryError: 0.05, slack: finiteWidthSlack)
  }

  /// log₁₀ of the last layer's mean square relative to the input's.
  func signalDecades(
    _ key: String, quoting: [Quoted] = [], _ assertion: Assertion, trials: Int = 100,
    _ seeds: SeedTree
  ) async throws -> Comparison {
    let result = try await measure(trials: trials, seeds)
    let (theory, measured) = (try predict().layers.last, result.layers.last)
    return Comparison(
      key, quoting: quoting + [layers], assertion,
      theory: theory.map { $0.logActivationSecondMoment * log10OfE },
      measured: measured?.activation.log10.mean, theoryError: 0.05, slack: finiteWidthSlack)
  }

  /// What the weights of the last layer receive, and what the first layer's do in units of it, in log₁₀ of
  /// mean squares of ∂ℓ/∂W = δhᵀ, for an input and an output gradient of mean square 1.
  ///
  /// Measured and predicted as in ``gradientDecades(_:_:trials:_:)``.
  func weightGradients(
    _ key: String, last: Assertion, first: Assertion, trials: Int = 100, _ seeds: SeedTree
  ) async throws -> [Comparison] {
    let measured = try await measure(trials: trials, seeds).layers
    let theory = try predict().layers
    let depth = measured.count
    let (top, bottom) = (
      measured[depth - 1].weightGradient.log10.mean, measured[0].weightGradient.log10.mean
    )
    let half = top.halfWidth + bottom.halfWidth
    let tilt = bottom.value - top.value
    let topTheory =
      theory[depth - 1].logGradientSecondMoment + theory[depth - 2].logActivationSecondMoment
    return [
      Comparison(
        "\(key)-last", quoting: [layers], last,
        theory: topTheory * log10OfE, measured: top, theoryError: 0.05, slack: finiteWidthSlack),
      Comparison(
        "\(key)-first", quoting: [layers], first,
        theory: (theory[0].logGradientSecondMoment - topTheory) * log10OfE,
        measured: Estimate(
          value: tilt, low: tilt - half, high: tilt + half, samples: top.samples),
        theoryError: 0.05, slack: finiteWidthSlack),
    ]
  }

  /// mσ² of the first layer.
  var gain: Double { Double(widths[0]) * (weightVariances.first ?? .nan) }

  /// The number of layers, for the words.
  private var layers: Quoted { .count("layers", widths.count - 1) }

  /// ½·5·Σ1/n natural units in decades (Hanin and Nica 2019, for ReLU; smaller for the others).
  private var finiteWidthSlack: Double {
    2.5 * widths.dropFirst().reduce(0) { $0 + 1 / Double($1) } * log10OfE
  }
}

/// log₁₀ e.
let log10OfE = 0.4342944819032518
