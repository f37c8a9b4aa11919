/// Sends signals forward and gradients backward through fresh random networks and measures them.
///
/// Same request, same result, to the last bit, whatever the machine and the number of jobs.
///
/// - Complexity: for each layer of each network O(n) with one input and the exact law, O(B² n) with
///   B inputs, O(B n²) with explicit weights; memory for the signals of one network per job.
/// - Throws: `PropagationError` for a request out of range, for an exact sampler where it is not
///   valid, and for one that would not fit into memory; `CancellationError`.
public func propagate(_ request: PropagationRequest) async throws -> PropagationResult {
  try await propagate([request])[0]
}
