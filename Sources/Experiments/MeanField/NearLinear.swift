import Simulation
import Study

/// How far “close to x near 0” carries a signal in a deep network.
///
/// Note 002 chooses the linear activation x, then tanh, ReLU and 4σ − 2 because they are close to it near 0.
/// With nσ² = 1 the identity keeps q at any depth; tanh loses 2q² per layer and falls like 1/(2l), 4σ − 2
/// like 2/l, and ReLU halves q every time, for it is close to x on one side only.
public struct NearLinear: Experiment {
  /// The networks and a case for each activation.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// How many networks each activation has.
    public var networks: Int
    /// The layers that are shown.
    public var layers: [Int]
    /// One for each activation.
    public var cases: [Case]
  }

  /// One activation.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// log₁₀ q of the median network, by shown layer.
    public var median: [Double]
    /// log₁₀ of the 2.5 % quantile of q over networks, by shown layer.
    public var low: [Double]
    /// log₁₀ of the 97.5 % quantile of q over networks, by shown layer.
    public var high: [Double]
    /// log₁₀ q by the length map from q = 1, by shown layer.
    public var theory: [Double]
  }

  static let activations: [any Activation] = [Identity(), ScaledSigmoid(), Tanh(), ReLU()]
  static let shown = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100]

  public let id = "near-linear"
  public let chartIDs = ["near-linear"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(512),
      networks: study.count(quick: 10, standard: 10, thorough: 100, atLeast: 10),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, networks: Int, seed: SeedTree, jobs: Int) async throws
    -> Outcome
  {
    let depth = shown.last ?? 1
    var cases: [Case] = []
    for activation in activations {
      let passes = try await sampleLengths(
        LengthRequest(
          width: width, depth: depth, activation: activation, weightVariance: 1, firstVariance: 1,
          trials: networks, seed: seed.child(activation.name), jobs: jobs))
      let theory = try LengthMap(activation: activation, weightVariance: 1)
        .orbit(from: 1, layers: depth - 1)
      let quantiles = try shown.map { layer in
        try Quantiles(of: passes.map { Elementary.log10($0.preactivations[layer - 1]) })
      }
      cases.append(
        Case(
          activation: activation.name, median: quantiles.map(\.median),
          low: quantiles.map { $0.value(at: 0.025) },
          high: quantiles.map { $0.value(at: 0.975) },
          theory: shown.map { Elementary.log10(theory[$0 - 1]) }))
    }
    return Outcome(width: width, networks: networks, layers: shown, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("near-networks", outcome.networks), Fact("near-width", outcome.width),
      Fact("near-depth", outcome.layers.last ?? 0),
    ]
      + outcome.cases.map { one in
        let end = one.median.last ?? .nan
        return end < -4
          ? Fact("near-\(one.activation)", end, .powerOfTen(0))
          : Fact("near-\(one.activation)", Elementary.power10(end), .significant(2))
      }
      + outcome.cases.map { one in
        let end = one.theory.last ?? .nan
        return end < -4
          ? Fact("near-\(one.activation)-theory", end, .powerOfTen(0))
          : Fact("near-\(one.activation)-theory", Elementary.power10(end), .significant(2))
      }
  }
}
