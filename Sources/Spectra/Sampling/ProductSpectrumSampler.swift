import Kernels
import Networks
import Numerics

/// A question about the singular values of a deep linear network: products of square weight matrices.
public struct ProductSpectrumRequest: Sendable {
  /// n, the width of every layer.
  public var size: Int
  /// The depths at which the spectrum is taken, increasing.
  public var depths: [Int]
  /// The rule for the weights.
  public var initializer: any WeightInitializer
  /// How many products.
  public var trials: Int
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    size: Int, depths: [Int], initializer: any WeightInitializer, trials: Int = 10,
    seed: SeedTree, jobs: Int? = nil
  ) {
    self.size = size
    self.depths = depths
    self.initializer = initializer
    self.trials = trials
    self.seed = seed
    self.jobs = jobs
  }

  /// Throws one clear sentence for a request that cannot be answered.
  public func validate() throws(TheoryError) {
    guard (1...1024).contains(size) else {
      throw .outOfRange(name: "matrix size", value: Double(size), allowed: "from 1 to 1024")
    }
    guard (2...100_000).contains(trials) else {
      throw .outOfRange(
        name: "number of trials", value: Double(trials), allowed: "from 2 to 100000")
    }
    guard let last = depths.last, let first = depths.first, first >= 1, last <= 100_000,
      zip(depths, depths.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw .outOfRange(
        name: "deepest product", value: Double(depths.last ?? 0),
        allowed: "the last of increasing depths from 1 to 100000")
    }
    let cube = Double(size) * Double(size) * Double(size)
    let operations = cube * Double(trials) * (6 * Double(last) + 40 * Double(depths.count))
    guard operations <= 1e13 else {
      throw .outOfRange(name: "number of operations", value: operations, allowed: "at most 1e13")
    }
  }
}

/// Singular values of products at several depths; all logarithms are natural.
public struct ProductSpectrumResult: Equatable, Sendable, Codable {
  /// The spectrum at one depth.
  public struct Depth: Equatable, Sendable, Codable {
    /// How many factors.
    public let depth: Int
    /// Quantiles of ln σ, pooled over products, at `SpectrumResult.levels`.
    public let logQuantiles: [Double]
    /// The mean of ln of the largest singular value.
    public let logLargest: Estimate
    /// The mean of ln of the smallest.
    public let logSmallest: Estimate
    /// The mean of ln ∏ ‖Wₗ‖₂, which bounds the largest from above.
    public let logProductOfNorms: Estimate
  }

  /// One entry for each depth asked for.
  public let depths: [Depth]
}

/// Samples products, in parallel; the same bytes for any number of jobs.
///
/// Throws a `TheoryError` for an impossible request, `StatisticsError` if the product is singular, and
/// `CancellationError` if the task is cancelled.
///
/// - Complexity: O(n³) operations for each factor of each product.
public func sampleProductSpectra(
  _ request: ProductSpectrumRequest
) async throws -> ProductSpectrumResult {
  try request.validate()
  typealias Snapshot = (logs: [Double], norms: Double)
  let paths = try await mapTrials(request.trials, jobs: request.jobs) { trial -> [Snapshot] in
    var product = ProductSpectrum(size: request.size)
    var logNorms = 0.0
    var snapshots: [Snapshot] = []
    let seed = request.seed.child(trial)
    for depth in 1...(request.depths.last ?? 1) {
      var source = seed.source(lane: depth)
      var factor = Matrix(rows: request.size, columns: request.size)
      factor.elements.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        request.initializer.fill(
          base, fanIn: request.size, fanOut: request.size, random: &source)
      }
      logNorms += .log(try factor.spectralNorm())
      try product.multiply(by: factor)
      if request.depths.contains(depth) {
        snapshots.append((try product.logSingularValues(), logNorms))
      }
    }
    return snapshots
  }
  return ProductSpectrumResult(
    depths: try request.depths.enumerated().map { index, depth in
      let snapshots = paths.map { $0[index] }
      let quantiles = try Quantiles(of: snapshots.flatMap(\.logs))
      return ProductSpectrumResult.Depth(
        depth: depth, logQuantiles: SpectrumResult.levels.map(quantiles.value),
        logLargest: try .mean(of: snapshots.map { $0.logs[0] }),
        logSmallest: try .mean(of: snapshots.map { $0.logs[request.size - 1] }),
        logProductOfNorms: try .mean(of: snapshots.map(\.norms)))
    })
}
