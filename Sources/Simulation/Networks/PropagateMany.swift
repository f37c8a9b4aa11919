import Kernels

/// Answers several questions; those that are the same network under two names are simulated once.
///
/// On square layers Xavier's, LeCun's and the geometric, quadratic and harmonic rules are one and the
/// same. With one seed they see the same draws, so that their results are equal bit for bit.
public func propagate(_ requests: [PropagationRequest]) async throws -> [PropagationResult] {
  var answers: [(request: PropagationRequest, result: PropagationResult)] = []
  var results: [PropagationResult] = []
  for request in requests {
    if var known = answers.first(where: { $0.request.isSameNetwork(as: request) })?.result {
      known.initializer = request.initializer.name
      results.append(known)
    } else {
      let result = try await propagate(request)
      answers.append((request, result))
      results.append(result)
    }
  }
  return results
}

extension PropagationRequest {
  /// Whether another request draws the same networks, whatever its rule is called.
  func isSameNetwork(as other: PropagationRequest) -> Bool {
    let isSetting =
      widths == other.widths && activation.name == other.activation.name
      && biasVariance == other.biasVariance && normalization == other.normalization
      && residual == other.residual && tiesWeights == other.tiesWeights
      && expansion == other.expansion && batch == other.batch && inputs == other.inputs
      && sampler == other.sampler && precision == other.precision && trials == other.trials
      && countsZeros == other.countsZeros && keepsTrials == other.keepsTrials
      && seed == other.seed
    guard isSetting else { return false }
    if initializer.name == other.initializer.name { return true }
    // A normal or uniform law is settled by its variance; others may have parameters of their own.
    let (law, otherLaw) = (initializer.law, other.initializer.law)
    guard law == otherLaw, law == .gaussian || law == .uniform else { return false }
    return zip(widths, widths.dropFirst()).allSatisfy {
      initializer.variance(fanIn: $0, fanOut: $1)
        == other.initializer.variance(fanIn: $0, fanOut: $1)
    }
  }
}
