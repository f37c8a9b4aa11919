import Kernels
import Networks
import Numerics

/// Trains networks of any architecture, each from a fresh start; the same plan gives the same bytes.
///
/// A loss that is no longer finite ends a network's training: an outcome, not an error.
///
/// - Complexity: O(steps × batch × weights) for each network; memory for weights, gradients and moments of as
///   many networks as are trained at once.
/// - Throws: ``NetworkError`` for a plan that cannot be run; `CancellationError`.
public func train(_ plan: TrainingPlan) async throws -> TrainingOutcome {
  plan.arithmetic == .float64
    ? try await train(plan, Double.self) : try await train(plan, Float.self)
}

private func train<Real: NetworkReal>(
  _ plan: TrainingPlan, _: Real.Type
) async throws -> TrainingOutcome {
  let counted = try plan.counted(Real.self)
  let (bytes, limit) = (plan.bytes(of: counted), Machine.memoryLimit)
  let jobs = max(1, min(plan.jobs ?? Machine.cores, Int(min(limit / max(bytes, 1), 1e6))))
  let networks = try await mapTrials(plan.networks, jobs: jobs, state: { Holder<Real>() }) {
    holder, index in
    let trainer = try holder.trainer ?? NetworkTrainer<Real>(plan)
    holder.trainer = trainer
    return try trainer.train(plan.seed.child(index))
  }
  return TrainingOutcome(counted, networks)
}

/// Trains the plan's networks one after the other on the calling thread: the same bytes, for whoever has
/// divided the work already or cannot wait for other threads.
///
/// - Throws: ``NetworkError`` for a plan that cannot be run; `CancellationError`.
public func trainInTurn(_ plan: TrainingPlan) throws -> TrainingOutcome {
  plan.arithmetic == .float64
    ? try trainInTurn(plan, Double.self) : try trainInTurn(plan, Float.self)
}

private func trainInTurn<Real: NetworkReal>(
  _ plan: TrainingPlan, _: Real.Type
) throws -> TrainingOutcome {
  let counted = try plan.counted(Real.self)
  let trainer = try NetworkTrainer<Real>(plan)
  return TrainingOutcome(
    counted, try (0..<plan.networks).map { try trainer.train(plan.seed.child($0)) })
}

extension NetworkTrainer {
  /// Trains a network to its end.
  fileprivate func train(_ seed: SeedTree) throws -> TrainedNetwork {
    begin(seed)
    repeat {
      try Task.checkCancellation()
      plan.progress?.add(min(16, plan.steps - step))
    } while advance(by: 16)
    return result
  }
}

/// A trainer, made on the thread that uses it.
private final class Holder<Real: NetworkReal> {
  var trainer: NetworkTrainer<Real>?
}

extension TrainingPlan {
  /// Refuses what cannot be run; what the passes would be, without their memory.
  func counted<Real: NetworkReal>(_: Real.Type) throws(NetworkError) -> PassBuilder<Real> {
    try check()
    let counted = try NetworkRun<Real>(request, isCounting: true, isTrained: true).builder
    let (bytes, limit) = (bytes(of: counted), Machine.memoryLimit)
    guard bytes <= limit else { throw .memory(bytes: bytes, limit: limit) }
    return counted
  }
}
