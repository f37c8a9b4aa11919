import Simulation
import Study

/// Whether the choice of σ changes the condition number, as note 001's table says.
///
/// Independent draws for each of the note's three means; the condition number is a ratio, so σ cancels.
/// Target: the interval of every median within 2 %. Reached up to m/n = 1/2; the squarer the layer, the
/// heavier the tail of the condition number: 5 % at 7/8.
public struct ConditionNumber: Experiment {
  public let id = "condition-number"
  public let chartIDs = ["condition-number"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n, the fan-out of all shapes.
    public var columns: Int
    /// How many matrices each shape has under each rule.
    public var matrices: Int
    /// Geometric, arithmetic and quadratic mean.
    public var rules: [RuleOutcome]
  }

  /// One mean, shape by shape.
  public struct RuleOutcome: Codable, Equatable, Sendable {
    /// The rule's name in saved outcomes, such as `Geometric`.
    public var rule: String
    /// m/n from 1/8 to 7/8.
    public var shapes: [Shape]
  }

  /// All matrices of one shape.
  public struct Shape: Codable, Equatable, Sendable {
    /// m, the fan-in.
    public var rows: Int
    /// The median of σ_max/σ_min.
    public var condition: Estimate
    /// The mean of σ_max.
    public var largest: Estimate
    /// σ(√m + √n), the limit of σ_max for large matrices.
    public var largestTheory: Double
  }

  static let rules: [StartingRule] = [.geometric, .arithmetic, .quadratic]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let n = study.units(128, atLeast: 16)
    let matrices = study.count(quick: 20, standard: 100, thorough: 1000, atLeast: 20)
    var rules: [RuleOutcome] = []
    for rule in Self.rules {
      var shapes: [Shape] = []
      for step in 1...7 {
        let m = n * step / 8
        let deviation = rule.initializer.variance(fanIn: m, fanOut: n).squareRoot()
        let seed = seed.child(rule.name).child(m)
        let extremes = try await mapTrials(matrices, jobs: jobs) { trial in
          var random = seed.child(trial).source()
          let values = try BidiagonalModel(
            rows: m, columns: n, entryDeviation: deviation, random: &random
          ).singularValues()
          return [values[0], values[values.count - 1]]
        }
        let limit = try ExtremeSingularValues(
          rows: m, columns: n, entryVariance: deviation * deviation)
        shapes.append(
          Shape(
            rows: m, condition: try .median(of: extremes.map { $0[0] / $0[1] }),
            largest: try .mean(of: extremes.map { $0[0] }), largestTheory: limit.baiYinLargest))
      }
      rules.append(RuleOutcome(rule: rule.name, shapes: shapes))
    }
    return Outcome(columns: n, matrices: matrices, rules: rules)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    // m/n = 1/4, the note's 64 × 256.
    let names = ["geometric", "arithmetic", "quadratic"]
    return zip(names, outcome.rules).map { name, rule in
      Fact("condition-\(name)", rule.shapes[1].condition, .fixed(2))
    } + [
      Fact("condition-theory", 3, .fixed(0)),
      Fact("condition-rows", outcome.rules[0].shapes[1].rows),
      Fact("condition-columns", outcome.columns),
      Fact("condition-largest-geometric", outcome.rules[0].shapes[1].largest, .fixed(2)),
      Fact("condition-largest-quadratic", outcome.rules[2].shapes[1].largest, .fixed(2)),
    ]
  }
}
