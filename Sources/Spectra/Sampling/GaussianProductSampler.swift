import Kernels
import Numerics

/// Samples products of Gaussian matrices, in parallel; the same bytes for any number of jobs.
///
/// Throws a `TheoryError` for an impossible request, `CancellationError` if the task is cancelled.
public func sampleGaussianProducts(
  _ request: GaussianProductRequest
) async throws -> GaussianProductResult {
  try request.validate()
  let lanes = GaussianProductBlock.lanes(size: request.size)
  let blocks = (request.trials + lanes - 1) / lanes
  let paths = try await mapTrials(blocks, jobs: request.jobs) { block in
    let first = block * lanes
    return try GaussianProductBlock.run(
      request, source: request.seed.child(block).source(),
      trials: first..<Swift.min(first + lanes, request.trials))
  }.flatMap { $0 }
  return try GaussianProductResult(request, paths: paths)
}

extension GaussianProductResult {
  init(_ request: GaussianProductRequest, paths: [GaussianProductBlock.Path]) throws {
    let norms = paths.map(\.finalNorm)
    let quantiles = try Quantiles(of: norms)
    let tracked = paths.prefix(request.trackedTrials)
    let steps = try (0..<(tracked.isEmpty ? 0 : request.steps)).map { t in
      let norm = try Quantiles(of: tracked.map { $0.norms[t] })
      let largest = try Quantiles(of: tracked.map { $0.largestEntries[t] })
      return Step(
        step: t + 1, norm: Self.levels.map(norm.value), largestEntry: Self.levels.map(largest.value)
      )
    }
    let exponents = try LyapunovExponents(
      size: request.size, entryDeviation: request.entryDeviation)
    self.init(
      size: request.size, stepCount: request.steps, trials: request.trials,
      entryDeviation: request.entryDeviation,
      logNorm: try .mean(of: norms),
      logNormVariance: request.trials < 4
        ? try .normalVariance(of: norms) : try .variance(of: norms),
      logNormMedian: request.trials < 6 ? nil : try .median(of: norms),
      logNormQuantiles: Self.levels.map(quantiles.value),
      histogram: try Histogram(of: norms),
      logLargestEntry: try .mean(of: paths.map(\.finalLargestEntry)),
      steps: steps,
      runs: tracked.prefix(request.keptRuns).map {
        Run(norm: $0.norms, largestEntry: $0.largestEntries)
      },
      theory: Theory(
        topExponent: exponents.top, variancePerStep: exponents.variancePerStep,
        mean: exponents.isAsymptotic(steps: request.steps)
          ? exponents.logNormMean(steps: request.steps) : nil,
        standardDeviation: exponents.isAsymptotic(steps: request.steps)
          ? exponents.logNormVariance(steps: request.steps).squareRoot() : nil))
  }
}
