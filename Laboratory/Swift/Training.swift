// Networks that learn stroke digits, for the bench of chapter 9.

/// Networks of one setting in training, a few steps at a time: at the end the answer is that of `report train`.
final class TrainingBench {
  private let plan: TrainingPlan
  private let trainers: [NetworkTrainer<Float>]
  private let seed: UInt64
  private let goal: Double
  private var record = TrainingRecord()

  init(_ setting: TrainingSetting) throws(Complaint) {
    seed = setting.seed
    plan = try setting.plan()
    goal = setting.goal ?? plan.task.constantLoss / 2
    do {
      try plan.check()
      var trainers: [NetworkTrainer<Float>] = []
      for index in 0..<plan.networks {
        let trainer = try NetworkTrainer<Float>(plan)
        trainer.begin(plan.seed.child(index))
        trainers.append(trainer)
      }
      self.trainers = trainers
    } catch {
      throw Complaint(sentence: error.description)
    }
  }

  /// Lets every network take so many steps; how many each has taken that still learns, one more than there are to
  /// be once none does.
  func run(_ steps: Int) -> Int {
    var least = plan.steps + 1
    for trainer in trainers where trainer.advance(by: steps) { least = min(least, trainer.step) }
    return least
  }

  /// The answer after so many steps; its numbers stay where they are until the next one.
  func answer(after steps: Int) -> (numbers: UnsafePointer<Double>, names: String)? {
    let builder = trainers[0].run.builder
    let outcome = TrainingOutcome(builder, trainers.map { $0.result })
    guard let summary = try? TrainingSummary(outcome, steps: steps, goal: goal) else { return nil }
    let report = TrainingReport(
      plan, outcome, summary, parameters: builder.parameters.reduce(0) { $0 + $1.count },
      seed: seed, seconds: 0)
    return record.write(report)
  }
}

/// A training as the page describes it: numbers in a fixed order, and two names.
struct TrainingSetting {
  private let page: PageNumbers<Place>

  /// The places of the numbers.
  private enum Place: Int {
    /// The seed's low and high 32 bits.
    case seedLow, seedHigh
    case width, depth, gain
    /// 0, or 1 + the place in batch, layer, rms.
    case normalization
    case residual
    /// The place in sgd, momentum, adam.
    case optimizer
    case learningRate, steps, batch, networks, tests, samples, difficulty
    /// NaN for none.
    case clipNorm, clipValue, targetLoss
    case warmUp
  }

  /// See ``PageNumbers``.
  init(numbers: UnsafeBufferPointer<Double>, text: UnsafeBufferPointer<UInt8>) {
    page = PageNumbers(numbers: numbers, text: text)
  }

  var seed: UInt64 { page.seed(low: .seedLow, high: .seedHigh) }

  /// The loss from which on a network has learned, if it is given.
  var goal: Double? { page.known(.targetLoss) }

  /// The plan that `report train` makes of the same options.
  func plan() throws(Complaint) -> TrainingPlan {
    let root = SeedTree(seed: seed)
    let training = page.whole(.samples)
    let rate = page[.learningRate]
    let optimizer: Optimizer =
      switch page.whole(.optimizer) {
      case 0: .gradientDescent(rate: rate)
      case 1: .momentum(rate: rate)
      default: .adam(rate: rate)
      }
    let (steps, tests) = (page.whole(.steps), page.whole(.tests))
    do {
      let task = try StrokeDigits(difficulty: page[.difficulty]).task(
        training: training, test: max(10, min(1000, training / 4)), seed: root.child("task"))
      var plan = TrainingPlan(
        try network(for: task), task: task, optimizer: optimizer,
        clipping: page.known(.clipNorm).map { Clipping.norm($0) }
          ?? page.known(.clipValue).map { Clipping.value($0) },
        steps: steps, batch: page.whole(.batch),
        records: (1..<max(2, tests)).map { $0 * steps / tests }.filter { $0 > 0 },
        networks: page.whole(.networks), seed: root.child("train"))
      plan.warmUp = page.whole(.warmUp)
      return plan
    } catch {
      throw Complaint(sentence: error.description)
    }
  }

  /// Hidden layers in a row, named as `report train` names them.
  private func network(for task: LearningTask) throws(NetworkError) -> Network {
    let activation: AnyActivation
    let rule: AnyInitializer
    do {
      activation = try ActivationCatalog.activation(named: page.names[0])
      rule = try InitializerCatalog.initializer(named: page.names[1])
    } catch {
      throw .run(error.description)
    }
    if rule.dataDependent != nil {
      // As a network file says it, which the command's network is.
      throw .run(
        "“\(rule.name)” looks at the data to scale its weights, which rules of a network file cannot; take another "
          + "rule, or a chain (report propagate --init \(rule.name))")
    }
    let gain = page[.gain]
    func dense(_ units: Int) -> AnyStage { .dense(Dense(units, rule: rule, gain: gain)) }
    let over: Normalize.Over? =
      switch page.whole(.normalization) {
      case 1: .batch
      case 2: .layer
      case 3: .rms
      default: nil
      }
    var stages = [NamedStage(.flatten(Flatten()))]
    for layer in 0..<page.whole(.depth) {
      var block = [NamedStage(dense(page.whole(.width)), name: "dense")]
      if let over { block.append(NamedStage(.normalize(Normalize(over)))) }
      block.append(NamedStage(.activation(ActivationStage(activation))))
      let isAdded = page.whole(.residual) == 1 && layer > 0
      stages.append(
        NamedStage(
          isAdded ? .residual(ResidualStage(block)) : .sequence(Sequence(block)),
          name: "layer-\(layer + 1)"))
    }
    stages.append(NamedStage(dense(task.classCount ?? task.answersPerSample), name: "answer"))
    stages.append(NamedStage(.loss(ReadOut(.crossEntropy))))
    return Network(name: "layers", input: NetworkInput(task.shape), stages: stages)
  }
}

/// The open trainings, by number.
nonisolated(unsafe) private var trainings = Opened<TrainingBench>()

/// Opens a training for a setting, in the numbers and texts of ``TrainingSetting``; −1 with the sentence as the message.
@_cdecl("lab_train_open")
public func openTraining(
  _ numbers: UnsafePointer<Double>, _ count: Int, _ text: UnsafePointer<UInt8>, _ length: Int
) -> Int {
  let setting = TrainingSetting(
    numbers: UnsafeBufferPointer(start: numbers, count: count),
    text: UnsafeBufferPointer(start: text, count: length))
  do {
    return trainings.open(try TrainingBench(setting))
  } catch {
    complain(error.sentence)
    return -1
  }
}

/// Lets every network take some more steps; see ``TrainingBench/run(_:)``.
@_cdecl("lab_train_run")
public func runTraining(_ bench: Int, _ steps: Int) -> Int { trainings[bench]?.run(steps) ?? 0 }

/// Where the numbers of ``TrainingRecord`` are, until the next call; names as the message.
@_cdecl("lab_train_result")
public func trainingResult(_ bench: Int, _ steps: Int) -> UnsafePointer<Double>? {
  guard let answer = trainings[bench]?.answer(after: steps) else { return nil }
  complain(answer.names)
  return answer.numbers
}

@_cdecl("lab_train_close")
public func closeTraining(_ bench: Int) { trainings.close(bench) }
