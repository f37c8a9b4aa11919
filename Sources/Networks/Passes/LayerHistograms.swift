import Kernels
import Numerics

/// The distribution of each layer's activations, pooled over networks.
public struct LayerHistogram: Sendable, Codable, Equatable {
  /// The layer's number, from 1.
  public var layer: Int
  /// How the activations are distributed over the range asked for.
  public var histogram: Histogram
  /// E h² over all activations, with the interval over networks.
  public var secondMoment: Estimate
}

/// Counts the activations of each layer of networks without biases.
///
/// Under independent normal weights one input of standard normal numbers goes through each network:
/// given h, the pre-activations of the next layer are exactly independent N(0, σ²|h|²), so no matrix is
/// formed. Under any other law the matrices are explicit, in single precision, and `batch` inputs share
/// them.
///
/// - Parameters:
///   - request: the network; its biases must be absent, and `sampler` and `precision` are not used, nor
///     is `batch` under normal weights.
///   - low: the left end of the first bin.
///   - high: the right end of the last bin.
///   - bins: how many bins of equal width.
/// - Throws: `PropagationError` for a request out of range or a network that is more than plain layers,
///   `StatisticsError` for impossible bins, `CancellationError`.
public func layerHistograms(
  _ request: PropagationRequest, low: Double, high: Double, bins: Int
) async throws -> [LayerHistogram] {
  let isExact = request.initializer.law == .gaussian
  var planned = request
  planned.sampler = isExact ? .exact : .dense
  planned.batch = isExact ? 1 : request.batch
  let plan = try PropagationPlan(planned)
  guard !BiasDesign(request).areDrawn, request.normalization == nil, request.residual == nil,
    !request.tiesWeights, !(request.initializer is any DataDependentInitializer)
  else {
    throw PropagationError.notExact(
      "only plain layers with weights of their own and without biases are simulated here")
  }
  guard bins > 0, low < high, (high - low).isFinite else {
    throw StatisticsError.badBins(low: low, high: high, count: bins)
  }
  let depth = request.widths.count - 1
  let range = HistogramRange(low: low, high: high, bins: bins)
  let trials: [LayerCounts]
  if isExact {
    trials = try await mapTrials(
      request.trials, jobs: plan.jobs,
      state: { Buffer<Double>(count: request.widths.max() ?? 1) },
      { buffer, trial in countTrial(request, trial, buffer, range) })
  } else {
    trials = try await mapTrials(
      request.trials, jobs: plan.jobs, state: { DenseBuffers(request) },
      { buffers, trial in countDenseTrial(request, trial, buffers, range) })
  }
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

/// Where the values of a layer are counted.
private struct HistogramRange {
  let low: Double
  let high: Double
  let bins: Int
}

/// One network: counts of each layer with those below and above the range at the ends, and E h².
private struct LayerCounts: Sendable {
  var counts: [Int]
  var secondMoments: [Double] = []

  init(layers: Int, _ range: HistogramRange) {
    counts = [Int](repeating: 0, count: layers * (range.bins + 2))
  }

  mutating func add<Real: BinaryFloatingPoint>(
    _ h: UnsafePointer<Real>, count: Int, layer: Int, _ range: HistogramRange
  ) {
    let first = layer * (range.bins + 2)
    let scale = Double(range.bins) / (range.high - range.low)
    for i in 0..<count {
      let x = Double(h[i])
      if x < range.low || x > range.high {
        counts[first + (x < range.low ? 0 : range.bins + 1)] += 1
      } else {
        counts[first + 1 + min(Int((x - range.low) * scale), range.bins - 1)] += 1
      }
    }
  }
}

/// One input through weights of which only the law is drawn.
private func countTrial(
  _ request: PropagationRequest, _ trial: Int, _ buffer: Buffer<Double>, _ range: HistogramRange
) -> LayerCounts {
  let seed = request.seed.child(trial)
  let widths = request.widths
  var result = LayerCounts(layers: widths.count - 1, range)
  let h = buffer.base
  Double.fillNormals(
    h, count: widths[0], from: seed.source(lane: Lane.input.of(0)).address, standardDeviation: 1)
  var squares = Double.sums(h, count: widths[0]).squares
  for layer in 0..<(widths.count - 1) {
    let (fanIn, width) = (widths[layer], widths[layer + 1])
    let variance = request.initializer.variance(fanIn: fanIn, fanOut: width) * squares
    Double.fillNormals(
      h, count: width, from: seed.source(lane: Lane.weights.of(layer)).address,
      standardDeviation: variance.squareRoot())
    request.activation.apply(h, into: h, count: width)
    squares = Double.sums(h, count: width).squares
    result.secondMoments.append(squares / Double(width))
    result.add(h, count: width, layer: layer, range)
  }
  return result
}

/// Room for one explicit network and its batch.
private struct DenseBuffers {
  let weights: Buffer<Float>
  let input: Buffer<Float>
  let output: Buffer<Float>

  init(_ request: PropagationRequest) {
    let widest = request.widths.max() ?? 1
    let largest = zip(request.widths, request.widths.dropFirst()).map { $0 * $1 }.max() ?? 1
    weights = Buffer(count: largest)
    input = Buffer(count: request.batch * widest)
    output = Buffer(count: request.batch * widest)
  }
}

/// A batch of inputs through explicit weights.
private func countDenseTrial(
  _ request: PropagationRequest, _ trial: Int, _ buffers: DenseBuffers, _ range: HistogramRange
) -> LayerCounts {
  let seed = request.seed.child(trial)
  let (widths, rows) = (request.widths, request.batch)
  var result = LayerCounts(layers: widths.count - 1, range)
  var (h, next) = (buffers.input.base, buffers.output.base)
  Float.fillNormals(
    h, count: rows * widths[0], from: seed.source(lane: Lane.input.of(0)).address,
    standardDeviation: 1)
  for layer in 0..<(widths.count - 1) {
    let (fanIn, width) = (widths[layer], widths[layer + 1])
    var source = seed.source(lane: Lane.weights.of(layer))
    request.initializer.fill(
      buffers.weights.base, fanIn: fanIn, fanOut: width, random: &source)
    Float.matrixProduct(
      h, buffers.weights.base, into: next, rows: rows, inner: fanIn, columns: width,
      transposed: false)
    request.activation.apply(next, into: next, count: rows * width)
    swap(&h, &next)
    let squares = Float.sums(h, count: rows * width).squares
    result.secondMoments.append(Double(squares) / Double(rows * width))
    result.add(h, count: rows * width, layer: layer, range)
  }
  return result
}
