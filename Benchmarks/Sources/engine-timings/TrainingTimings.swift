import Engine
import Simulation

/// Steps per second of networks that are trained on stroke digits.
enum TrainingTimings {
  static let cases: [(String, @Sendable () throws -> TrainingPlan)] = [
    ("train-8x128", { try plan(width: 128, layers: 8, networks: 32, steps: 50, batch: 64) }),
    ("train-10x32", { try plan(width: 32, layers: 10, networks: 32, steps: 400, batch: 8) }),
    (
      "train-10x32-double",
      {
        var plan = try Self.plan(width: 32, layers: 10, networks: 32, steps: 400, batch: 8)
        plan.arithmetic = .float64
        return plan
      }
    ),
    (
      "train-8x128-adam",
      {
        try plan(
          width: 128, layers: 8, networks: 32, steps: 50, batch: 64,
          optimizer: .adam(rate: 0.001))
      }
    ),
  ]

  static func time(_ name: String, _ plan: TrainingPlan) async throws {
    var best = Double.infinity
    for _ in 0..<3 {
      let clock = ContinuousClock()
      let start = clock.now
      let outcome = try await train(plan)
      best = min(best, (clock.now - start) / .seconds(1))
      precondition(outcome.networks.count == plan.networks)
    }
    let steps = Double(plan.networks * plan.steps)
    print(
      "{\"case\": \"\(name)\", \"seconds\": \(best), \"stepsPerSecond\": \(steps / best)}")
  }

  static func plan(
    width: Int, layers: Int, networks: Int, steps: Int, batch: Int,
    optimizer: Optimizer = .gradientDescent(rate: 0.05)
  ) throws -> TrainingPlan {
    let task = try StrokeDigits().task(training: 2000, test: 500, seed: SeedTree(seed: 1))
    var stages = [NamedStage(Flatten())]
    for _ in 1...layers {
      stages += [
        NamedStage(Dense(width, rule: HeNormal())), NamedStage(ActivationStage(ReLU())),
      ]
    }
    stages += [NamedStage(Dense(10, rule: HeNormal())), NamedStage(ReadOut(.crossEntropy))]
    return TrainingPlan(
      Network(input: NetworkInput(task.shape), stages: stages), task: task, optimizer: optimizer,
      steps: steps, batch: batch, networks: networks, seed: SeedTree(seed: 2))
  }
}
