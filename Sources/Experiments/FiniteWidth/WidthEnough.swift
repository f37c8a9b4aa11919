import Simulation
import Study

/// How wide must a network of given depth be, for a single one to do what theory says of the average?
///
/// The smallest width at which 95 % of networks keep the size of their signal within a factor, by the exact law, and
/// networks of that width to check it.
public struct WidthEnough: Experiment {
  /// Curves by kind and factor, and measured networks.
  public struct Outcome: Codable, Equatable, Sendable {
    public var share: Double
    public var depths: [Int]
    public var curves: [Curve]
    public var points: [Point]
    public var networks: Int
  }

  /// One kind of network and one factor.
  public struct Curve: Codable, Equatable, Sendable {
    /// `linear` or `relu`.
    public var activation: String
    public var factor: Double
    /// By depth: the smallest width, and the log-normal law's.
    public var widths: [Int]
    public var asymptotic: [Double]
  }

  /// Networks of one depth and the width that theory asks for.
  public struct Point: Codable, Equatable, Sendable {
    public var activation: String
    public var factor: Double
    public var depth: Int
    public var width: Int
    /// The share of networks within the factor, and by the exact law.
    public var inside: Estimate
    public var theory: Double
  }

  static let depths = [1, 3, 10, 30, 100]
  static let kinds: [(activation: String, factor: Double)] = [
    ("relu", 1.1), ("relu", 1.3), ("relu", 2), ("linear", 1.1),
  ]
  /// What is measured: kind and depth.
  static let measured: [(kind: Int, depth: Int)] = [(0, 3), (1, 10), (2, 10), (2, 30), (3, 3)]

  public let id = "width-enough"
  public let question = "How wide is wide enough?"
  public let chartIDs = ["width-enough"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      depths: Self.depths, measured: Self.measured, networks: study.networks / 4,
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
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
        "width-enough", Fact("activation", names: [point.activation]),
        Fact("factor", text: "\(point.factor)"), Fact("layers", point.depth),
        measured: point.inside, theory: point.theory)
    }
  }
}
