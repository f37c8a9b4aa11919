import Graphics
import Simulation
import Study

/// What does the gain 5/3 do that frameworks recommend for tanh?
///
/// Swept from 0.8 to 2 without biases. Neutral for the signal at q = 1 is 1.59, for the gradient 1.47, critical
/// is 1; at 5/3 lengths settle and the gradient grows by χ₁ = 1.21 per layer.
public struct TanhGain: Experiment {
  /// The networks, the sweep, and theory on a finer grid.
  public struct Outcome: Codable, Equatable, Sendable {
    public var width: Int
    public var depth: Int
    public var networks: Int
    public var points: [Point]
    public var theory: [Theory]
    public var forwardGain: Double
    public var backwardGain: Double
  }

  /// Networks of one gain.
  public struct Point: Codable, Equatable, Sendable {
    public var gain: Double
    /// The factor on the gradient's mean square per layer over the last half.
    public var factor: Estimate
    /// q in the last layer.
    public var length: Estimate
    /// q by theory at that depth, and χ₁ in the limit of infinite depth.
    public var lengthTheory: Double
    public var chi: Double
  }

  /// The limits at one gain.
  public struct Theory: Codable, Equatable, Sendable {
    public var gain: Double
    public var length: Double
    public var chi: Double
  }

  static let gains = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 5.0 / 3, 1.8, 1.9, 2]

  public let id = "tanh-gain"
  public let question = "Is 5/3 the right gain for tanh?"
  public let chartIDs = ["tanh-gain"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: 2 * study.width, depth: study.depth, networks: max(6, study.networks / 100),
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
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
    let theory = try (0...40).map { index in
      let gain = 0.8 + 0.03 * Double(index)
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
        .significant(2)),
      Fact("tanh-gain-forward", outcome.forwardGain, .fixed(4)),
      Fact("tanh-gain-backward", outcome.backwardGain, .fixed(4)),
    ]
  }
}
