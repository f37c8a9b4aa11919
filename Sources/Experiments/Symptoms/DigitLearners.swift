import Engine
import Simulation

/// The small networks that chapter 9 trains: hidden layers of one width between digits of half size and ten classes.
enum DigitLearners {
  /// Stroke digits of 8 × 8 pixels.
  static func task(training: Int, test: Int, seed: SeedTree) throws -> LearningTask {
    try StrokeDigits().task(training: training, test: test, seed: seed).halved()
  }

  /// A network for a task; `bias` is the value from which the hidden layers' biases start.
  static func network(
    for task: LearningTask, layers: Int, width: Int, activation: any Activation,
    rule: any WeightInitializer, bias: Double = 0
  ) -> Network {
    var stages = [NamedStage(Flatten())]
    for _ in 1...layers {
      stages += [
        NamedStage(Dense(width, rule: rule, bias: BiasLaw(mean: bias))),
        NamedStage(ActivationStage(activation)),
      ]
    }
    stages += [NamedStage(Dense(10, rule: rule)), NamedStage(ReadOut(.crossEntropy))]
    return Network(input: NetworkInput(task.shape), stages: stages)
  }

  /// The median over networks of a loss that may be infinite.
  static func median(_ losses: [Double]) -> Double {
    TrainingSummary.Spread(of: losses).median
  }
}
