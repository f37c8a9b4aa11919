import Simulation
import Study

/// Where the size of a signal ends: figure 1 of Poole and others (2016), redone.
///
/// tanh, 1000 units, σ_b = 0.3 and σ_w = 1.3, 2.5, 4: from q₀ in [0, 15] the variance of
/// pre-activations falls on one fixed point within a few layers. Target: every mean of a layer within
/// 2 % of theory; not reached, the largest distance is 3 % at these numbers of networks.
public struct LengthOrbits: Experiment {
  /// The networks and a case for each weight variance.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// How many networks each start has.
    public var networks: Int
    /// σ_b².
    public var biasVariance: Double
    /// One for each of `deviations`.
    public var cases: [Case]
  }

  /// One weight variance.
  public struct Case: Codable, Equatable, Sendable {
    /// σ_w.
    public var deviation: Double
    /// q*, where the length map V(q) = q.
    public var fixedPoint: Double
    /// V′(q*).
    public var slope: Double
    /// One for each first variance, ascending.
    public var orbits: [Orbit]
    /// Over all starts, the mean of the last layer.
    public var end: Estimate
  }

  /// One start.
  public struct Orbit: Codable, Equatable, Sendable {
    /// q₁, the variance of the first layer's pre-activations.
    public var start: Double
    /// q by layer: means over networks.
    public var lengths: [Estimate]
    /// The same by the length map.
    public var theory: [Double]
  }

  /// σ_w, ascending.
  public static let deviations = [1.3, 2.5, 4]
  /// σ_b.
  public static let biasDeviation = 0.3
  static let starts: [Double] = [0.5, 2, 5, 9, 15]

  public let id = "length-map"
  public let chartIDs = ["length-map"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(1024), layers: 8,
      networks: study.count(quick: 6, standard: 20, thorough: 200, atLeast: 6),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, layers: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    let biasVariance = biasDeviation * biasDeviation
    var cases: [Case] = []
    for deviation in deviations {
      let map = try LengthMap(
        activation: Tanh(), weightVariance: deviation * deviation, biasVariance: biasVariance)
      guard case .finite(let fixedPoint) = try map.limit() else { continue }
      var orbits: [Orbit] = []
      var ends: [Double] = []
      for start in starts {
        let passes = try await sampleLengths(
          LengthRequest(
            width: width, depth: layers, activation: Tanh(),
            weightVariance: deviation * deviation, biasVariance: biasVariance,
            firstVariance: start, trials: networks,
            seed: seed.child("\(deviation)").child("\(start)"), jobs: jobs))
        ends += passes.map { $0.preactivations[layers - 1] }
        orbits.append(
          Orbit(
            start: start,
            lengths: try (0..<layers).map { l in try .mean(of: passes.map { $0.preactivations[l] })
            },
            theory: try map.orbit(from: start, layers: layers - 1)))
      }
      cases.append(
        Case(
          deviation: deviation, fixedPoint: fixedPoint, slope: try map.slope(at: fixedPoint),
          orbits: orbits, end: try .mean(of: ends)))
    }
    return Outcome(width: width, networks: networks, biasVariance: biasVariance, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("length-networks", outcome.networks), Fact("length-width", outcome.width),
      Fact("length-layers", outcome.cases.first?.orbits.first?.lengths.count ?? 0),
    ]
      + zip(["small", "middle", "large"], outcome.cases).flatMap { key, one in
        [
          Fact("length-end-\(key)", one.end, .significant(3)),
          Fact("length-fixed-\(key)", one.fixedPoint, .significant(3)),
          Fact("length-slope-\(key)", one.slope, .fixed(2)),
        ]
      }
  }
}
