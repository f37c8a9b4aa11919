import Kernels
import Networks
import Numerics

/// One thread's training: a network, its optimiser, and what is noted on the way.
final class NetworkTrainer<Real: NetworkReal> {
  let plan: TrainingPlan
  let run: NetworkRun<Real>
  let steppers: [ParameterStepper<Real>]
  private let matrices: [Int]
  private let recorded: Set<Int>
  /// What the network said in the last test.
  private var said: [Double] = []
  /// Whether a step asks how long the whole gradient is.
  private let needsNorm: Bool
  /// The network that is being trained: where its random numbers hang, the order in which it meets samples,
  /// how many steps it has taken, whether there are no more, and what is known of it.
  private var seed = SeedTree(seed: 0)
  private var order: SampleOrder
  private(set) var step = 0
  private var isOver = true
  private(set) var result = TrainedNetwork(records: [], losses: [], divergedAt: nil)

  init(_ plan: TrainingPlan) throws(NetworkError) {
    self.plan = plan
    let run = try NetworkRun<Real>(plan.request, isCounting: false, isTrained: true)
    let parameters = run.builder.parameters
    self.run = run
    steppers = parameters.map { ParameterStepper($0, plan.optimizer) }
    matrices = parameters.indices.filter { parameters[$0].isMatrix }
    recorded = Set(plan.records + (plan.recordsStart ? [0, plan.steps] : [plan.steps]))
    order = SampleOrder(count: plan.task.trainingCount, seed: seed)
    needsNorm = if case .norm = plan.clipping { true } else { plan.lossScaleExponent != 0 }
  }

  /// Starts a fresh network, to be trained by ``advance(by:)``.
  func begin(_ seed: SeedTree) {
    self.seed = seed
    run.begin(seed.child("start"))
    for stepper in steppers { stepper.begin() }
    order = SampleOrder(count: plan.task.trainingCount, seed: seed.child("order"))
    result = TrainedNetwork(records: [], losses: [], divergedAt: nil)
    (step, isOver) = (0, false)
  }

  /// Takes so many steps, or as many as there are; whether some are left.
  func advance(by count: Int) -> Bool {
    for _ in 0..<count where !isOver { takeStep() }
    return !isOver
  }

