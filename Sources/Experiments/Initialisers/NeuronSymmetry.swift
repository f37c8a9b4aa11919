import Engine
import Simulation
import Study

/// How many different neurons a hidden layer has after k steps of training.
///
/// A network of 4 inputs, 8 tanh units and one linear output learns by gradient descent from starts
/// that differ only in their weights. Deterministic but for the draws; no intervals.
public struct NeuronSymmetry: Experiment {
  public let id = "neuron-symmetry"
  public let chartIDs = ["neuron-symmetry"]

  /// Makes the experiment.
  public init() {}

  /// What the networks of all starts did.
  public struct Outcome: Codable, Equatable, Sendable {
    /// How many tanh units the hidden layer has.
    public var units: Int
    /// How many steps of gradient descent are taken.
    public var steps: Int
    /// Random, constant with a random output, constant, and zero weights.
    public var starts: [Start]
  }

  /// The training from one start.
  public struct Start: Codable, Equatable, Sendable {
    /// The start's name in saved outcomes.
    public var name: String
    /// How many different units the hidden layer has, after 0 … k steps.
    public var distinct: [Int]
    /// Half the mean squared error on the examples, after 0 … k steps.
    public var loss: [Double]

    /// The key of the start in templates.
    public var key: String {
      switch name {
      case "Random": "random"
      case "Constant, random output": "random-output"
      case "Constant": "constant"
      default: "zero"
      }
    }
  }

  /// How many numbers an example has.
  public static let inputs = 4
  /// How many examples there are, all in every step.
  public static let examples = 32
  /// The learning rate.
  public static let rate = 0.2
  /// The value of constant weights.
  public static let constant = 0.3

  /// How the weights of both layers start.
  private static let starts:
    [(name: String, hidden: any WeightInitializer, output: any WeightInitializer)] = [
      ("Random", XavierNormal(), XavierNormal()),
      ("Constant, random output", Constant(constant), XavierNormal()),
      ("Constant", Constant(constant), Constant(constant)), ("Zero", Constant(0), Constant(0)),
    ]

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    let (units, steps) = (8, 200)
    let task = Self.task(seed.child("data"))
    let starts = try Self.starts.map { start in
      var plan = TrainingPlan(
        Network(
          chain: [units], for: task, activation: Tanh(), rule: start.hidden,
          outputRule: start.output),
        task: task, optimizer: .gradientDescent(rate: Self.rate), steps: steps,
        batch: Self.examples, records: Array(0...steps), networks: 1,
        seed: seed.child("weights"), arithmetic: .float64)
      plan.notesStages = false
      plan.keepsParameters = true
      let records = try trainInTurn(plan).networks[0].records
      return Start(
        name: start.name,
        distinct: records.map {
          DistinctUnits.count(weights: $0.parameters[0], biases: $0.parameters[1])
        }, loss: records.map(\.testLoss))
    }
    return Outcome(units: units, steps: steps, starts: starts)
  }

  /// Standard normal inputs and a smooth function of them, which no single unit can follow: it has the
  /// product of two inputs.
  private static func task(_ seed: SeedTree) -> LearningTask {
    var random = seed.source()
    let rows = (0..<examples).map { _ in (0..<inputs).map { _ in random.normal() } }
    return .byHeart(
      name: "product", shape: Shape(channels: inputs),
      LearningTask.Samples(
        inputs: rows.flatMap { $0.map(Float.init) },
        answers: .numbers(
          rows.map { x in Float(x[0] - 0.5 * x[1] + x[2] * x[inputs - 1]) })))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let (random, mixed) = (outcome.starts[0], outcome.starts[1])
    let (constant, zero) = (outcome.starts[2], outcome.starts[3])
    return [
      Fact("symmetry-units", outcome.units),
      Fact("symmetry-random-loss", random.loss.last ?? .nan, .significant(2)),
      Fact("symmetry-mixed-units", mixed.distinct[1]),
      Fact("symmetry-constant-units", constant.distinct.last ?? 0),
      Fact("symmetry-constant-loss", constant.loss.last ?? .nan, .significant(2)),
      Fact("symmetry-zero-loss", zero.loss.last ?? .nan, .significant(2)),
    ]
  }
}
