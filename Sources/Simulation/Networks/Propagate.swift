import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sends signals forward and gradients backward through fresh random networks and measures them.
///
/// Same request, same result, to the last bit, whatever the machine and the number of jobs.
///
/// - Throws: `PropagationError` for a request out of range, for an exact sampler where it is not
///   valid, and for one that would not fit into memory; `CancellationError`.
public func propagate(_ request: PropagationRequest) async throws -> PropagationResult {
  let plan = try PropagationPlan(request)
  let trials: [TrialMoments] =
    switch request.precision {
    case .float32: try await run(request, plan, Float.self)
    case .float64: try await run(request, plan, Double.self)
    }
  return PropagationResult(request, sampler: plan.sampler, trials: trials)
}

private func run<Real: NetworkReal>(
  _ request: PropagationRequest, _ plan: PropagationPlan, _: Real.Type
) async throws -> [TrialMoments] {
  try await mapChunks(request.trials, jobs: plan.jobs) { range in
    let sampler: any LayerSampler<Real> =
      plan.sampler == .exact
      ? GaussianVectorSampler<Real>(widths: request.widths, initializer: request.initializer)
      : DenseWeights<Real>(widths: request.widths, initializer: request.initializer)
    let pass = NetworkPass<Real>(
      widths: request.widths, batch: request.batch, biasVariance: request.biasVariance,
      activation: request.activation, sampler: sampler)
    return range.map { pass.run(request.seed.child($0)) }
  }
}

/// A checked request: which sampler, how many jobs fit into memory.
struct PropagationPlan {
  var sampler: Sampler
  var jobs: Int

  init(_ request: PropagationRequest) throws(PropagationError) {
    try Self.check(request)
    let obstacle = Self.obstacleToExact(request)
    switch request.sampler {
    case .exact:
      if let obstacle { throw .notExact(obstacle) }
      sampler = .exact
    case .automatic: sampler = obstacle == nil ? .exact : .dense
    case .dense: sampler = .dense
    }
    let limit = Machine.memory / 2
    let fixed = Double(request.trials) * Double(request.widths.count) * 4 * 8 * 2
    let perJob = Self.bytes(request, sampler)
    guard fixed + perJob <= limit else { throw .memory(bytes: fixed + perJob, limit: limit) }
    let fitting = Int(min((limit - fixed) / max(perJob, 1), 1e6))
    jobs = max(1, min(request.jobs ?? Machine.cores, fitting))
  }

  /// Why the exact sampler is not valid for a request; `nil` if it is.
  static func obstacleToExact(_ request: PropagationRequest) -> String? {
    if request.initializer.law != .gaussian {
      return "\(request.initializer.name) weights are not independent normal numbers"
    }
    if request.batch > 1 { return "a batch of \(request.batch) inputs shares its weights" }
    return nil
  }

  /// Memory that one job takes.
  static func bytes(_ request: PropagationRequest, _ sampler: Sampler) -> Double {
    let size = request.precision == .float64 ? 8.0 : 4.0
    let signals = NetworkPass<Float>.capacity(
      widths: request.widths, batch: request.batch, hasBiases: request.biasVariance > 0)
    guard sampler == .dense else { return size * signals }
    let matrices = zip(request.widths, request.widths.dropFirst()).map { Double($0) * Double($1) }
    let all = size * matrices.reduce(0, +)
    let kept = all <= Double(DenseWeights<Float>.budget) ? all : size * (matrices.max() ?? 0)
    return size * signals + kept
  }

  private static func check(_ request: PropagationRequest) throws(PropagationError) {
    let widths = request.widths
    guard widths.count >= 2 else { throw .noLayers(widths: widths) }
    guard widths.count - 1 <= PropagationLimits.depth else { throw .tooDeep(widths.count - 1) }
    for (layer, width) in widths.enumerated() {
      guard 1...PropagationLimits.width ~= width else { throw .width(width, layer: layer) }
    }
    guard 2...PropagationLimits.trials ~= request.trials else { throw .trials(request.trials) }
    guard 1...PropagationLimits.batch ~= request.batch else { throw .batch(request.batch) }
    if let jobs = request.jobs {
      guard 1...PropagationLimits.jobs ~= jobs else { throw .jobs(jobs) }
    }
    let bias = request.biasVariance
    guard bias >= 0, bias <= 1e20 else { throw .biasVariance(bias) }
    for layer in 1..<widths.count {
      let variance = request.initializer.variance(
        fanIn: widths[layer - 1], fanOut: widths[layer])
      guard variance == 0 || (variance >= 1e-40 && variance <= 1e40) else {
        throw .weightVariance(variance, layer: layer)
      }
    }
  }
}

/// What the machine offers: it decides how much runs at a time, never what comes out.
enum Machine {
  /// Processor cores.
  static let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// Bytes of memory.
  static let memory =
    Double(max(1, sysconf(Int32(_SC_PHYS_PAGES)))) * Double(max(1, sysconf(Int32(_SC_PAGESIZE))))
}
