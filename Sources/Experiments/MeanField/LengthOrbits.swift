import Simulation
import Study

/// Where does the size of a signal end? Figure 1 of Poole et al. (2016), redone.
///
/// tanh, 1000 units, σ_b = 0.3 and σ_w = 1.3, 2.5, 4: from q₀ in [0, 15] the variance of
/// pre-activations falls on one fixed point within a few layers. Target: every mean of a layer within
/// 2 % of theory; the widths differ from the paper's where the study's do.
public struct LengthOrbits: Experiment {
  /// The networks and a case for each weight variance.
  public struct Outcome: Codable, Equatable, Sendable {
    public var width: Int
    public var networks: Int
    public var biasVariance: Double
    public var cases: [Case]
  }

  /// One weight variance.
  public struct Case: Codable, Equatable, Sendable {
    /// σ_w.
    public var deviation: Double
    public var fixedPoint: Double
    /// V′(q*).
    public var slope: Double
    public var orbits: [Orbit]
    /// Over all starts, the mean of the last layer.
    public var end: Estimate
  }

  /// One start.
  public struct Orbit: Codable, Equatable, Sendable {
    public var start: Double
    /// q by layer: means over networks.
    public var lengths: [Estimate]
    /// The same by the length map.
    public var theory: [Double]
  }

  public static let deviations = [1.3, 2.5, 4]
  public static let biasDeviation = 0.3
  static let starts: [Double] = [0.5, 2, 5, 9, 15]

  public let id = "length-map"
  public let question = "Where does the size of a signal end in a deep tanh network?"
  public let chartIDs = ["length-map"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: 8 * study.width, layers: 8, networks: max(6, study.networks / 50),
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
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
