import Kernels

/// The distribution of each layer's activations, pooled over networks.
public struct LayerHistogram: Sendable, Codable, Equatable {
  /// The layer's number, from 1.
  public var layer: Int
  /// How the activations are distributed over the range asked for.
  public var histogram: Histogram
  /// E h² over all activations, with the interval over networks.
  public var secondMoment: Estimate
}

/// Counts the activations of each layer of networks without biases under independent normal weights.
///
/// One input of standard normal numbers for each network. Given h, the pre-activations of the next
/// layer are exactly independent N(0, σ²|h|²), so no matrix is formed.
///
/// - Parameters:
///   - request: the network; its initialiser's law must be Gaussian and its biases absent, and `batch`,
///     `sampler` and `precision` are not used.
///   - low: the left end of the first bin.
///   - high: the right end of the last bin.
///   - bins: how many bins of equal width.
/// - Throws: `PropagationError` for a request out of range or a law that is not Gaussian,
///   `StatisticsError` for impossible bins, `CancellationError`.
public func layerHistograms(
  _ request: PropagationRequest, low: Double, high: Double, bins: Int
) async throws -> [LayerHistogram] {
  var exact = request
  exact.sampler = .exact
  exact.batch = 1
  let plan = try PropagationPlan(exact)
  guard request.biasVariance == 0, request.normalization == nil, request.residual == nil,
    request.initializer.law == .gaussian
  else {
    throw PropagationError.notExact(
      "only plain layers with normal weights and without biases are simulated here")
  }
  guard bins > 0, low < high, (high - low).isFinite else {
    throw StatisticsError.badBins(low: low, high: high, count: bins)
  }
  let depth = request.widths.count - 1
  let trials = try await mapTrials(
    request.trials, jobs: plan.jobs,
    state: { Buffer<Double>(count: request.widths.max() ?? 1) },
    { buffer, trial in countTrial(request, trial, buffer, low: low, high: high, bins: bins) })
  return (0..<depth).map { layer in
    var counts = [Int](repeating: 0, count: bins + 2)
    var moments = StreamingMoments()
    for trial in trials {
      for bin in counts.indices { counts[bin] += trial.counts[layer * (bins + 2) + bin] }
      moments.add(trial.secondMoments[layer])
    }
    return LayerHistogram(
      layer: layer + 1,
      histogram: Histogram(
        low: low, high: high, counts: Array(counts[1...bins]), below: counts[0],
        above: counts[bins + 1]),
      secondMoment: moments.meanEstimate)
  }
}

/// One network: counts of each layer with those below and above the range at the ends, and E h².
private func countTrial(
  _ request: PropagationRequest, _ trial: Int, _ buffer: Buffer<Double>, low: Double,
  high: Double, bins: Int
) -> (counts: [Int], secondMoments: [Double]) {
  let seed = request.seed.child(trial)
  let widths = request.widths
  var counts = [Int](repeating: 0, count: (widths.count - 1) * (bins + 2))
  var secondMoments: [Double] = []
  let h = buffer.base
  Double.fillNormals(
    h, count: widths[0], from: seed.source(lane: Lane.input.of(0)).address, standardDeviation: 1)
  var squares = Double.sums(h, count: widths[0]).squares
  let scale = Double(bins) / (high - low)
  for layer in 0..<(widths.count - 1) {
    let (fanIn, width) = (widths[layer], widths[layer + 1])
    let variance = request.initializer.variance(fanIn: fanIn, fanOut: width) * squares
    Double.fillNormals(
      h, count: width, from: seed.source(lane: Lane.weights.of(layer)).address,
      standardDeviation: variance.squareRoot())
    request.activation.apply(h, into: h, count: width)
    squares = Double.sums(h, count: width).squares
    secondMoments.append(squares / Double(width))
    let first = layer * (bins + 2)
    for i in 0..<width {
      let x = h[i]
      if x < low || x > high {
        counts[first + (x < low ? 0 : bins + 1)] += 1
      } else {
        counts[first + 1 + min(Int((x - low) * scale), bins - 1)] += 1
      }
    }
  }
  return (counts, secondMoments)
}

extension Histogram {
  /// A histogram whose counts were made elsewhere.
  init(low: Double, high: Double, counts: [Int], below: Int, above: Int) {
    self.low = low
    self.high = high
    self.counts = counts
    self.below = below
    self.above = above
  }
}
