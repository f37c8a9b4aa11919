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
    public var networks: Int
    public var shapes: [Shape]
  }

  /// One layer shape under all means.
  public struct Shape: Codable, Equatable, Sendable {
    public var fanIn: Int
    public var fanOut: Int
    public var rules: [Factors]
  }

  /// What one layer does to variances.
  public struct Factors: Codable, Equatable, Sendable {
    public var rule: String
    public var forward: Estimate
    public var backward: Estimate
    public var forwardTheory: Double
    public var backwardTheory: Double
  }

  /// m/n from 1/16 to 16 in powers of two; √(mn) is the study's width, or √2 times it.
  static func shapes(_ study: StudyConfiguration) -> [(Int, Int)] {
    [(1, 16), (2, 16), (2, 8), (4, 8), (4, 4), (8, 4), (8, 2), (16, 2), (16, 1)].map {
      let unit = max(1, study.width / 4)
      return ($0.0 * unit, $0.1 * unit)
    }
  }

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let networks = 3 * study.networks
    var shapes: [Shape] = []
    for (m, n) in Self.shapes(study) {
      let pass = try await HomogeneousPass(
        widths: [m, n], activation: Identity(), reference: .leCun, networks: networks,
        seed: SeedTree(seed: study.seed).child(id).child(m).child(n), jobs: jobs)
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
