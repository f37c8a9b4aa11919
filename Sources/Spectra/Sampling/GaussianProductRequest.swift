import Numerics

/// A question about products of independent square matrices of normal entries.
///
///     let result = try await sampleGaussianProducts(
///       GaussianProductRequest(size: 4, steps: 100, trials: 10_000, seed: study.child("product")))
///     result.logNorm.value          // mean of ln ‖M₁₀₀ ⋯ M₁‖₂
///     result.steps[99].largestEntry // quantiles over the tracked runs
public struct GaussianProductRequest: Sendable {
  /// n: each factor is n × n.
  public var size: Int
  /// The number of factors; a product of one is a single matrix.
  public var steps: Int
  /// How many products.
  public var trials: Int
  /// How many of them are followed step by step (the first ones); each step costs one decomposition.
  public var trackedTrials: Int
  /// How many of the tracked ones are returned as single runs.
  public var keptRuns: Int
  /// The standard deviation of one entry; 1/√n keeps the length of a vector on average.
  public var entryDeviation: Double
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    size: Int = 4, steps: Int = 100, trials: Int = 10_000, trackedTrials: Int = 200,
    keptRuns: Int = 40, entryDeviation: Double = 1, seed: SeedTree, jobs: Int? = nil
  ) {
    self.size = size
    self.steps = steps
    self.trials = trials
    self.trackedTrials = trackedTrials
    self.keptRuns = keptRuns
    self.entryDeviation = entryDeviation
    self.seed = seed
    self.jobs = jobs
  }

  /// The largest size that is accepted.
  public static let largestSize = 512
  /// The most factors.
  public static let mostSteps = 1_000_000
  /// The most products.
  public static let mostTrials = 10_000_000

  /// Throws one clear sentence for a request that cannot be answered.
  public func validate() throws(TheoryError) {
    func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws(TheoryError) {
      guard range.contains(value) else {
        throw .outOfRange(
          name: name, value: Double(value),
          allowed: "from \(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check(size, 1...Self.largestSize, "matrix size")
    try check(steps, 1...Self.mostSteps, "number of steps")
    try check(trials, 2...Self.mostTrials, "number of trials")
    try check(trackedTrials, 0...trials, "number of tracked trials")
    try check(keptRuns, 0...trackedTrials, "number of kept runs")
    guard entryDeviation > 0, entryDeviation.isFinite else {
      throw .outOfRange(
        name: "entries' standard deviation", value: entryDeviation, allowed: "positive")
    }
    let operations =
      Double(trials) * Double(steps) * Double(size) * Double(size) * Double(size)
    guard operations <= 1e14 else {
      throw .outOfRange(
        name: "work, trials · steps · size³,", value: operations, allowed: "at most 1e14")
    }
    let numbers = Double(trackedTrials) * Double(steps) * 2
    guard numbers <= 1e8 else {
      throw .outOfRange(
        name: "memory for tracked trials, 16 bytes · trials · steps,", value: numbers * 8,
        allowed: "at most 800 MB")
    }
  }
}
