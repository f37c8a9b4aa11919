import Simulation
import Study

/// Measures E f, E f² and E f′² while the input of an activation grows.
public struct MomentsByScale: Experiment {
  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Standard deviations of the input.
    public var deviations: [Double]
    /// One for each activation.
    public var cases: [Case]
  }

  /// One activation, measured at each of the deviations.
  public struct Case: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The sampled averages, by deviation; the same standard normal numbers, multiplied by each.
    public var measured: [SampledMoments]
    /// The input deviation beyond which more than half of the inputs are saturated; nil if never.
    public var saturation: Double?
  }

  package static let activations: [any Activation] = [Sigmoid(), ScaledSigmoid(), Tanh(), ReLU()]

  public let id = "moments-by-scale"
  public let chartIDs = ["moments-by-scale"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try Self.simulate(
      samples: study.count(quick: 4000, standard: 20_000, thorough: 200_000), seed: seed)
  }

  static func simulate(samples: Int, seed: SeedTree) throws -> Outcome {
    let deviations = [0.1, 0.2, 0.5, 1, 2, 5, 10]
    let inputs = SampledMoments.inputs(samples, seed: seed)
    return Outcome(
      deviations: deviations,
      cases: try activations.map { f in
        Case(
          activation: f.name,
          measured: try deviations.map {
            try SampledMoments(of: f, inputs: inputs, deviation: $0, steepest: f.slope(at: 1e-9))
          },
          saturation: saturation(of: f))
      })
  }

  /// The median of |z| is 0.6745 deviations, so half of the inputs are saturated when that reaches
  /// the radius of saturation.
  private static func saturation(of f: any Activation) -> Double? {
    guard f.kinks.isEmpty else { return nil }
    return ActivationDerivatives.shape(of: f).saturationRadius / NormalDistribution.quantile(0.75)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func measured(_ name: String, _ deviation: Double) -> SampledMoments? {
      guard let index = outcome.deviations.firstIndex(of: deviation) else { return nil }
      return outcome.cases.first { $0.activation == name }?.measured[index]
    }
    guard let sigmoid = measured("sigmoid", 1), let tanh = measured("tanh", 1),
      let wide = measured("tanh", 10), let relu = measured("relu", 1),
      let limit = outcome.cases.first(where: { $0.activation == "tanh" })?.saturation
    else { return [] }
    return [
      Fact("moments-samples", sigmoid.mean.samples),
      Fact("sigmoid-slope-square", sigmoid.slopeSecondMoment, .fixed(4)),
      Fact("sigmoid-mean-square", sigmoid.secondMoment, .fixed(3)),
      Fact("sigmoid-mean-output", sigmoid.mean, .fixed(3)),
      Fact("tanh-slope-square", tanh.slopeSecondMoment, .fixed(3)),
      Fact("tanh-mean-square", tanh.secondMoment, .fixed(3)),
      Fact("tanh-slope-square-wide", wide.slopeSecondMoment, .fixed(3)),
      Fact(
        "tanh-slope-square-asymptote", 4 / (30 * (2 * TaylorError.pi).squareRoot()), .fixed(3)),
      Fact("relu-slope-square", relu.slopeSecondMoment, .fixed(3)),
      Fact("tanh-saturation-deviation", limit, .fixed(1)),
    ]
  }
}
