import Simulation
import Study

/// The gain of tanh, swept over what frameworks recommend.
///
/// Swept from 0.8 to 2 without biases. Neutral for the signal at q = 1 is 1.59, for the gradient 1.47, critical
/// is 1; at 5/3 lengths settle and the gradient grows by χ₁ = 1.21 per layer.
public struct TanhGain: Experiment {
  /// The networks, the sweep, and theory on a finer grid.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// The number of layers.
    public var depth: Int
    /// How many networks each gain has.
    public var networks: Int
    /// One for each measured gain, ascending.
    public var points: [Point]
    /// One for each gain of the finer grid, ascending.
    public var theory: [Theory]
    /// √(q/E f²) at q = 1, which keeps the signal there.
    public var forwardGain: Double
    /// 1/√E f′² at q = 1, which keeps the gradient there.
    public var backwardGain: Double
  }

  /// Networks of one gain.
  public struct Point: Codable, Equatable, Sendable {
    /// σ_w.
    public var gain: Double
    /// The factor on the gradient's mean square per layer over the last half: the geometric mean.
    public var factor: Estimate
    /// q, the pre-activations' mean square in the last layer: the mean over networks.
    public var length: Estimate
    /// q by theory at that depth.
    public var lengthTheory: Double
    /// χ₁ by theory in the limit of infinite depth.
    public var chi: Double
  }

  /// The limits at one gain.
  public struct Theory: Codable, Equatable, Sendable {
    /// σ_w.
    public var gain: Double
    /// q*, where lengths settle.
    public var length: Double
    /// χ₁ at q*.
    public var chi: Double
  }

  static let gains = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 5.0 / 3, 1.8, 1.9, 2]

  public let id = "tanh-gain"
  public let chartIDs = ["tanh-gain"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(256), depth: study.depth,
      networks: study.count(quick: 6, standard: 10, thorough: 100, atLeast: 6),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    var points: [Point] = []
    for (index, gain) in gains.enumerated() {
      let passes = try await samplePairs(
        PairRequest(
          width: width, depth: depth, activation: Tanh(), weightVariance: gain * gain,
          inputs: PairMoments(square: 1, correlation: 1), includesGradients: true,
          trials: networks, seed: seed.child(index), jobs: jobs))
      let middle = depth / 2
      let factors = passes.map { pass in
        let ratio =
          (pass.layers[middle].gradients?.first ?? .nan)
          / (pass.layers[depth - 1].gradients?.first ?? .nan)
        return Elementary.log(ratio) / Double(depth - 1 - middle)
      }
      let map = try LengthMap(activation: Tanh(), weightVariance: gain * gain)
      points.append(
        Point(
          gain: gain, factor: try .geometricMean(ofLogarithms: factors),
          length: try .mean(of: passes.map { $0.layers[depth - 1].preactivations.first }),
          lengthTheory: try map.orbit(from: gain * gain, layers: depth - 1).last ?? .nan,
          chi: try chi(map)))
    }
    let theory = try (0...48).map { index in
      let gain = 0.8 + 0.025 * Double(index)
      let map = try LengthMap(activation: Tanh(), weightVariance: gain * gain)
      return Theory(gain: gain, length: try length(map), chi: try chi(map))
    }
    let unit = try GaussianMoments(of: Tanh(), variance: 1)
    return Outcome(
      width: width, depth: depth, networks: networks, points: points, theory: theory,
      forwardGain: unit.forwardGain, backwardGain: unit.backwardGain)
  }

  /// q*: tanh is bounded, so there is always one.
  private static func length(_ map: LengthMap) throws -> Double {
    guard case .finite(let length) = try map.limit() else { return .infinity }
    return length
  }

  private static func chi(_ map: LengthMap) throws -> Double {
    try map.chi(at: try length(map))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    guard let framework = outcome.points.first(where: { abs($0.gain - 5.0 / 3) < 1e-9 }) else {
      return []
    }
    let layers = Double(outcome.depth)
    return [
      Fact("tanh-gain-networks", outcome.networks), Fact("tanh-gain-width", outcome.width),
      Fact("tanh-gain-depth", outcome.depth),
      Fact("tanh-gain-chi", framework.chi, .fixed(4)),
      Fact("tanh-gain-factor", framework.factor, .fixed(3)),
      Fact("tanh-gain-length", framework.length, .fixed(3)),
      Fact("tanh-gain-length-theory", framework.lengthTheory, .fixed(3)),
      Fact(
        "tanh-gain-whole", Elementary.exp(layers * Elementary.log(framework.chi)),
        .scientific(1)),
      Fact("tanh-gain-forward", outcome.forwardGain, .fixed(4)),
      Fact("tanh-gain-backward", outcome.backwardGain, .fixed(4)),
    ]
  }
}
