import Simulation
import Study

/// Which error each mean minimises.
///
/// The note derives the quadratic mean from L(t) = (mt − 1)² + (nt − 1)², t = σ². Measured in ratios
/// instead, (ln mt)² + (ln nt)², the same wish leads to the geometric mean. Target: intervals of mt and
/// nt within 1 %.
public struct CostOfAMean: Experiment {
  public let id = "cost-of-a-mean"
  public let chartIDs = ["means-of-fans", "cost-of-a-mean"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// m.
    public var fanIn: Int
    /// n.
    public var fanOut: Int
    /// How many layers were drawn; all rules share the draws.
    public var networks: Int
    /// Harmonic, geometric, arithmetic and quadratic mean.
    public var rules: [RuleOutcome]
  }

  /// One mean, its σ², and the two factors it gives a layer.
  public struct RuleOutcome: Codable, Equatable, Sendable {
    /// The rule's name in saved outcomes, such as `Geometric`.
    public var rule: String
    /// σ².
    public var variance: Double
    /// The factor on the signal's mean square, mσ² in expectation: the mean over networks.
    public var forward: Estimate
    /// The factor on the gradient's mean square, nσ² in expectation: the mean over networks.
    public var backward: Estimate
  }

  /// A way to say how far the factors mσ² and nσ² are from 1.
  public enum Cost: CaseIterable, Sendable {
    /// (mt − 1)² + (nt − 1)².
    case differences
    /// (ln mt)² + (ln nt)².
    case ratios

    /// The error of a layer with these factors.
    public func callAsFunction(forward: Double, backward: Double) -> Double {
      switch self {
      case .differences: (forward - 1) * (forward - 1) + (backward - 1) * (backward - 1)
      case .ratios:
        Elementary.log(forward) * Elementary.log(forward)
          + Elementary.log(backward) * Elementary.log(backward)
      }
    }
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (m, n) = (study.units(64), study.units(256))
    let networks = study.count(quick: 400, standard: 2000, thorough: 20_000)
    let pass = try await HomogeneousPass(
      widths: [m, n], activation: Identity(), reference: .leCun, networks: networks,
      seed: seed, jobs: jobs)
    let rules = StartingRule.means.map { rule in
      RuleOutcome(
        rule: rule.name, variance: rule.initializer.variance(fanIn: m, fanOut: n),
        forward: pass.forward(rule)[0].linearMean,
        backward: pass.inputGradient(rule).linearMean)
    }
    return Outcome(fanIn: m, fanOut: n, networks: networks, rules: rules)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    func value(_ index: Int, _ cost: Cost) -> Double {
      let variance = outcome.rules[index].variance
      return cost(forward: m * variance, backward: n * variance)
    }
    return [
      Fact("cost-fan-in", outcome.fanIn), Fact("cost-fan-out", outcome.fanOut),
      Fact("quadratic-differences", value(3, .differences), .fixed(2)),
      Fact("geometric-differences", value(1, .differences), .fixed(2)),
      Fact("quadratic-ratios", value(3, .ratios), .fixed(2)),
      Fact("geometric-ratios", value(1, .ratios), .fixed(2)),
    ]
  }
}