  /// Notes what is to be noted before a step, and takes it.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  private func takeStep() {
    isOver = true
    var test: (loss: Double, accuracy: Double)?
    if recorded.contains(step) {
      test = self.test()
      guard test?.loss.isFinite == true else {
        result.divergedAt = step
        return
      }
    }
    let chosen = order.next(plan.batch)
    for stepper in steppers { stepper.clear() }
    run.builder.recorder.isActive = test != nil && plan.notesStages
    run.builder.recorder.begin()
    // Behind the last step a gradient is only for the record.
    let isLearning = step < plan.steps || run.builder.recorder.isActive
    let loss = pass(plan.task.training, chosen, isLearning: isLearning)
    if let test {
      var record = record(step, test)
      if plan.curvatureIterations > 0, plan.curvatureSteps?.contains(step) ?? true {
        record.curvature = curvature(chosen, seed.child("curvature").child(step))
        // The gradient of the step was written over.
        for stepper in steppers { stepper.clear() }
        _ = pass(plan.task.training, chosen, isLearning: true)
      }
      result.records.append(record)
    }
    guard loss.isFinite else {
      result.divergedAt = step
      return
    }
    let isLearned = plan.stopsBelow.map { loss < $0 } ?? false
    if step == plan.steps && !isLearned { return }
    result.losses.append(Float(loss))
    if isLearned { return }
    let disturbance = plan.disturbances.first { $0.step == step }
    update(stretch: (disturbance?.stretch ?? 1) * plan.warmth(at: step))
    if let disturbance { disturb(disturbance, seed.child("disturbance").child(step)) }
    step += 1
    isOver = false
  }

  /// Forward, and back if it is to learn; the mean loss.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func pass(_ samples: LearningTask.Samples, _ chosen: [Int], isLearning: Bool) -> Double {
    let size = plan.task.shape.count
    let perSample = samples.answers.count / (samples.inputs.count / size)
    let targets = run.builder.targets
    switch samples.answers {
    case .classes(let all):
      targets.classes = [Int](unsafeUninitializedCapacity: chosen.count * perSample) {
        for sample in chosen {
          for i in (sample * perSample)..<((sample + 1) * perSample) {
            $0.initializeElement(at: $1, to: all[i])
            $1 += 1
          }
        }
      }
    case .numbers(let all):
      targets.values = [Double](unsafeUninitializedCapacity: chosen.count * perSample) {
        for sample in chosen {
          for i in (sample * perSample)..<((sample + 1) * perSample) {
            $0.initializeElement(at: $1, to: Double(all[i]))
            $1 += 1
          }
        }
      }
    }
    return run.pass(isLearning: isLearning) { target in
      samples.inputs.withUnsafeBufferPointer { inputs in
        guard let first = inputs.baseAddress else { return }
        for (row, sample) in chosen.enumerated() {
          convert(first + sample * size, into: target + row * size, count: size)
        }
      }
    }
  }

  /// Loss and accuracy over the test samples, a batch at a time; what is left over is not used.
  private func test() -> (loss: Double, accuracy: Double) {
    let batches = plan.task.testCount / plan.batch
    run.builder.recorder.isActive = false
    if plan.watchesUnits { run.builder.recorder.watchUnits() }
    run.builder.targets.keepsSaid = plan.keepsOutputs
    defer {
      run.builder.recorder.isWatchingUnits = false
      run.builder.targets.keepsSaid = false
    }
    var loss = 0.0
    var correct = 0
    said = []
    for batch in 0..<batches {
      let chosen = Array((batch * plan.batch)..<((batch + 1) * plan.batch))
      loss += pass(plan.task.test, chosen, isLearning: false)
      correct += run.builder.targets.correct
      if plan.keepsOutputs { said += run.builder.targets.said }
    }
    guard case .classes(let all) = plan.task.test.answers else {
      return (loss / Double(batches), .nan)
    }
    let answers = Double(batches * plan.batch) * Double(all.count) / Double(plan.task.testCount)
    return (loss / Double(batches), Double(correct) / answers)
  }

  private func record(
    _ step: Int, _ test: (loss: Double, accuracy: Double)
  ) -> TrainedNetwork.Record {
    let recorder = run.builder.recorder
    var result = TrainedNetwork.Record(
      step: step, testLoss: test.loss, accuracy: test.accuracy, movement: [], logGradient: [],
      logOutput: [], logWeightGradient: [], saturated: [], zero: [])
    if plan.watchesUnits { result.silentUnits = recorder.order.map { recorder.silentUnits($0) } }
    if plan.keepsParameters { result.parameters = steppers.map(\.parameter.numbers) }
    result.outputs = said
    guard plan.notesStages else { return result }
    let records = recorder.order.map { recorder.records[$0] }
    result.movement = matrices.map { steppers[$0].movement }
    result.logGradient = records.map(\.logGradient)
    result.logOutput = records.map(\.logSecondMoment)
    result.logWeightGradient = records.map { $0.logWeightGradients.first ?? .nan }
    result.saturated = records.map(\.saturated)
    result.zero = records.map(\.zero)
    return result
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  private func update(stretch: Double) {
    // A loss scale is taken out again; where gradients overflowed, frameworks skip the step, and so do we.
    let scale = powerOfTwo(-plan.lossScaleExponent)
    for stepper in steppers { stepper.prepare(scale) }
    var squares = 0.0
    if needsNorm { for stepper in steppers { squares += stepper.gradientSquares } }
    if plan.lossScaleExponent != 0, !squares.isFinite {
      result.skippedSteps += 1
      return
    }
    switch plan.clipping {
    case .norm(let bound):
      let norm = squares.squareRoot()
      if norm > bound, norm.isFinite {
        for stepper in steppers { stepper.scaleGradient(bound / norm) }
      }
    case .value(let bound): for stepper in steppers { stepper.boundGradient(bound) }
    case nil: break
    }
    for stepper in steppers { stepper.step(stretch: stretch) }
  }
}

/// Numbers of the task as the network's.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func convert<Real: NetworkReal>(
  _ numbers: UnsafePointer<Float>, into target: UnsafeMutablePointer<Real>, count: Int
) {
  for i in 0..<count { target[i] = Real(numbers[i]) }
}

/// The order in which samples are met: shuffled anew (Fisher and Yates) whenever too few are left.
private struct SampleOrder {
  private var order: [Int]
  private var at: Int
  private var source: RandomSource

  init(count: Int, seed: SeedTree) {
    order = Array(0..<count)
    at = count
    source = seed.source()
  }

  mutating func next(_ size: Int) -> [Int] {
    if at + size > order.count {
      for i in stride(from: order.count - 1, to: 0, by: -1) {
        order.swapAt(i, source.integer(below: i + 1))
      }
      at = 0
    }
    defer { at += size }
    return Array(order[at..<(at + size)])
  }
}
