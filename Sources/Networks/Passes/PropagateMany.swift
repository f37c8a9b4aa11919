import Kernels
import Numerics

/// Answers several questions at once, each with the bits that it gets alone.
///
/// Work is shared in two ways. Questions that are one network are simulated once: on square layers
/// Xavier's, LeCun's and the geometric, quadratic and harmonic rules; for homogeneous activations all
/// scales of one law (``PropagationCell``). And dense networks of one law read the same matrices, which
/// are drawn and packed once for each trial (``WeightStore``). Results keep the order of the requests.
public func propagate(_ requests: [PropagationRequest]) async throws -> [PropagationResult] {
  var cells: [PropagationCell] = []
  var cellOfRequest: [Int] = []
  let own = try requests.map { request throws(PropagationError) in try PropagationCell(request) }
  for cell in own {
    if let known = cells.firstIndex(where: { $0.request.isSameNetwork(as: cell.request) }) {
      cellOfRequest.append(known)
    } else {
      cellOfRequest.append(cells.count)
      cells.append(cell)
    }
  }
  var results = [PropagationResult?](repeating: nil, count: requests.count)
  var waiting = Array(cells.indices)
  while let first = waiting.first {
    let group = waiting.filter { $0 == first || cells[$0].sharesMatrices(with: cells[first]) }
    waiting.removeAll(where: group.contains)
    let members = group.map { cells[$0] }
    let trials: [[TrialMoments]] =
      switch cells[first].request.precision {
      case .float16, .float32: try await run(members, Float.self)
      case .float64: try await run(members, Double.self)
      }
    // Reduced at once, so that no more than one group's trials are in memory.
    for index in requests.indices {
      guard let position = group.firstIndex(of: cellOfRequest[index]) else { continue }
      results[index] = PropagationResult(
        requests[index], sampler: own[index].plan.sampler,
        trials: trials.map { own[index].answer($0[position]) })
    }
  }
  return results.compactMap { $0 }
}

/// Trials of networks that share their matrices: by trial, then by cell.
private func run<Real: NetworkReal>(
  _ cells: [PropagationCell], _: Real.Type
) async throws -> [[TrialMoments]] {
  let first = cells[0].request
  return try await mapTrials(
    first.trials, jobs: cells.map(\.plan.jobs).min(),
    state: {
      let store: WeightStore<Real>? = cells[0].plan.weightStore(readers: cells.count)
      let pool = BufferPool<Real>()
      return cells.map {
        NetworkPass<Real>(
          $0.plan.design, sampler: $0.plan.layerSampler(store: store), pool: pool)
      }
    },
    { passes, trial in
      let seed = first.seed.child(trial)
      return passes.map { $0.run(seed) }
    })
}

extension PropagationCell {
  /// Whether another network can read this one's matrices, in the same memory.
  fileprivate func sharesMatrices(with other: PropagationCell) -> Bool {
    let (a, b) = (request, other.request)
    guard plan.sampler == .dense, other.plan.sampler == .dense, a.widths == b.widths,
      a.batch == b.batch, a.trials == b.trials, a.seed == b.seed, a.precision == b.precision,
      a.jobs == b.jobs, a.tiesWeights == b.tiesWeights, a.normalization == nil,
      b.normalization == nil, a.expansion == nil, b.expansion == nil,
      let law = StandardLaw(of: a.initializer, isHalf: plan.design.isHalf)
    else { return false }
    return law == StandardLaw(of: b.initializer, isHalf: other.plan.design.isHalf)
  }
}

extension PropagationRequest {
  /// Whether another request draws the same networks, whatever its rule is called.
  func isSameNetwork(as other: PropagationRequest) -> Bool {
    let isSetting =
      widths == other.widths && activation.name == other.activation.name
      && BiasDesign(self) == BiasDesign(other) && recordsDetails == other.recordsDetails
      && measuresGradients == other.measuresGradients
      && normalization == other.normalization
      && residual == other.residual && tiesWeights == other.tiesWeights
      && expansion == other.expansion && batch == other.batch && inputs == other.inputs
      && sampler == other.sampler && precision == other.precision && trials == other.trials
      && countsZeros == other.countsZeros && keepsTrials == other.keepsTrials
      && seed == other.seed
    guard isSetting else { return false }
    // A normal or uniform law is settled by its variance; others may have parameters of their own.
    let (law, otherLaw) = (initializer.law, other.initializer.law)
    guard law == .gaussian || law == .uniform else {
      return initializer.name == other.initializer.name
    }
    let matrices =
      expansion.map { ExpandedBranch<Float>.widths(of: widths, expansion: $0) } ?? widths
    return law == otherLaw
      && zip(matrices, matrices.dropFirst()).allSatisfy {
        initializer.variance(fanIn: $0, fanOut: $1)
          == other.initializer.variance(fanIn: $0, fanOut: $1)
      }
  }
}
