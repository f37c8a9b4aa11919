import Simulation
import Study

/// Lengths from below, at and above the fixed point that a gain was made for.
///
/// With the gain √(q/E f²) at q = 1 every activation maps 1 to 1. Where V′(1) > 1, as for GELU, SiLU and
/// Mish without biases, lengths leave it: to 0 below and without bound above. Sine with σ_w² = 2, the start
/// of implicit representations (Sitzmann et al. 2020), has its fixed point at 0.797 and not at 1.
public struct UnstableLength: Experiment {
  /// The networks and a case for each activation.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// How many networks each orbit has.
    public var networks: Int
    /// GELU, SiLU, Mish and sine.
    public var cases: [Case]
  }

  /// One activation with the weight variance of its gain.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// σ_w².
    public var weightVariance: Double
    /// The q that the length map leaves as it is.
    public var fixedPoint: Double
    /// V′ at the fixed point.
    public var slope: Double
    /// One for each first variance, ascending.
    public var orbits: [Orbit]
  }

  /// One first variance.
  public struct Orbit: Codable, Equatable, Sendable {
    /// q₁, the variance of the first layer's pre-activations.
    public var start: Double
    /// log₁₀ q of the median network, by layer.
    public var median: [Double]
    /// log₁₀ of the 2.5 % quantile of q over networks, by layer.
    public var low: [Double]
    /// log₁₀ of the 97.5 % quantile of q over networks, by layer.
    public var high: [Double]
    /// log₁₀ q by the length map.
    public var theory: [Double]
  }

  static let activations: [any Activation] = [GELU(), SiLU(), Mish(), Sine()]
  static let starts: [Double] = [0.5, 1, 2]
  static let sineStarts = [0.2, 0.8, 3]

  public let id = "unstable-length"
  public let chartIDs = ["unstable-length"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(1024), depth: 24,
      networks: study.count(quick: 10, standard: 10, thorough: 100, atLeast: 10),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    var cases: [Case] = []
    for activation in activations {
      let isSine = activation is Sine
      let gain = try GaussianMoments(of: activation, variance: 1).forwardGain
      let weightVariance = isSine ? 2 : gain * gain
      let map = try LengthMap(activation: activation, weightVariance: weightVariance)
      var fixedPoint = 1.0
      if isSine, case .finite(let end) = try map.limit() { fixedPoint = end }
      var orbits: [Orbit] = []
      for start in isSine ? sineStarts : starts {
        let passes = try await sampleLengths(
          LengthRequest(
            width: width, depth: depth, activation: activation, weightVariance: weightVariance,
            firstVariance: start, trials: networks,
            seed: seed.child(activation.name).child("\(start)"), jobs: jobs))
        let quantiles = try (0..<depth).map { l in
          try Quantiles(of: passes.map { Elementary.log10($0.preactivations[l]) })
        }
        orbits.append(
          Orbit(
            start: start, median: quantiles.map(\.median),
            low: quantiles.map { $0.value(at: 0.025) },
            high: quantiles.map { $0.value(at: 0.975) },
            theory: try map.orbit(from: start, layers: depth - 1).map(Elementary.log10)))
      }
      cases.append(
        Case(
          activation: activation.name, weightVariance: weightVariance, fixedPoint: fixedPoint,
          slope: try map.slope(at: fixedPoint), orbits: orbits))
    }
    return Outcome(width: width, networks: networks, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("unstable-networks", outcome.networks), Fact("unstable-width", outcome.width),
      Fact("unstable-depth", outcome.cases.first?.orbits.first?.median.count ?? 0),
    ]
      + outcome.cases.flatMap { one in
        let ends = one.orbits.map { $0.median.last ?? .nan }
        return [
          Fact("unstable-\(one.activation)-gain", one.weightVariance.squareRoot(), .fixed(3)),
          Fact("unstable-\(one.activation)-slope", one.slope, .fixed(3)),
          Fact("unstable-\(one.activation)-fixed", one.fixedPoint, .fixed(3)),
          Fact("unstable-\(one.activation)-below", Elementary.power10(ends[0]), .significant(2)),
          Fact("unstable-\(one.activation)-middle", Elementary.power10(ends[1]), .significant(2)),
          Fact("unstable-\(one.activation)-above", Elementary.power10(ends[2]), .significant(2)),
        ]
      }
  }
}
