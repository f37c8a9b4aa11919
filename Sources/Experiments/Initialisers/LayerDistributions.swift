import Simulation
import Study

/// How the activations of each layer are distributed under three starts.
///
/// Ten tanh layers of 500 units. Glorot and Bengio 2010, figure 6, show the same narrowing under the
/// older start. Target: every interval of a standard deviation within 2 %.
public struct LayerDistributions: Experiment {
  public let id = "layer-distributions"
  public let chartIDs = ["layer-distributions"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// How many networks of normal weights there are, one input each.
    public var networks: Int
    /// How many networks of explicit uniform weights there are.
    public var uniformNetworks: Int
    /// How many inputs share each of those.
    public var uniformInputs: Int
    /// Xavier's, the older rule U(±1/√m), and N(0, 0.01²).
    public var starts: [Start]
  }

  /// The networks of one start.
  public struct Start: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes.
    public var rule: String
    /// Activations h of layers 1 … L from −1 to 1, pooled over units, inputs and networks.
    public var layers: [LayerHistogram]
    /// √E h² of each layer by mean-field theory.
    public var theory: [Double]
  }

  static let rules: [StartingRule] = [
    .xavier,
    .frameworkDefault,
    .normal,
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (width, depth) = (study.units(500), 10)
    let networks = study.count(quick: 50, standard: 250, thorough: 2500)
    let (uniformNetworks, uniformInputs) = (
      study.count(quick: 4, standard: 10, thorough: 100, atLeast: 4), 32
    )
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

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
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
  public var fewest: Int { min(networks, uniformNetworks * uniformInputs) * width }
}

extension LayerHistogram {
  /// √E h², which is the standard deviation for a symmetric start.
  public var deviation: Estimate { secondMoment.map { max(0, $0).squareRoot() } }
}
