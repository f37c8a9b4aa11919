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
  try plan.check()
  let counted = try NetworkRun<Real>(plan.request, isCounting: true, isTrained: true).builder
  let bytes = plan.bytes(of: counted)
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
  var request: NetworkRequest {
    NetworkRequest(
      network, trials: networks, seed: seed, samples: batch, source: .dense,
      arithmetic: arithmetic, lossScaleExponent: lossScaleExponent)
  }
}
