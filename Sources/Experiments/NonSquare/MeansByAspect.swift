import Simulation
import Study

/// How far each mean of the two fans misses 1, forward and backward, by the aspect ratio of a layer.
///
/// One linear layer of m inputs and n outputs with mn fixed; forward it multiplies the variance by mσ²,
/// backward by nσ². Target: every interval within 1 %.
public struct MeansByAspect: Experiment {
  public let id = "means-by-aspect"
  public let chartIDs = ["means-by-aspect"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many layers of each shape were drawn; all means share the draws.
    public var networks: Int
    /// One for each aspect ratio m/n, ascending.
    public var shapes: [Shape]
  }

  /// One layer shape under all means.
  public struct Shape: Codable, Equatable, Sendable {
    /// m.
    public var fanIn: Int
    /// n.
    public var fanOut: Int
    /// Harmonic, geometric, arithmetic and quadratic mean.
    public var rules: [Factors]
  }

  /// What one layer does to variances.
  public struct Factors: Codable, Equatable, Sendable {
    /// The rule's name in saved outcomes, such as `Geometric`.
    public var rule: String
    /// The factor on the signal's mean square: the mean over networks.
    public var forward: Estimate
    /// The factor on the gradient's mean square: the mean over networks.
    public var backward: Estimate
    /// mσ², the exact expectation.
    public var forwardTheory: Double
    /// nσ², the exact expectation.
    public var backwardTheory: Double
  }

  /// m/n from 1/16 to 16 in powers of two; √(mn) is the study's width, or √2 times it.
  static func shapes(_ study: StudyConfiguration) -> [(Int, Int)] {
    [
      (32, 512), (64, 512), (64, 256), (128, 256), (128, 128), (256, 128), (256, 64), (512, 64),
      (512, 32),
    ].map { (study.units($0), study.units($1)) }
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let networks = study.count(quick: 600, standard: 3000, thorough: 30_000)
    var shapes: [Shape] = []
    for (m, n) in Self.shapes(study) {
      let pass = try await HomogeneousPass(
        widths: [m, n], activation: Identity(), reference: .leCun, networks: networks,
        seed: seed.child(m).child(n), jobs: jobs)
      let rules = StartingRule.means.map { rule in
        let variance = rule.initializer.variance(fanIn: m, fanOut: n)
        return Factors(
          rule: rule.name, forward: pass.forward(rule)[0].linearMean,
          backward: pass.inputGradient(rule).linearMean, forwardTheory: Double(m) * variance,
          backwardTheory: Double(n) * variance)
      }
      shapes.append(Shape(fanIn: m, fanOut: n, rules: rules))
    }
    return Outcome(networks: networks, shapes: shapes)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    // The note's layer: 64 → 256, m/n = 1/4.
    let quarter = outcome.shapes.first { 4 * $0.fanIn == $0.fanOut }
    let names = ["harmonic", "geometric", "arithmetic", "quadratic"]
    return names.enumerated().flatMap { index, name in
      let factors = quarter?.rules[index]
      return [
        Fact("\(name)-quarter-forward", factors?.forward ?? nothing, .fixed(3)),
        Fact("\(name)-quarter-backward", factors?.backward ?? nothing, .fixed(3)),
      ]
    } + [
      Fact("quarter-fan-in", quarter?.fanIn ?? 0), Fact("quarter-fan-out", quarter?.fanOut ?? 0),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    guard let quarter = outcome.shapes.first(where: { 4 * $0.fanIn == $0.fanOut }) else {
      return []
    }
    // Note 001, section 7.1: its "theoretical prediction" for both directions.
    let claims = ["–", "@about-one", "0.94", "0.80"]
    let keys = ["harmonic", "geometric", "arithmetic", "quadratic"]
    let format = NumberFormat.fixed(3)
    let rows = zip(zip(keys, quarter.rules), claims).map { mean, claim in
      let (key, factors) = mean
      return
        [
          "@\(key)", claim, format.text(factors.forwardTheory),
          "\(format.text(factors.forward.value)) ± \(format.text(factors.forward.halfWidth))",
          format.text(factors.backwardTheory),
          "\(format.text(factors.backward.value)) ± \(format.text(factors.backward.halfWidth))",
          format.text(factors.forwardTheory * factors.backwardTheory),
        ]
    }
    return [
      FactTable(
        name: "note-layer",
        header: [
          "mean", "note", "forward", "forward-measured", "backward", "backward-measured",
          "there-and-back",
        ],
        numeric: [false, true, true, true, true, true, true], rows: rows)
    ]
  }
}
