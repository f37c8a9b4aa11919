import Networks
import Numerics

/// Sends signals forward and gradients backward through fresh random networks of any architecture.
///
/// Same request, same result, to the last bit, whatever the machine and the number of jobs.
///
/// - Complexity: for each m × n matrix and B columns O(B² (m + n)) by the exact law, O(B mn) with explicit
///   weights; memory for the signals of all stages, and explicit weights, of one network per job.
/// - Throws: ``NetworkError`` for stages that do not fit, for an exact law that is not known, and for a
///   network that needs too much memory; `CancellationError`.
public func propagate(_ request: NetworkRequest) async throws -> NetworkResult {
  request.arithmetic == .float64
    ? try await propagate(request, Double.self) : try await propagate(request, Float.self)
}

private func propagate<Real: NetworkReal>(
  _ request: NetworkRequest, _: Real.Type
) async throws -> NetworkResult {
  try request.check()
  let plan = try NetworkRun<Real>(request, isCounting: true).builder
  let limit = Machine.memoryLimit
  guard plan.totalBytes <= limit else {
    throw NetworkError.memory(bytes: plan.totalBytes, limit: limit)
  }
  let fitting = Int(min(limit / max(plan.totalBytes, 1), 1e6))
  let jobs = max(1, min(request.jobs ?? Machine.cores, fitting))
  // Beside the passes, on whatever core they leave free.
  async let known = theory(of: request)
  let records = try await mapTrials(
    request.trials, jobs: jobs, state: { Lazy<Real>() }
  ) { state, trial in
    try state.run(request).trial(request.seed.child(trial))
  }
  let recorder = plan.recorder
  let theory = try await known
  let unknown = StageTheory(output: nil, gradient: nil, weightGradients: [])
  let stages = recorder.order.map { index in
    StageResult(
      info: recorder.stages[index], records: records.map { $0[index] },
      theory: theory?.stage(recorder.stages[index].name) ?? unknown)
  }
  return NetworkResult(
    network: request.network.name, trials: request.trials, samples: request.samples,
    weights: stages.reduce(0) { $0 + $1.info.tensors.reduce(0) { $0 + $1.count } },
    inputGradient: stages[0].gradient, stages: stages)
}

private func theory(of request: NetworkRequest) async throws(NetworkError) -> NetworkTheory? {
  request.asksTheory ? try NetworkTheory(request) : nil
}

/// A run that is built where it is first needed: on its own thread.
private final class Lazy<Real: NetworkReal> {
  private var built: NetworkRun<Real>?

  func run(_ request: NetworkRequest) throws -> NetworkRun<Real> {
    if let built { return built }
    let run = try NetworkRun<Real>(request, isCounting: false)
    built = run
    return run
  }
}

extension NetworkRequest {
  fileprivate func check() throws(NetworkError) {
    guard 1...10_000_000 ~= trials else {
      throw .run("\(trials) networks cannot be drawn; ask for 1 to 10,000,000")
    }
    guard 1...1_000_000 ~= samples else {
      throw .run("a batch of \(samples) samples is not between 1 and 1,000,000")
    }
    guard !network.stages.isEmpty else { throw .run("the network has no stages") }
    let shape = network.input.shape
    guard shape.channels >= 1, shape.positions.allSatisfy({ $0 >= 1 }), shape.count <= 1_000_000_000
    else { throw .run("inputs of the shape \(shape.text) cannot be drawn") }
    switch network.input.law {
    case .normal(let mean, let secondMoment, let correlation):
      guard secondMoment >= mean * mean, secondMoment <= 1e20, 0...1 ~= correlation else {
        throw .run(
          "inputs of mean \(mean), mean square \(secondMoment) and correlation \(correlation) do not exist; "
            + "the mean square is at least the mean squared, the correlation between 0 and 1")
      }
    case .uniform(let low, let high):
      guard low.isFinite, high.isFinite, low <= high else {
        throw .run("inputs between \(low) and \(high) do not exist")
      }
    case .tokens(let vocabulary):
      guard vocabulary >= 1, vocabulary <= 16_777_216, shape.channels == 1 else {
        throw .run("a vocabulary of \(vocabulary) tokens is not between 1 and 16,777,216")
      }
    case .given(let numbers):
      guard !numbers.isEmpty, numbers.count % shape.count == 0, numbers.allSatisfy(\.isFinite)
      else {
        throw .run(
          "\(numbers.count) given numbers are not samples of the shape \(shape.text), or not all finite"
        )
      }
      guard numbers.count >= samples * shape.count else {
        throw .run(
          "\(numbers.count / shape.count) samples are given, \(samples) are to go through; ask for "
            + "no more (--batch)")
      }
    }
    _ = try network.output()
    try network.checkTokens()
  }
}

extension Network {
  /// Refuses tokens that the embedding has no row for, and numbers that are no tokens.
  ///
  /// - Throws: ``NetworkError`` for an input that does not go with an embedding at the network's beginning.
  public func checkTokens() throws(NetworkError) {
    guard let embedding = stages.first?.stage as? Embedding else { return }
    switch input.law {
    case .tokens(let vocabulary):
      guard vocabulary <= embedding.vocabulary else {
        throw .run(
          "tokens are drawn from \(vocabulary), the embedding has rows for \(embedding.vocabulary); "
            + "give both one number")
      }
    case .given(let numbers):
      if let bad = numbers.first(where: {
        $0 < 0 || $0 != $0.rounded() || $0 >= Double(embedding.vocabulary)
      }) {
        throw .run(
          "\(bad) is no token: tokens are whole numbers from 0 to \(embedding.vocabulary - 1)")
      }
    case .normal, .uniform:
      throw .run("an embedding takes tokens; give the input “tokens” and “vocabulary”")
    }
  }
}
