import Simulation
import Study

/// Which weight variance keeps a deep ReLU network alive? Figure 7.7 of Prince's textbook, redone.
///
/// S. J. D. Prince, *Understanding Deep Learning* (MIT Press 2023): 50 hidden layers of 100 units,
/// inputs of unit variance, five weight variances.
public struct ReLUVariance: Experiment {
  /// The networks and a case for each weight variance.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n, the units per layer.
    public var width: Int
    /// L, the number of layers.
    public var depth: Int
    /// How many networks each case has.
    public var networks: Int
    /// One for each σ², ascending.
    public var cases: [Case]
  }

  /// One weight variance; decimal logarithms by layer.
  public struct Case: Codable, Equatable, Sendable {
    /// σ².
    public var variance: Double
    /// log₁₀ of the mean square of h in the median network, for layers 1 … L.
    public var forward: [Double]
    /// log₁₀ of the mean square of ∂ℓ/∂z in the median network, for layers 1 … L.
    public var backward: [Double]
    /// The factor per layer of the forward mean square: its geometric mean over networks.
    public var factor: Estimate

    /// log₁₀ of the factor nσ²/2 per layer.
    package func rate(width: Int) -> Double { Elementary.log10(Double(width) * variance / 2) }
  }

  static let variances = [0.001, 0.01, 0.02, 0.1, 1]

  public let id = "relu-variance"
  public let chartIDs = ["relu-variance"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: 100, depth: 50, networks: study.count(quick: 200, standard: 400, thorough: 400),
      seed: seed, jobs: jobs)
  }

  static func simulate(width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    var cases: [Case] = []
    for variance in variances {
      let result = try await propagate(
        PropagationRequest(
          width: width, depth: depth, activation: ReLU(),
          initializer: Normal(standardDeviation: variance.squareRoot()), trials: networks,
          seed: seed, jobs: jobs))
      let end = result.layers[depth - 1].activation.log10
      cases.append(
        Case(
          variance: variance, forward: result.layers.map(\.activation.log10.median.value),
          backward: result.layers.map(\.gradient.log10.median.value),
          factor: end.mean.map {
            Elementary.exp($0 * DecimalLogarithm.ln10 / Double(depth))
          }))
    }
    return Outcome(width: width, depth: depth, networks: networks, cases: cases)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let ends = outcome.cases.map { $0.rate(width: outcome.width) * Double(outcome.depth) }
    return [
      Fact("relu-networks", outcome.networks), Fact("relu-depth", outcome.depth),
      // ln of one layer's factor has variance 5/n and a mean of minus half of that (Hanin and Nica).
      Fact("relu-median-drop", 2.5 / Double(outcome.width), .percent(1)),
      Fact("relu-stable-factor", outcome.cases[2].factor, .fixed(3)),
      Fact("relu-end-small", ends[0], .powerOfTen(0)),
      Fact("relu-end-large", ends[ends.count - 1], .powerOfTen(0)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "relu-factors",
        header: ["variance", "theory", "measured"],
        numeric: [true, true, true],
        rows: outcome.cases.map { one in
          [
            NumberFormat.fixed(3).text(one.variance),
            NumberFormat.fixed(2).text(Double(outcome.width) * one.variance / 2),
            "\(NumberFormat.significant(3).text(one.factor.value)) ± "
              + NumberFormat.significant(1).text(one.factor.halfWidth),
          ]
        })
    ]
  }
}
