import Simulation
import Study

/// The share of ReLU networks that are dead before their first step.
///
/// Lu et al. (2019): depth 10, one-dimensional inputs, widths 2, 3, 5 and 10. For one input the probability
/// is exactly 1 − (1 − 2⁻ⁿ)ᴸ; a network is dead if it is for all inputs, which is rarer. And what a small
/// positive bias and one positive weight per unit change.
public struct BornDeadNetworks: Experiment {
  /// Curves by width, and remedies.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many networks each share rests on.
    public var networks: Int
    /// Hidden layers of the deepest networks of the curves.
    public var depth: Int
    /// One for each of `widths`.
    public var curves: [Curve]
    /// One for each width and kind of start, the three kinds of a width together.
    public var remedies: [Remedy]
    /// How many inputs the networks of `Curve.many` are tried on.
    public var inputs: Int
    /// Of how many dimensions those inputs are.
    public var dimensions: Int
  }

  /// Networks of one width.
  public struct Curve: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// The share of networks whose units are all silent for one input, by depth from 1.
    public var single: [Estimate]
    /// 1 − (1 − 2⁻ⁿ)ᴸ, the exact probability of that, by depth from 1.
    public var singleTheory: [Double]
    /// The share with the same output for all numbers of one dimension, by depth from 1.
    public var line: [Estimate]
    /// A lower bound of that probability, by depth from 1.
    public var lineBound: [Double]
    /// The share with the same output for all of many inputs, by depth from 1.
    public var many: [Estimate]
  }

  /// One width at depth 10 with a start of one kind.
  public struct Remedy: Codable, Equatable, Sendable {
    /// `plain`, `bias` or `positive`.
    public var key: String
    /// Units per layer.
    public var width: Int
    /// The share of networks that are dead for all numbers, with Wilson's interval.
    public var share: Estimate
  }

  /// Units per layer, as in the paper.
  public static let widths = [2, 3, 5, 10]
  /// Hidden layers of the paper's networks, and of the remedies.
  public static let publishedDepth = 10
  /// The paper's shares at depth 10: above 0.9, about 0.6, above 0.1, below 0.01.
  public static let published: [(width: Int, share: Double, relation: String)] = [
    (2, 0.9, "above"), (3, 0.6, "about"), (5, 0.1, "above"), (10, 0.01, "below"),
  ]
  /// The value of every bias under the remedy `bias`.
  public static let bias = 0.1
  /// A width at which no network is dead.
  static let wide = 32

  public let id = "born-dead"
  public let chartIDs = ["born-dead", "born-dead-remedies"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      networks: study.count(quick: 200, standard: 1000, thorough: 10_000), depth: 20, seed: seed,
      jobs: jobs)
  }

  static func simulate(networks: Int, depth: Int, seed: SeedTree, jobs: Int) async throws
    -> Outcome
  {
    let (inputs, dimensions) = (16, 8)
    var curves: [Curve] = []
    var remedies: [Remedy] = []
    for width in widths {
      func times(
        _ name: String, depth: Int, inputs: DeathRequest.Inputs, bias: Double = 0,
        positive: Bool = false
      ) async throws -> DeathTimes {
        try await sampleDeaths(
          DeathRequest(
            width: width, depth: depth, inputs: inputs, bias: bias, hasPositiveWeight: positive,
            trials: networks, seed: seed.child(name).child(width), jobs: jobs))
      }
      let line = try await times("line", depth: depth, inputs: .line)
      let many = try await times(
        "many", depth: depth, inputs: .normal(count: inputs, dimensions: dimensions))
      let layers = Array(1...depth)
      func theory(_ probability: ([Int]) throws -> Double) rethrows -> [Double] {
        try layers.map { try probability(Array(repeating: width, count: $0)) }
      }
      curves.append(
        Curve(
          width: width,
          single: try layers.map { try DeathTimes.share(line.silent, after: $0) },
          singleTheory: try theory(BornDead.singleInput),
          line: try layers.map { try DeathTimes.share(line.constant, after: $0) },
          lineBound: try theory(BornDead.lineLowerBound),
          many: try layers.map { try DeathTimes.share(many.constant, after: $0) }))
      // The networks of the second curve, and the same number with each remedy.
      let shown = publishedDepth
      remedies.append(
        Remedy(
          key: "plain", width: width, share: try DeathTimes.share(line.constant, after: shown)))
      for (key, bias, positive) in [("bias", bias, false), ("positive", 0, true)] {
        let deaths = try await times(
          key, depth: shown, inputs: .line, bias: bias, positive: positive)
        remedies.append(
          Remedy(
            key: key, width: width, share: try DeathTimes.share(deaths.constant, after: shown)))
      }
    }
    return Outcome(
      networks: networks, depth: depth, curves: curves, remedies: remedies, inputs: inputs,
      dimensions: dimensions)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let index = Self.publishedDepth - 1
    let wide = try? BornDead.singleInput(
      widths: Array(repeating: Self.wide, count: Self.publishedDepth))
    return [
      Fact("dead-networks", outcome.networks), Fact("dead-depth", Self.publishedDepth),
      Fact("dead-inputs", outcome.inputs), Fact("dead-dimensions", outcome.dimensions),
      Fact("dead-bias", Self.bias, .fixed(1)),
      Fact("dead-wide-width", Self.wide), Fact("dead-wide", wide ?? .nan, .scientific(0)),
    ]
      + outcome.curves.filter { $0.line.count > index }.flatMap { one in
        [
          Fact("dead-line-\(one.width)", one.line[index], .percent(1)),
          Fact("dead-single-\(one.width)", one.single[index], .percent(1)),
          Fact("dead-single-\(one.width)-theory", one.singleTheory[index], .percent(1)),
          Fact("dead-many-\(one.width)", one.many[index], .percent(1)),
        ]
      }
      + outcome.remedies.map { remedy in
        Fact("dead-\(remedy.key)-\(remedy.width)", remedy.share, .percent(1))
      }
  }

  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    // At one depth each: the depths of one curve are the same networks.
    outcome.curves.compactMap { one in
      let index = Self.publishedDepth - 1
      guard one.single.count > index else { return nil }
      return TheoryCheck(
        "silent-share", Fact("width", one.width), measured: one.single[index],
        theory: one.singleTheory[index])
    }
  }
}
