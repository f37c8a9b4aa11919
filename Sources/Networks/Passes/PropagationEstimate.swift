import Numerics

/// What a propagation will cost, known before it starts.
public struct PropagationEstimate: Sendable, Equatable {
  /// The sampler that will be used.
  public var sampler: Sampler
  /// How many trials will run at a time.
  public var jobs: Int
  /// Bytes for signals, matrices and moments of all jobs together.
  public var bytes: Double
  /// Seconds on an ordinary core of 2020 or later; right within a factor of three or so.
  public var seconds: Double
}

extension PropagationRequest {
  /// Memory and time of ``propagate(_:)``, without running it.
  ///
  /// - Throws: what `propagate` would throw before it starts.
  public func estimate() throws(PropagationError) -> PropagationEstimate {
    let plan = try PropagationPlan(self)
    let pairs = zip(plan.design.matrixWidths, plan.design.matrixWidths.dropFirst()).map {
      (Double($0), Double($1))
    }
    let batch = Double(batch)
    // Nanoseconds per trial. Measured on one core: 2.3 per unit of an exact layer (a normal number
    // forward and backward, activation, slope and sums); explicit matrices 1.2 per weight drawn and 0.35
    // per weight and input for the two products.
    var nanoseconds = 0.0
    for (layer, (m, n)) in pairs.enumerated() {
      switch plan.sampler {
      case .dense:
        nanoseconds += 0.35 * m * n * batch + 3 * n * batch
        // Tied weights are drawn once.
        guard layer == 0 || !tiesWeights else { continue }
        nanoseconds += 1.2 * m * n
        if initializer.law == .orthogonal { nanoseconds += m * n * min(m, n) }
      default:
        nanoseconds += batch == 1 ? 2.5 * max(m, n) : batch * (batch + 4) * (m + n)
        // Haar vectors need one more projection per earlier direction; two of them here.
        if initializer.law == .orthogonal { nanoseconds += 4 * (m + n) }
      }
    }
    return PropagationEstimate(
      sampler: plan.sampler, jobs: plan.jobs, bytes: plan.bytes,
      seconds: nanoseconds * 1e-9 * Double(trials) / Double(min(plan.jobs, Machine.cores)))
  }
}
