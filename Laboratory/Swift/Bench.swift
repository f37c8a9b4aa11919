/// Networks of one setting, simulated a few at a time: the answer after n of them is that of
/// `report propagate --trials n`.
final class Bench {
  private var request: PropagationRequest
  private let seed: UInt64
  private let cell: PropagationCell
  private let pass: (SeedTree) -> TrialMoments
  private var trials: [TrialMoments] = []
  private let memory: UnsafeMutablePointer<Double>
  /// Worked out with the first answer: it knows nothing of networks.
  private lazy var theory = try? MeanFieldPass(request)

  init(_ request: PropagationRequest, seed: UInt64) throws(PropagationError) {
    self.request = request
    self.seed = seed
    cell = try PropagationCell(request)
    let plan = cell.plan
    switch request.precision {
    case .float16, .float32:
      let network = NetworkPass<Float>(
        plan.design, sampler: plan.layerSampler(store: plan.weightStore(readers: 1)))
      pass = { network.run($0) }
    case .float64:
      let network = NetworkPass<Double>(
        plan.design, sampler: plan.layerSampler(store: plan.weightStore(readers: 1)))
      pass = { network.run($0) }
    }
    memory = .allocate(capacity: BenchRecord.size(layers: plan.design.depth))
  }

  deinit { memory.deallocate() }

  /// The activation of every layer.
  var activation: AnyActivation { request.activation }

  /// Simulates some more networks; returns how many there are now.
  func run(_ count: Int) -> Int {
    for trial in trials.count..<trials.count + count {
      trials.append(cell.answer(pass(request.seed.child(trial))))
    }
    return trials.count
  }

  /// The answer from the networks so far, of which there are two or more.
  func record() -> BenchRecord {
    request.trials = trials.count
    let result = PropagationResult(request, sampler: cell.plan.sampler, trials: trials)
    return BenchRecord(
      PropagationReport(request, result, theory: theory, seed: seed, seconds: 0), into: memory)
  }
}
