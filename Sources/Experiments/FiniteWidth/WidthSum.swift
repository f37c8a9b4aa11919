import Simulation
import Study

/// The variance between networks of many shapes against the sum of 1/width.
///
/// Networks of many shapes: constant, widening, narrowing, hourglass. The variance of ln|h|² against Σ1/n, with
/// the slopes 2 (linear) and 5 (ReLU) of Hanin and Rolnick (2018) and Hanin and Nica (2019), and the exact values,
/// which lie above them for narrow layers.
public struct WidthSum: Experiment {
  /// A point for each shape and kind.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many networks each point rests on.
    public var networks: Int
    /// For each shape a linear and a ReLU point.
    public var points: [Point]
    /// n · Var ln of one ReLU layer of n = `exampleWidth` units.
    public var exampleSlope: Double
    /// n of the example.
    public var exampleWidth: Int
  }

  /// Networks of one shape.
  public struct Point: Codable, Equatable, Sendable {
    /// `linear` or `relu`.
    public var activation: String
    /// `constant`, `widening`, `narrowing` or `hourglass`.
    public var shape: String
    /// Units of each layer; |h|² is compared between the first and the last.
    public var widths: [Int]
    /// Σ1/n over the layers after the first.
    public var sum: Double
    /// The variance over networks of ln(|h|² of the last layer/|h|² of the first).
    public var variance: Estimate
    /// The same by the exact law.
    public var theory: Double
  }

  /// Layer widths, of which the first is measured from.
  static let shapes: [(String, [Int])] = [
    ("constant", Array(repeating: 128, count: 9)), ("constant", Array(repeating: 64, count: 17)),
    ("constant", Array(repeating: 32, count: 17)), ("constant", Array(repeating: 16, count: 13)),
    ("widening", [16, 16, 32, 64, 128, 256]), ("widening", [8, 12, 16, 24, 32, 48, 64]),
    ("narrowing", [256, 128, 64, 32, 16, 16]), ("narrowing", [64, 48, 32, 24, 16, 12, 8]),
    ("hourglass", [64, 32, 16, 8, 16, 32, 64]), ("hourglass", [128, 64, 32, 64, 128]),
  ]

  public let id = "width-sum"
  public let chartIDs = ["width-sum"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      networks: study.count(quick: 200, standard: 1000, thorough: 10_000), seed: seed, jobs: jobs)
  }

  static func simulate(networks: Int, seed: SeedTree, jobs: Int) async throws -> Outcome {
    var points: [Point] = []
    for (index, (shape, widths)) in shapes.enumerated() {
      for activation in [Identity() as any Activation, ReLU()] {
        let isLinear = activation is Identity
        var request = PropagationRequest(
          widths: [widths[0]] + widths, activation: activation,
          initializer: isLinear ? LeCun() : HeNormal(), trials: networks, keepsTrials: true,
          seed: seed.child(activation.name).child(index), jobs: jobs)
        request.measuresGradients = false
        let result = try await propagate(request)
        guard let signal = result.networks?.activation, let last = signal.last else { continue }
        let logs = zip(signal[0], last).map { $1 - $0 }.filter(\.isFinite)
        let layers = Array(widths.dropFirst())
        let law = try FiniteWidthLaw(
          isLinear ? .linear : .relu, widths: layers,
          weightVariances: layers.map { 1 / Double($0) })
        points.append(
          Point(
            activation: isLinear ? "linear" : "relu", shape: shape, widths: widths,
            sum: layers.reduce(0) { $0 + 1 / Double($1) }, variance: try .variance(of: logs),
            theory: law.logVariance))
      }
    }
    let width = 64
    let layer = try FiniteWidthLaw(.relu, widths: [width], weightVariances: [1])
    return Outcome(
      networks: networks, points: points, exampleSlope: Double(width) * layer.logVariance,
      exampleWidth: width)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let apart = outcome.points.map { abs($0.variance.value / $0.theory - 1) }
    let excess = outcome.points.map {
      $0.theory / ($0.sum * ($0.activation == "linear" ? 2 : 5)) - 1
    }
    return [
      Fact("sum-networks", outcome.networks), Fact("sum-shapes", outcome.points.count / 2),
      Fact("sum-example-width", outcome.exampleWidth),
      Fact("sum-example-slope", outcome.exampleSlope, .fixed(2)),
      Fact("sum-apart", apart.max() ?? .nan, .percent(0)),
      Fact("sum-excess", excess.max() ?? .nan, .percent(0)),
    ]
  }

  public func checks(of outcome: Outcome) throws -> [TheoryCheck] {
    outcome.points.map { point in
      TheoryCheck(
        "shape-variance-\(point.activation)",
        point.widths.allSatisfy { $0 == point.widths[0] }
          ? Fact("widths", text: "\(point.widths[0]) (\(point.widths.count)×)")
          : Fact("widths", text: point.widths.map(String.init).joined(separator: ", ")),
        measured: point.variance, theory: point.theory)
    }
  }
}
