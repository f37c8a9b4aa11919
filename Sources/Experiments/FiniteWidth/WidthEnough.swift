import Simulation
import Study

/// The width at which a single network of given depth does what theory says of the average.
///
/// The smallest width at which 95 % of networks keep the size of their signal within a factor, by the exact law, and
/// networks of that width to check it.
public struct WidthEnough: Experiment {
  /// Curves by kind and factor, and measured networks.
  public struct Outcome: Codable, Equatable, Sendable {
    /// The share of networks that must lie within the factor.
    public var share: Double
    /// Numbers of layers, ascending.
    public var depths: [Int]
    /// One for each kind of network and factor.
    public var curves: [Curve]
    /// One for each pair of curve and depth that was measured.
    public var points: [Point]
    /// How many networks each point rests on.
    public var networks: Int
  }

  /// One kind of network and one factor.
  public struct Curve: Codable, Equatable, Sendable {
    /// `linear` or `relu`.
    public var activation: String
    /// By how much the root mean square of the signal may grow or shrink.
    public var factor: Double
    /// The smallest width by the exact law, by depth.
    public var widths: [Int]
    /// The width that the log-normal law asks for, by depth.
    public var asymptotic: [Double]
  }

  /// Networks of one depth and the width that theory asks for.
  public struct Point: Codable, Equatable, Sendable {
    /// `linear` or `relu`.
    public var activation: String
    /// By how much the root mean square may grow or shrink.
    public var factor: Double
    /// How many layers.
    public var depth: Int
    /// Units per layer, the smallest that theory allows.
    public var width: Int
    /// The share of networks within the factor, with Wilson's interval.
    public var inside: Estimate
    /// The same share by the exact law.
    public var theory: Double
  }

  static let depths = [1, 3, 10, 30, 100]
  static let kinds: [(activation: String, factor: Double)] = [
    ("relu", 1.1), ("relu", 1.3), ("relu", 2), ("linear", 1.1),
  ]
  /// What is measured: kind and depth.
  static let measured: [(kind: Int, depth: Int)] = [(0, 3), (1, 10), (2, 10), (2, 30), (3, 3)]

  public let id = "width-enough"
  public let chartIDs = ["width-enough"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      depths: Self.depths, measured: Self.measured,
      networks: study.count(quick: 50, standard: 250, thorough: 2500),
      seed: seed, jobs: jobs)
  }

  static func simulate(
    depths: [Int], measured: [(kind: Int, depth: Int)], networks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let share = 0.95
    let widths = try await mapTrials(kinds.count * depths.count, jobs: jobs) { index in
      let (activation, factor) = kinds[index / depths.count]
      let law: FiniteWidthLaw.Nonlinearity = activation == "linear" ? .linear : .relu
      let depth = depths[index % depths.count]
      return (
        try WidthForAccuracy.smallest(law, depth: depth, factor: factor, share: share),
        try WidthForAccuracy.asymptotic(law, depth: depth, factor: factor, share: share)
      )
    }
    let curves = kinds.indices.map { kind in
      let mine = widths[kind * depths.count..<(kind + 1) * depths.count]
      return Curve(
        activation: kinds[kind].activation, factor: kinds[kind].factor, widths: mine.map(\.0),
        asymptotic: mine.map(\.1))
    }
    var points: [Point] = []
    for (kind, depth) in measured {
      guard let index = depths.firstIndex(of: depth) else { continue }
      let curve = curves[kind]
      let isLinear = curve.activation == "linear"
      let width = curve.widths[index]
      let logs = try await LogNormLaw.gradientLogarithms(
        isLinear ? Identity() : ReLU(), width: width, layers: depth, networks: networks,
        seed: seed.child(kind).child(depth), jobs: jobs)
      let bound = 2 * curve.factor.logarithm
      points.append(
        Point(
          activation: curve.activation, factor: curve.factor, depth: depth, width: width,
          inside: try .proportion(
            successes: logs.count { abs($0) <= bound }, trials: logs.count),
          theory: try WidthForAccuracy.probability(
            isLinear ? .linear : .relu, width: width, depth: depth, factor: curve.factor)))
    }
    return Outcome(
      share: share, depths: depths, curves: curves, points: points, networks: networks)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let tenth = outcome.curves[0]
    let (index10, index100) = (
      outcome.depths.firstIndex(of: 10) ?? 0, outcome.depths.firstIndex(of: 100) ?? 0
    )
    return [
      Fact("enough-networks", outcome.networks),
      Fact("enough-tenth-10", tenth.widths[index10]),
      Fact("enough-tenth-100", tenth.widths[index100]),
      Fact("enough-double-10", outcome.curves[2].widths[index10]),
      Fact("enough-double-100", outcome.curves[2].widths[index100]),
      Fact("enough-linear-10", outcome.curves[3].widths[index10]),
      Fact("enough-tenth-rule", tenth.asymptotic[0], .significant(2)),
      Fact("enough-third-rule", outcome.curves[1].asymptotic[0], .significant(2)),
      Fact("enough-double-rule", outcome.curves[2].asymptotic[0], .significant(2)),
      Fact(
        "enough-lowest", outcome.points.map(\.inside.value).min() ?? .nan, .percent(1)),
      Fact(
        "enough-highest", outcome.points.map(\.inside.value).max() ?? .nan, .percent(1)),
    ]
  }

  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.points.map { point in
      TheoryCheck(
        "inside-factor-\(point.activation)", Fact("layers", point.depth),
        Fact("width", point.width), measured: point.inside, theory: point.theory)
    }
  }
}
