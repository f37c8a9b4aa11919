import Simulation
import Study

/// Where are gradients kept? The plane of weight and bias variance, with measured networks on it.
///
/// The edge χ₁ = 1 is a curve for tanh, and for GELU one with two branches, of which deep networks can
/// stay on one only. Each network's factor is the geometric mean over its last layers.
public struct PhaseDiagram: Experiment {
  /// The networks and a panel for each activation.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer.
    public var width: Int
    /// The number of layers.
    public var depth: Int
    /// How many networks each point has.
    public var networks: Int
    /// Tanh, then GELU.
    public var panels: [Panel]
  }

  /// One activation.
  public struct Panel: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// One for each pair of variances that was measured, those of one σ_b² together.
    public var points: [Point]
    /// The edge, by increasing q*.
    public var edge: [EdgeOfChaos.Point]
    /// χ₁ in the middles of the cells of `columns` × `rows`, row by row from the top.
    public var chi: [[Double]]
  }

  /// Networks of one weight variance and one bias variance.
  public struct Point: Codable, Equatable, Sendable {
    /// σ_w².
    public var weightVariance: Double
    /// σ_b².
    public var biasVariance: Double
    /// The factor on the mean square of the gradient per layer.
    public var factor: Estimate
    /// χ₁.
    public var theory: Double
  }

  /// The ends of the axis of σ_w².
  public static let weightRange = 0.5...5.0
  /// The ends of the axis of σ_b².
  public static let biasRange = 0.0...1.0
  static let columns = 54
  static let rows = 40
  static let activations: [any Activation] = [Tanh(), GELU()]
  static let weights = [0.8, 1.6, 2.4, 3.2, 4.4]
  static let biases = [0.05, 0.35, 0.7]

  public let id = "phase-diagram"
  public let chartIDs = ["phase-diagram"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(256), depth: study.depth / 2,
      networks: study.count(quick: 4, standard: 4, thorough: 40, atLeast: 4),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    var panels: [Panel] = []
    for activation in activations {
      var points: [Point] = []
      for biasVariance in biases {
        for weightVariance in weights {
          let passes = try await samplePairs(
            PairRequest(
              width: width, depth: depth, activation: activation, weightVariance: weightVariance,
              biasVariance: biasVariance, inputs: PairMoments(square: 1, correlation: 1),
              includesGradients: true, trials: networks,
              seed: seed.child(activation.name).child("\(weightVariance) \(biasVariance)"),
              jobs: jobs))
          // From the last layer back to the middle: by then lengths have settled.
          let middle = depth / 2
          let logs = passes.map { pass -> Double in
            let last = pass.layers[depth - 1].gradients?.first ?? .nan
            let first = pass.layers[middle].gradients?.first ?? .nan
            return Elementary.log(first / last) / Double(depth - 1 - middle)
          }
          points.append(
            Point(
              weightVariance: weightVariance, biasVariance: biasVariance,
              factor: try .geometricMean(ofLogarithms: logs),
              theory: try limit(activation, weightVariance, biasVariance)))
        }
      }
      panels.append(
        Panel(
          activation: activation.name, points: points, edge: try edge(of: activation),
          chi: try chi(of: activation)))
    }
    return Outcome(width: width, depth: depth, networks: networks, panels: panels)
  }

  /// χ₁ where lengths end; where they grow without bound, its limit.
  private static func limit(
    _ activation: any Activation, _ weightVariance: Double, _ biasVariance: Double
  ) throws -> Double {
    let map = try LengthMap(
      activation: activation, weightVariance: weightVariance, biasVariance: biasVariance)
    guard case .finite(let length) = try map.limit() else { return try map.chi(at: 1e30) }
    return try map.chi(at: length)
  }

  private static func chi(of activation: any Activation) throws -> [[Double]] {
    let table = try ChiTable(of: activation)
    func middle(_ index: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
      range.lowerBound
        + (range.upperBound - range.lowerBound) * (Double(index) + 0.5) / Double(count)
    }
    return (0..<rows).reversed().map { row in
      (0..<columns).map { column in
        // Four digits are more than a colour shows.
        let chi = table.chi(
          weightVariance: middle(column, of: columns, in: weightRange),
          biasVariance: middle(row, of: rows, in: biasRange))
        return (1e4 * chi).rounded() / 1e4
      }
    }
  }

  /// The line inside the axes, by q* from 10⁻³ to 10³ in steps of 12 %.
  private static func edge(of activation: any Activation) throws -> [EdgeOfChaos.Point] {
    try (0...120).compactMap { index in
      let point = try EdgeOfChaos.point(
        of: activation, length: Elementary.power10(-3 + Double(index) / 20))
      return point.biasVariance >= -1e-9 && point.biasVariance < 1.3 ? point : nil
    }
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let all = outcome.panels.flatMap(\.points)
    let agreeing = all.filter { ($0.factor.value > 1) == ($0.theory > 1) }
    let worst = all.map { abs($0.factor.value / $0.theory - 1) }.max() ?? .nan
    return [
      Fact("phase-points", all.count), Fact("phase-agree", agreeing.count),
      Fact("phase-worst", worst, .percent(0)), Fact("phase-width", outcome.width),
      Fact("phase-networks", outcome.networks), Fact("phase-depth", outcome.depth),
    ]
  }
}
