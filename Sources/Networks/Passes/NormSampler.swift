import Kernels
import Numerics

/// The activation second moments of linear and ReLU networks, drawn without drawing the activations.
///
/// For independent N(0, s²) weights, Wh is s|h| times a standard normal vector, so that a linear layer
/// multiplies |h|² by s²χ²ₙ and a rectified one by s²χ²ₖ with k ~ Binomial(n, ½), the units that are
/// on. One number per layer instead of n: millions of networks in seconds, exact at every width
/// (Hanin and Nica 2019 start from the same product).
///
/// - Parameter request: a plain network with `identity` or `relu`, normal weights, no biases, one
///   input; its `sampler` and `precision` are not used.
/// - Returns: ln of the mean of h², by layer, then by trial; −∞ for a dead network.
/// - Complexity: O(1) random numbers for each layer of each network, whatever its width.
/// - Throws: `PropagationError` for a request out of range or another network, `CancellationError`.
public func sampleNorms(_ request: PropagationRequest) async throws -> [[Double]] {
  try request.validate()
  let isRectified = request.activation is ReLU
  guard isRectified || request.activation is Identity, request.initializer.law == .gaussian,
    !BiasDesign(request).areDrawn, request.normalization == nil, request.residual == nil,
    request.batch == 1, !request.tiesWeights
  else {
    throw PropagationError.notExact(
      "norms alone follow a product law only in plain linear or ReLU networks with normal weights, "
        + "of their own in every layer, no biases and one input")
  }
  let widths = request.widths
  let logVariances = zip(widths, widths.dropFirst()).map {
    Double.log(request.initializer.variance(fanIn: $0, fanOut: $1))
  }
  let inputLog = Double.log(request.inputs.secondMoment)
  let trials = try await mapTrials(request.trials, jobs: request.jobs) { trial -> [Double] in
    var random = request.seed.child(trial).source(lane: Lane.weights.of(0))
    var logNorm = inputLog + Double.log(random.chiSquared(Double(widths[0])))
    return logVariances.enumerated().map { layer, logVariance in
      let width = widths[layer + 1]
      let active = isRectified ? random.heads(of: width) : width
      logNorm +=
        active == 0 ? -.infinity : logVariance + Double.log(random.chiSquared(Double(active)))
      return logNorm - Double.log(Double(width))
    }
  }
  return logVariances.indices.map { layer in trials.map { $0[layer] } }
}
