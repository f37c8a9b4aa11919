import Engine
import Simulation

/// What chapters 9, 10 and 12 train on, digits of half size, and chapter 9's networks: hidden layers of one
/// width between the digits and ten classes.
enum DigitLearners {
  /// Stroke digits of 8 × 8 pixels.
  static func task(training: Int, test: Int, seed: SeedTree) throws -> LearningTask {
    try StrokeDigits().task(training: training, test: test, seed: seed).halved()
  }

  /// The same as a row of 64 numbers of mean zero and mean square one.
  static func standardised(training: Int, test: Int, seed: SeedTree) throws -> LearningTask {
    try task(training: training, test: test, seed: seed).standardised().flattened()
  }

  /// A network for a task; `bias` is the value from which the hidden layers' biases start.
  static func network(
    for task: LearningTask, layers: Int, width: Int, activation: any Activation,
    rule: any WeightInitializer, bias: Double = 0, learnsBias: Bool = true
  ) -> Network {
    var stages = [NamedStage(Flatten())]
    for _ in 1...layers {
      stages += [
        NamedStage(Dense(width, rule: rule, bias: BiasLaw(mean: bias), learnsBias: learnsBias)),
        NamedStage(ActivationStage(activation)),
      ]
    }
    stages += [
      NamedStage(Dense(10, rule: rule, learnsBias: learnsBias)),
      NamedStage(ReadOut(.crossEntropy)),
    ]
    return Network(input: NetworkInput(task.shape), stages: stages)
  }

  /// The median over networks of a loss that may be infinite.
  static func median(_ losses: [Double]) -> Double {
    TrainingSummary.Spread(of: losses).median
  }

  /// The same with the interval between order statistics, from six networks on, else the range; ends may be
  /// infinite too.
  static func medianWithInterval(_ losses: [Double]) -> Estimate {
    // Larger than any loss, and finite, as order statistics want it.
    let lost = 1e300
    let sorted = losses.map { $0.isFinite ? min($0, lost) : lost }.sorted()
    func loss(_ number: Double) -> Double { number < lost / 4 ? number : .infinity }
    let interval = try? Estimate.median(of: sorted)
    return Estimate(
      value: median(losses), low: loss(interval?.low ?? sorted[0]),
      high: loss(interval?.high ?? sorted[sorted.count - 1]), samples: losses.count)
  }
}
