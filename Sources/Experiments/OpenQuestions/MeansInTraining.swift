import Engine
import Simulation
import Study

/// Which mean of fan-in and fan-out makes networks of unequal widths learn fastest.
///
/// Note 001 asks whether the best of its means changes with the activation. Hourglass, pyramid and alternating widths;
/// 1/m, 1/n and the arithmetic, geometric and quadratic mean, each times the gain of its activation; SGD at the rate
/// that suits each pair of shape and activation with the arithmetic mean, the same starts up to their scale and the
/// same pictures in the same order. Fixed before the first run, with the answer that theory suggests: no mean is best
/// for all shapes, and differences are below a tenth of the loss.
public struct MeansInTraining: Experiment {
  public let id = "means-in-training"
  public let chartIDs = ["means-in-training"]

  /// Makes the experiment.
  public init() {}

  /// A case for each shape, activation and mean.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many networks each case trains.
    public var networks: Int
    /// Steps of SGD with momentum 0.9.
    public var steps: Int
    /// Pictures per step.
    public var batch: Int
    /// Keys of the shapes: `hourglass`, `pyramid`, `alternating`.
    public var shapes: [String]
    /// Units of the hidden layers, by shape.
    public var widths: [[Int]]
    /// One for each combination; the means of a shape and activation together.
    public var cases: [Case]
  }

  /// One combination.
  public struct Case: Codable, Equatable, Sendable {
    /// The shape's key.
    public var shape: String
    /// The activation's name in the catalogue.
    public var activation: String
    /// The mean's key, one of `means`.
    public var mean: String
    /// The learning rate that suited the arithmetic mean best.
    public var rate: Double
    /// The median over networks of the test loss after the last step, in nats.
    public var loss: Estimate
    /// Loss relative to the arithmetic mean's, network by network: geometric mean.
    public var ratio: Estimate
    /// How many networks left the range of numbers.
    public var diverged: Int
  }

  /// The means' keys; the arithmetic one is what the others are compared with.
  public static let means = ["fan-in", "fan-out", "arithmetic", "geometric", "quadratic"]
  /// The activations' keys with the gain on the standard deviation that keeps E f².
  public static let activations = ["relu", "tanh", "gelu", "silu"]

  static let shapes: [(String, [Int])] = [
    ("hourglass", [32, 16, 8, 16, 32]), ("pyramid", [48, 32, 20, 12, 8]),
    ("alternating", [8, 40, 8, 40, 8]),
  ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      shapes: Self.shapes, activations: Self.activations,
      networks: study.count(quick: 6, standard: 8, thorough: 100, atLeast: 6),
      steps: study.count(quick: 5, standard: 25, thorough: 400, atLeast: 5), seed: seed,
      jobs: jobs)
  }

  static func simulate(
    shapes: [(String, [Int])], activations: [String], networks: Int, steps: Int, seed: SeedTree,
    jobs: Int
  ) async throws -> Outcome {
    let batch = 16
    let task = try DigitLearners.standardised(
      training: 320, test: 160, seed: seed.child("digits"))
    var cases: [Case] = []
    for (shape, widths) in shapes {
      for key in activations {
        let activation = try ActivationCatalog.activation(named: key)
        let gain = try GaussianMoments(of: activation, variance: 1).forwardGain
        var results: [(String, TunedTraining)] = []
        var rates = [0.01, 0.03, 0.1]
        for mean in ["arithmetic"] + means.filter({ $0 != "arithmetic" }) {
          let network = network(widths, activation, rule(mean), gain: gain, task: task)
          let result = try await TunedTraining.run(
            TrainingPlan(
              network, task: task, optimizer: .gradientDescent(rate: 1), steps: steps,
              batch: batch, networks: networks, seed: seed.child(shape).child(key), jobs: jobs),
            rates: rates, optimizer: { .momentum(rate: $0) })
          rates = [result.rate]
          results.append((mean, result))
        }
        let reference = results[0].1
        cases += means.compactMap { mean in
          results.first { $0.0 == mean }.map { _, result in
            Case(
              shape: shape, activation: key, mean: mean, rate: result.rate, loss: result.median,
              ratio: result.ratio(to: reference), diverged: result.diverged)
          }
        }
      }
    }
    return Outcome(
      networks: networks, steps: steps, batch: batch, shapes: shapes.map(\.0),
      widths: shapes.map(\.1), cases: cases)
  }

  static func rule(_ mean: String) -> any WeightInitializer {
    switch mean {
    case "fan-in": LeCun()
    case "fan-out": LeCunFanOut()
    case "geometric": Geometric()
    case "quadratic": Quadratic()
    default: XavierNormal()
    }
  }

  private static func network(
    _ widths: [Int], _ activation: any Activation, _ rule: any WeightInitializer, gain: Double,
    task: LearningTask
  ) -> Network {
    let hidden = widths.flatMap { width in
      [
        NamedStage(Dense(width, rule: rule, gain: gain)), NamedStage(ActivationStage(activation)),
      ]
    }
    return Network(
      input: NetworkInput(task.shape),
      stages: hidden + [NamedStage(Dense(10, rule: rule)), NamedStage(ReadOut(.crossEntropy))])
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    var facts = [
      Fact("means-networks", outcome.networks), Fact("means-steps", outcome.steps),
      Fact("means-batch", outcome.batch),
    ]
    for (shape, widths) in zip(outcome.shapes, outcome.widths) {
      facts.append(
        Fact("means-\(shape)-widths", text: widths.map(String.init).joined(separator: "-")))
    }
    let others = outcome.cases.filter { $0.mean != "arithmetic" }
    let worse = others.filter { $0.ratio.low > 1 }
    let better = others.filter { $0.ratio.high < 1 }
    facts += [
      Fact("means-pairs", others.count), Fact("means-worse", worse.count),
      Fact("means-better", better.count),
      Fact("means-undecided", others.count - worse.count - better.count),
      Fact("means-worst", others.map(\.ratio.value).max() ?? .nan, .fixed(2)),
      Fact("means-best", others.map(\.ratio.value).min() ?? .nan, .fixed(2)),
    ]
    let widths = others.map(\.ratio.halfWidth).sorted()
    facts += [
      Fact("means-cells", outcome.cases.count / Self.means.count),
      Fact("means-resolution", widths.isEmpty ? .nan : widths[widths.count / 2], .percent(0)),
    ]
    for mean in Self.means where mean != "arithmetic" {
      let own = others.filter { $0.mean == mean }
      let logs = own.map { Elementary.log($0.ratio.value) }
      if let all = try? Estimate.geometricMean(ofLogarithms: logs) {
        facts.append(Fact("means-\(mean)-overall", all, .fixed(2)))
      }
      facts.append(Fact("means-\(mean)-wins", own.count { $0.ratio.high < 1 }))
      facts.append(Fact("means-\(mean)-losses", own.count { $0.ratio.low > 1 }))
    }
    return facts
  }
}
