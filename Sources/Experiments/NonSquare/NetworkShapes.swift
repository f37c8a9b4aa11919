import Simulation
import Study

/// How the shape of a network decides what is left of the signal under each mean.
///
/// ∏ mᵢσᵢ² telescopes for the geometric mean: only the first and the last width count. Target: every
/// interval within 2 %.
public struct NetworkShapes: Experiment {
  public let id = "network-shapes"
  public let chartIDs = ["network-shapes"]

  /// Makes the experiment.
  public init() {}

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many networks of each shape there are; all rules share their draws.
    public var networks: Int
    /// Pyramid, zigzag, hourglass and constant width.
    public var shapes: [Shape]
  }

  /// One network under the three means of the note.
  public struct Shape: Codable, Equatable, Sendable {
    /// The network's name in saved outcomes.
    public var name: String
    /// The widths of the input and of layers 1 … L.
    public var widths: [Int]
    /// Geometric, arithmetic and quadratic mean.
    public var rules: [RuleOutcome]
  }

  /// One mean, layer by layer.
  public struct RuleOutcome: Codable, Equatable, Sendable {
    /// The rule's name in saved outcomes, such as `Geometric`.
    public var rule: String
    /// The mean square after layers 1 … L over the input's: means over networks.
    public var measured: [Estimate]
    /// ∏ mσ² up to each of these layers, the exact expectation.
    public var theory: [Double]
  }

  static let rules: [StartingRule] = [.geometric, .arithmetic, .quadratic]

  /// A narrowing network, a zigzag between the same ends, an hourglass, and equal widths.
  static func shapes(_ study: StudyConfiguration) -> [(String, [Int])] {
    let shapes = [
      ("Pyramid", [512, 256, 128, 64, 32]), ("Zigzag", [512, 32, 512, 32, 512]),
      ("Hourglass", [128, 64, 32, 64, 128]), ("Constant", [128, 128, 128, 128, 128]),
    ]
    return shapes.map { name, widths in (name, widths.map { study.units($0) }) }
  }

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let networks = study.count(quick: 600, standard: 3000, thorough: 30_000)
    var shapes: [Shape] = []
    for (name, widths) in Self.shapes(study) {
      let pass = try await HomogeneousPass(
        widths: widths, activation: Identity(), reference: .geometric, networks: networks,
        seed: seed.child(name), jobs: jobs, isForwardOnly: true)
      let rules = try Self.rules.map { rule in
        RuleOutcome(
          rule: rule.name, measured: pass.forward(rule).map(\.linearMean),
          theory: try LinearNetwork.logForwardVariances(
            widths: widths, weightVariances: rule.variances(of: widths)
          ).map(Elementary.exp))
      }
      shapes.append(Shape(name: name, widths: widths, rules: rules))
    }
    return Outcome(networks: networks, shapes: shapes)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    func end(_ shape: String, _ rule: Int) -> Estimate {
      outcome.shapes.first { $0.name == shape }?.rules[rule].measured.last ?? nothing
    }
    func widths(_ shape: String) -> String {
      let widths = outcome.shapes.first { $0.name == shape }?.widths ?? []
      return widths.map(String.init).joined(separator: "-")
    }
    return [
      Fact("pyramid", text: widths("Pyramid")), Fact("zigzag", text: widths("Zigzag")),
      Fact("pyramid-geometric", end("Pyramid", 0), .fixed(2)),
      Fact("zigzag-geometric", end("Zigzag", 0), .fixed(2)),
      Fact("zigzag-arithmetic", end("Zigzag", 1), .significant(2)),
      Fact("zigzag-quadratic", end("Zigzag", 2), .significant(2)),
    ]
  }
}
