import Kernels
import Networks
import Numerics

/// Trains networks of any architecture, each from a fresh start; the same plan gives the same bytes.
///
/// A loss that is no longer finite ends a network's training: an outcome, not an error.
///
/// - Throws: ``NetworkError`` for a plan that cannot be run; `CancellationError`.
public func train(_ plan: TrainingPlan) async throws -> TrainingOutcome {
  plan.arithmetic == .float64
    ? try await train(plan, Double.self) : try await train(plan, Float.self)
}

private func train<Real: NetworkReal>(
  _ plan: TrainingPlan, _: Real.Type
) async throws -> TrainingOutcome {
  try plan.check()
  let counted = try NetworkRun<Real>(plan.request, isCounting: true, isTrained: true).builder
  let optimizerCopies = 3.0  // start, and two averages at most
  let bytes =
    counted.totalBytes
    + optimizerCopies
    * counted.parameters.reduce(0) {
      $0 + Double($1.count) * Double(MemoryLayout<Real>.stride)
    }
  let limit = Machine.memoryLimit
  guard bytes <= limit else { throw NetworkError.memory(bytes: bytes, limit: limit) }
  let jobs = max(1, min(plan.jobs ?? Machine.cores, Int(min(limit / max(bytes, 1), 1e6))))
  let networks = try await mapTrials(plan.networks, jobs: jobs, state: { Holder<Real>() }) {
    holder, index in
    let trainer = try holder.trainer ?? NetworkTrainer<Real>(plan)
    holder.trainer = trainer
    return try trainer.train(plan.seed.child(index))
  }
  return TrainingOutcome(
    stages: counted.recorder.order.map { counted.recorder.stages[$0] },
    matrices: counted.parameters.filter(\.isMatrix).map(\.name), networks: networks)
}

/// A trainer, made on the thread that uses it.
private final class Holder<Real: NetworkReal> {
  var trainer: NetworkTrainer<Real>?
}

extension TrainingPlan {
  /// The question that the passes are built for.
  fileprivate var request: NetworkRequest {
    NetworkRequest(
      network, trials: networks, seed: seed, samples: batch, source: .dense,
      arithmetic: arithmetic, lossScaleExponent: lossScaleExponent)
  }
}

/// One thread's training: a network, its optimiser, and what is noted on the way.
private final class NetworkTrainer<Real: NetworkReal> {
  private let plan: TrainingPlan
  private let run: NetworkRun<Real>
  private var steppers: [ParameterStepper<Real>]
  private let matrices: [Int]
  private let recorded: Set<Int>

  init(_ plan: TrainingPlan) throws(NetworkError) {
    self.plan = plan
    let run = try NetworkRun<Real>(plan.request, isCounting: false, isTrained: true)
    let parameters = run.builder.parameters
    self.run = run
    steppers = parameters.map { ParameterStepper($0, plan.optimizer) }
    matrices = parameters.indices.filter { parameters[$0].isMatrix }
    recorded = Set(plan.records + [0, plan.steps])
  }

  func train(_ seed: SeedTree) throws -> TrainedNetwork {
    run.begin(seed.child("start"))
    for stepper in steppers { stepper.begin() }
    var order = SampleOrder(count: plan.task.trainingCount, seed: seed.child("order"))
    var result = TrainedNetwork(records: [], losses: [], divergedAt: nil)
    for step in 0...plan.steps {
      if step % 16 == 0 { try Task.checkCancellation() }
      var test: (loss: Double, accuracy: Double)?
      if recorded.contains(step) {
        test = self.test()
        guard test?.loss.isFinite == true else {
          result.divergedAt = step
          break
        }
      }
      let chosen = order.next(plan.batch)
      for stepper in steppers { stepper.clear() }
      run.builder.recorder.isActive = test != nil
      run.builder.recorder.begin()
      let loss = pass(plan.task.training, chosen, isLearning: true)
      if let test { result.records.append(record(step, test)) }
      guard loss.isFinite else {
        result.divergedAt = step
        break
      }
      if step == plan.steps { break }
      result.losses.append(Float(loss))
      update()
    }
    return result
  }

  /// Forward, and back if it is to learn; the mean loss.
  private func pass(_ samples: LearningTask.Samples, _ chosen: [Int], isLearning: Bool) -> Double {
    let size = plan.task.shape.count
    let perSample = samples.answers.count / (samples.inputs.count / size)
    switch samples.answers {
    case .classes(let all):
      run.builder.targets.classes = chosen.flatMap {
        all[($0 * perSample)..<(($0 + 1) * perSample)]
      }
    case .numbers(let all):
      run.builder.targets.values = chosen.flatMap { sample in
        all[(sample * perSample)..<((sample + 1) * perSample)].map(Double.init)
      }
    }
    return run.pass(isLearning: isLearning) { target in
      samples.inputs.withUnsafeBufferPointer { inputs in
        for (row, sample) in chosen.enumerated() {
          for i in 0..<size { target[row * size + i] = Real(inputs[sample * size + i]) }
        }
      }
    }
  }

  /// Loss and accuracy over the test samples, a batch at a time; what is left over is not used.
  private func test() -> (loss: Double, accuracy: Double) {
    let batches = plan.task.testCount / plan.batch
    run.builder.recorder.isActive = false
    var loss = 0.0
    var correct = 0
    for batch in 0..<batches {
      let chosen = Array((batch * plan.batch)..<((batch + 1) * plan.batch))
      loss += pass(plan.task.test, chosen, isLearning: false)
      correct += run.builder.targets.correct
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
    let records = recorder.order.map { recorder.records[$0] }
    return TrainedNetwork.Record(
      step: step, testLoss: test.loss, accuracy: test.accuracy,
      movement: matrices.map { steppers[$0].movement }, logGradient: records.map(\.logGradient),
      logOutput: records.map(\.logSecondMoment),
      logWeightGradient: records.map { $0.logWeightGradients.first ?? .nan },
      saturated: records.map(\.saturated), zero: records.map(\.zero))
  }

  private func update() {
    // A loss scale is taken out again; where gradients overflowed, frameworks skip the step, and so do we.
    let scale = powerOfTwo(-plan.lossScaleExponent)
    for stepper in steppers { stepper.prepare(scale) }
    var squares = 0.0
    for stepper in steppers { squares += stepper.gradientSquares }
    if plan.lossScaleExponent != 0, !squares.isFinite { return }
    switch plan.clipping {
    case .norm(let bound):
      let norm = squares.squareRoot()
      if norm > bound, norm.isFinite {
        for stepper in steppers { stepper.scaleGradient(bound / norm) }
      }
    case .value(let bound): for stepper in steppers { stepper.boundGradient(bound) }
    case nil: break
    }
    for stepper in steppers { stepper.step() }
  }
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
