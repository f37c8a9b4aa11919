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
    public var units: Int
    public var steps: Int
    public var starts: [Start]
  }

  /// The training from one start.
  public struct Start: Codable, Equatable, Sendable {
    public var name: String
    /// After 0 … k steps.
    public var distinct: [Int]
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

  /// The network and its training.
  public static let inputs = 4
  public static let examples = 32
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

  public func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let (units, steps) = (8, 200)
    let seed = SeedTree(seed: study.seed).child(id)
    let data = TwoLayerNetwork.Data(
      seed: seed.child("data"), inputs: Self.inputs, count: Self.examples)
    let starts = Self.starts.map { start in
      var network = TwoLayerNetwork(
        inputs: Self.inputs, units: units, hidden: start.hidden, output: start.output,
        seed: seed.child("weights"))
      var result = Start(name: start.name, distinct: [], loss: [])
      for _ in 0...steps {
        result.distinct.append(network.distinctUnits)
        result.loss.append(network.descend(on: data, rate: Self.rate))
      }
      return result
    }
    return Outcome(units: units, steps: steps, starts: starts)
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
