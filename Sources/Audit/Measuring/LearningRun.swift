import Engine
import Kernels
import Simulation

/// A small network that learns eight random examples by heart, for statements about training.
///
/// Two classes in turn, inputs N(0, 1), momentum 0.9: what the notes' words are held against, not a benchmark.
struct LearningRun {
  let activation: any Activation
  let initializer: any WeightInitializer
  /// Hidden layers, all of 16 units.
  let layers: Int
  var steps = 150
  var rate = 0.02
  var arithmetic = Arithmetic.float32

  private static let (examples, inputs, recordEvery) = (8, 8, 5)

  private func plan(_ seed: SeedTree) -> TrainingPlan {
    let task = LearningTask.twoClasses(
      examples: Self.examples, inputs: Self.inputs, seed: seed.child("data"))
    let network = Network(
      chain: Array(repeating: 16, count: layers), for: task, activation: activation,
      rule: initializer)
    var plan = TrainingPlan(
      network, task: task, optimizer: .momentum(rate: rate), steps: steps, batch: Self.examples,
      networks: 1, seed: seed, arithmetic: arithmetic)
    plan.notesStages = false
    return plan
  }

  /// The step at which the loss is half of what guessing gives; all steps if it never is.
  func stepsToLearn(_ seed: SeedTree) throws -> Double {
    Double(try stepOfLearning(seed) ?? steps)
  }

  /// The k of a range for which the rate 2ᵏ brings the loss below half of what guessing gives.
  func exponentsThatLearn(_ exponents: ClosedRange<Int>, _ seed: SeedTree) throws -> [Int] {
    try exponents.filter { k in
      var run = self
      run.rate = powerOfTwo(k)
      return try run.stepOfLearning(seed) != nil
    }
  }

  private func stepOfLearning(_ seed: SeedTree) throws -> Int? {
    var plan = plan(seed)
    plan.recordsStart = false
    plan.stopsBelow = 0.5 * Double.ln2
    let losses = try trainInTurn(plan).networks[0].losses
    let isLearned = losses.last.map { Double($0) < 0.5 * Double.ln2 } ?? false
    return isLearned ? max(1, losses.count - 1) : nil
  }

  /// log₁₀ of the length of the weights' gradient at the start over the largest later one.
  func startOverLater(_ seed: SeedTree) throws -> Double {
    var plan = plan(seed)
    plan.records = Array(stride(from: 0, to: steps, by: Self.recordEvery))
    plan.notesStages = true
    let outcome = try trainInTurn(plan)
    let squares = outcome.networks[0].records.map { record in
      zip(outcome.stages, record.logWeightGradient).reduce(0.0) { sum, stage in
        guard let tensor = stage.0.tensors.first else { return sum }
        return sum + Double(tensor.count) * Double.exp(stage.1)
      }
    }
    return 0.5 * (Double.log10(squares[0]) - Double.log10(squares.dropFirst().max() ?? 1))
  }
}
