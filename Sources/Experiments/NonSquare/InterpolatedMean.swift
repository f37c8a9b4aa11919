import Simulation
import Study

/// What the note's mixture of geometric and arithmetic mean does to whole networks.
///
/// σ² = α/√(mn) + (1 − α) · 2/(m + n), α from 0 to 1, on the note's hourglass and on a widening
/// network. Target: every interval within 2 %.
public struct InterpolatedMean: Experiment {
  public let id = "interpolated-mean"
  public let chartIDs = ["interpolated-mean"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many networks of each shape there are; all α share their draws.
    public var networks: Int
    /// α from 0, the arithmetic mean, to 1, the geometric one.
    public var alphas: [Double]
    /// The note's network, then one that widens.
    public var shapes: [Shape]
  }

  /// End-to-end factors of one network by α.
  public struct Shape: Codable, Equatable, Sendable {
    /// The network's name in saved outcomes.
    public var name: String
    /// The widths of the input and of layers 1 … L.
    public var widths: [Int]
    /// The signal's mean square at the output over the input's: means over networks.
    public var forward: [Estimate]
    /// The gradient's mean square at the input over the output's: means over networks.
    public var backward: [Estimate]
    /// ∏ mσ² over the layers, the exact expectation.
    public var forwardTheory: [Double]
    /// ∏ nσ² over the layers, the exact expectation.
    public var backwardTheory: [Double]
  }

  /// The note's network, and one that doubles its width at each layer.
  static func shapes(_ study: StudyConfiguration) -> [(String, [Int])] {
    let narrow = study.hourglass.min() ?? 1
    return [
      ("The note’s network", study.hourglass), ("Widening", [1, 2, 4, 8].map { $0 * narrow }),
    ]
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let networks = study.count(quick: 800, standard: 4000, thorough: 40_000)
    let alphas = (0...10).map { Double($0) / 10 }
    var shapes: [Shape] = []
    for (name, widths) in Self.shapes(study) {
      let pass = try await HomogeneousPass(
        widths: widths, activation: Identity(), reference: .geometric, networks: networks,
        seed: seed.child(name), jobs: jobs)
      let rules = alphas.map(StartingRule.interpolated)
      let theory = try rules.map { rule in
        let variances = rule.variances(of: widths)
        let forward = try LinearNetwork.logForwardVariances(
          widths: widths, weightVariances: variances)
        let backward = try LinearNetwork.logBackwardVariances(
          widths: widths, weightVariances: variances)
        return (Elementary.exp(forward[forward.count - 1]), Elementary.exp(backward[0]))
      }
      shapes.append(
        Shape(
          name: name, widths: widths,
          forward: rules.map { pass.forward($0)[widths.count - 2].linearMean },
          backward: rules.map { pass.inputGradient($0).linearMean },
          forwardTheory: theory.map(\.0), backwardTheory: theory.map(\.1)))
    }
    return Outcome(networks: networks, alphas: alphas, shapes: shapes)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    let widening = outcome.shapes.last
    return [
      Fact("hourglass-alpha-0", outcome.shapes.first?.forward.first ?? nothing, .fixed(3)),
      Fact("hourglass-alpha-1", outcome.shapes.first?.forward.last ?? nothing, .fixed(3)),
      Fact(
        "widening", text: (widening?.widths ?? []).map(String.init).joined(separator: "-")),
      Fact("widening-signal", widening?.forward.last ?? nothing, .fixed(3)),
      Fact("widening-gradient", widening?.backward.last ?? nothing, .fixed(2)),
    ]
  }
}
