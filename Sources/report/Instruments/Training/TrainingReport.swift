import Engine
import Networks
import Simulation

/// What a training showed, with its forms on stdout.
struct TrainingReport: Encodable {
  let network: String
  let task: Task
  let optimizer: Settings
  let steps: Int
  let batch: Int
  let networks: Int
  let parameters: Int
  let precision: Arithmetic
  let lossScale: Double
  let seed: UInt64
  let seconds: Double
  let stepsPerSecond: Double
  let targetLoss: Double
  let learned: PropagationReport.FiniteEstimate
  /// Null where too few networks learned, or fewer than six were trained.
  @NullOrValue var learningTime: Time?
  /// For each network the step at which it had learned, and at which its loss left the numbers.
  let learnedAt: [NullOrValue<Int>]
  let divergedAt: [NullOrValue<Int>]
  /// Of all steps of all networks, those that were not taken because a gradient times the loss scale overflowed.
  let skippedSteps: Int
  /// By step, the loss of each network's own batch.
  let losses: [Spread]
  let tests: [Test]

  struct Task: Encodable {
    let name: String
    let training: Int
    let test: Int
    @NullOrValue var classes: Int?
    /// What always giving the same answer costs.
    let constantLoss: Double
  }

  struct Settings: Encodable {
    let name: String
    let learningRate: Double
    /// How many steps the rate took to rise to that.
    let warmUp: Int
    @NullOrValue var clipNorm: Double?
    @NullOrValue var clipValue: Double?
  }

  /// A median with its distribution-free interval; null ends lie beyond the last step.
  struct Time: Encodable {
    @NullOrValue var value: Double?
    @NullOrValue var low: Double?
    @NullOrValue var high: Double?
    let samples: Int
  }

  /// Percentiles over networks; null where so many networks diverged.
  struct Spread: Encodable {
    let step: Int
    @NullOrValue var low: Double?
    @NullOrValue var median: Double?
    @NullOrValue var high: Double?
    let raw: TrainingSummary.Spread

    init(_ spread: TrainingSummary.Spread, step: Int) {
      self.step = step
      raw = spread
      low = finite(spread.low)
      median = finite(spread.median)
      high = finite(spread.high)
    }

    enum CodingKeys: CodingKey { case step, low, median, high }
  }

  /// The networks before a step, on samples that they do not learn from.
  struct Test: Encodable {
    let step: Int
    let networks: Int
    let loss: Spread
    @NullOrValue var accuracy: Spread?
    let layers: [Layer]
    let stages: [Stage]
  }

  /// A matrix of weights: how far it moved, relative to its size.
  struct Layer: Encodable {
    let name: String
    @NullOrValue var movement: Double?
  }

  /// A stage: medians over networks.
  struct Stage: Encodable {
    let name: String
    let kind: String
    @NullOrValue var output: Double?
    @NullOrValue var gradient: Double?
    @NullOrValue var weightGradient: Double?
    @NullOrValue var saturated: Double?
    @NullOrValue var zero: Double?
  }
}

extension TrainingReport {
  init(
    _ plan: TrainingPlan, _ outcome: TrainingOutcome, _ summary: TrainingSummary, parameters: Int,
    seed: UInt64, seconds: Double
  ) {
    network = plan.network.name
    task = Task(
      name: plan.task.name, training: plan.task.trainingCount, test: plan.task.testCount,
      classes: plan.task.classCount, constantLoss: plan.task.constantLoss)
    var settings = Settings(
      name: plan.optimizer.name, learningRate: plan.optimizer.rate, warmUp: plan.warmUp)
    switch plan.clipping {
    case .norm(let bound): settings.clipNorm = bound
    case .value(let bound): settings.clipValue = bound
    case nil: break
    }
    optimizer = settings
    (steps, batch, networks) = (plan.steps, plan.batch, plan.networks)
    self.parameters = parameters
    precision = plan.arithmetic
    lossScale = Double(sign: .plus, exponent: plan.lossScaleExponent, significand: 1)
    self.seed = seed
    self.seconds = seconds
    let taken = outcome.networks.reduce(0) { $0 + $1.losses.count }
    skippedSteps = outcome.networks.reduce(0) { $0 + $1.skippedSteps }
    stepsPerSecond = seconds > 0 ? Double(taken) / seconds : 0
    targetLoss = summary.goal
    learned = .init(summary.learned)
    learningTime = summary.learningTime.flatMap { time in
      time.low.isFinite
        ? Time(
          value: finite(time.value), low: finite(time.low), high: finite(time.high),
          samples: time.samples) : nil
    }
    learnedAt = summary.learnedAt.map { NullOrValue(wrappedValue: $0) }
    divergedAt = summary.divergedAt.map { NullOrValue(wrappedValue: $0) }
    losses = summary.losses.enumerated().map { Spread($1, step: $0) }
    tests = summary.points.map { point in
      Test(
        step: point.step, networks: point.networks, loss: Spread(point.loss, step: point.step),
        accuracy: point.accuracy.map { Spread($0, step: point.step) },
        layers: zip(outcome.matrices, point.movement).map {
          Layer(name: Self.plain($0), movement: finite($1))
        },
        stages: zip(outcome.stages, point.output.indices).map { stage, i in
          Stage(
            name: stage.name, kind: stage.kind, output: finite(point.output[i]),
            gradient: finite(point.gradient[i]), weightGradient: finite(point.weightGradient[i]),
            saturated: finite(point.saturated[i]), zero: finite(point.zero[i]))
        })
    }
  }

  /// A matrix is called as its stage is.
  private static func plain(_ name: String) -> String {
    name.hasSuffix(".weights") ? String(name.dropLast(8)) : name
  }
}

extension Optimizer {
  /// As the command names it.
  fileprivate var name: String {
    switch self {
    case .gradientDescent: "sgd"
    case .momentum: "momentum"
    case .adam: "adam"
    }
  }
}

/// A number, if it is finite.
private func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }
