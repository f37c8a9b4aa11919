import Kernels
import Numerics

/// Samples the singular values of a layer's weights, in parallel; the same bytes for any number of jobs.
///
/// Throws a `TheoryError` for an impossible request, `CancellationError` if the task is cancelled.
public func sampleSpectrum(_ request: SpectrumRequest) async throws -> SpectrumResult {
  try request.validate()
  let variance = request.initializer.variance(fanIn: request.rows, fanOut: request.columns)
  let sampler = request.chosenSampler
  let spectra = try await mapTrials(request.trials, jobs: request.jobs) { trial in
    var source = request.seed.child(trial).source()
    switch sampler {
    case .bidiagonal:
      let model = BidiagonalModel(
        rows: request.rows, columns: request.columns, entryDeviation: variance.squareRoot(),
        random: &source)
      return try model.singularValues()
    case .dense:
      var matrix = Matrix(rows: request.rows, columns: request.columns)
      matrix.elements.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        request.initializer.fill(
          base, fanIn: request.rows, fanOut: request.columns, random: &source)
      }
      return try SingularValues.of(matrix)
    }
  }
  return try SpectrumResult(request, entryVariance: variance, spectra: spectra)
}

extension SpectrumResult {
  init(_ request: SpectrumRequest, entryVariance: Double, spectra: [[Double]]) throws {
    let pooled = spectra.flatMap { $0 }
    let quantiles = try Quantiles(of: pooled)
    let eigenvalues = pooled.map { $0 * $0 }
    let largest = spectra.map { $0[0] }
    let smallest = spectra.map { $0[$0.count - 1] }
    var condition: Estimate?
    if smallest.allSatisfy({ $0 > 0 }) {
      let ratios = zip(largest, smallest).map { $0 / $1 }
      if ratios.allSatisfy(\.isFinite) {
        condition =
          ratios.count < 6
          ? Estimate(
            value: try Quantiles(of: ratios).median, low: 1, high: .infinity,
            samples: ratios.count) : try .median(of: ratios)
      }
    }
    var distance: Double?
    var theory: Theory?
    if entryVariance > 0, request.initializer.law.hasIndependentEntries {
      let law = try MarchenkoPastur(
        rows: Swift.min(request.rows, request.columns),
        columns: Swift.max(request.rows, request.columns), entryVariance: entryVariance)
      distance = try KolmogorovSmirnov(eigenvalues, against: law.cumulative).distance
      theory = try Theory(
        rows: request.rows, columns: request.columns, entryVariance: entryVariance)
    }
    self.init(
      rows: request.rows, columns: request.columns, initializer: request.initializer.name,
      entryVariance: entryVariance, trials: request.trials, sampler: request.chosenSampler,
      largest: try .mean(of: largest), smallest: try .mean(of: smallest),
      conditionNumber: condition,
      mean: try .mean(of: spectra.map { $0.reduce(0, +) / Double($0.count) }),
      quantiles: Self.levels.map(quantiles.value),
      eigenvalueHistogram: try Histogram(of: eigenvalues),
      marchenkoPasturDistance: distance, theory: theory)
  }
}
