import Simulation

/// What was measured on one of the user's networks.
///
/// Decimal logarithms throughout: a deep network leaves the range of floating-point numbers.
public struct OwnMeasurement: Codable, Equatable, Sendable {
  /// One layer: the second moments of activation and gradient, and what mean-field theory says.
  public struct Layer: Codable, Equatable, Sendable {
    public var width: Int
    /// log₁₀ of the geometric mean over networks of the mean square activation.
    public var activation: Estimate
    /// log₁₀ of the geometric mean over networks of the mean square of ∂ℓ/∂z.
    public var gradient: Estimate
    /// Theory's log₁₀ for infinite width; absent where the activation has no moments.
    public var activationTheory: Double?
    public var gradientTheory: Double?
  }

  public var plan: NetworkPlan
  public var sampler: String
  public var layers: [Layer]

  /// log₁₀ of (mean square activation at the last layer ÷ at the first).
  public var forward: Double {
    layers[layers.count - 1].activation.value - layers[0].activation.value
  }

  /// log₁₀ of (mean square gradient at the first layer ÷ at the last).
  public var backward: Double { layers[0].gradient.value - layers[layers.count - 1].gradient.value }

  /// log₁₀ of the mean square activation at the output, for inputs of mean square 1.
  public var lastActivation: Estimate { layers[layers.count - 1].activation }

  /// log₁₀ of the mean square gradient at layer 1, for an output gradient of mean square 1.
  public var firstGradient: Estimate { layers[0].gradient }

  /// Measures one network.
  ///
  /// With a target precision the number of networks doubles until the interval of the last activation
  /// and the first gradient is narrow enough, or until the plan's limit.
  static func measure(_ network: NetworkPlan, study: StudyPlan, seed: SeedTree, jobs: Int)
    async throws -> OwnMeasurement
  {
    var trials = study.trials
    while true {
      let result = try await propagate(
        PropagationRequest(
          widths: network.widths,
          activation: try ActivationCatalog.activation(named: network.activation),
          initializer: Scaled(
            try InitializerCatalog.initializer(named: network.initializer), by: network.gain),
          biasVariance: network.biasVariance, trials: trials, seed: seed, jobs: jobs))
      let measurement = try OwnMeasurement(network, result)
      guard let precision = study.precision, trials < study.maximumTrials,
        measurement.relativeHalfWidth > precision
      else { return measurement }
      trials = min(2 * trials, study.maximumTrials)
    }
  }

  /// The wider of the two end-to-end intervals, as a share of the quantity itself.
  private var relativeHalfWidth: Double {
    // A half-width of w decades is a factor of 10ʷ, so the share is w·ln 10 to first order.
    2.302585092994046
      * max(lastActivation.halfWidth, firstGradient.halfWidth)
  }

  private init(_ network: NetworkPlan, _ result: PropagationResult) throws {
    let initializer = Scaled(
      try InitializerCatalog.initializer(named: network.initializer), by: network.gain)
    let theory = try? MeanFieldPass(
      activation: try ActivationCatalog.activation(named: network.activation),
      widths: network.widths,
      weightVariances: zip(network.widths, network.widths.dropFirst()).map {
        initializer.variance(fanIn: $0, fanOut: $1)
      }, biasVariance: network.biasVariance)
    plan = network
    sampler = result.sampler.rawValue
    let decade = 2.302585092994046
    layers = result.layers.enumerated().map { index, layer in
      Layer(
        width: layer.width, activation: layer.activation.log10.mean,
        gradient: layer.gradient.log10.mean,
        activationTheory: theory.map { $0.layers[index].logActivationSecondMoment / decade },
        gradientTheory: theory.map { $0.layers[index].logGradientSecondMoment / decade })
    }
  }
}
