import Networks
import Numerics

/// A question about the singular values of one layer's weights at the start.
public struct SpectrumRequest: Sendable {
  /// How the matrices are made.
  public enum Sampler: String, Sendable, Codable {
    /// Their exact law through the bidiagonal χ model; Gaussian entries only.
    case bidiagonal
    /// The matrix itself, decomposed.
    case dense
  }

  /// The number of rows: the layer's inputs, its fan-in.
  public var rows: Int
  /// The number of columns: the layer's outputs, its fan-out.
  public var columns: Int
  /// The rule for the weights.
  public var initializer: any WeightInitializer
  /// How many matrices.
  public var trials: Int
  /// Forces one sampler; `nil` takes the bidiagonal model where it is exact.
  public var sampler: Sampler?
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    rows: Int, columns: Int, initializer: any WeightInitializer, trials: Int = 10,
    sampler: Sampler? = nil, seed: SeedTree, jobs: Int? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.initializer = initializer
    self.trials = trials
    self.sampler = sampler
    self.seed = seed
    self.jobs = jobs
  }

  /// The largest number of rows or columns.
  public static let largestSide = 100_000
  /// The most matrices.
  public static let mostTrials = 100_000
  /// The most bytes that pooled values or one dense matrix may take.
  public static let mostBytes = 1_000_000_000.0

  /// The sampler that will be used.
  public var chosenSampler: Sampler {
    sampler ?? (initializer.law == .gaussian ? .bidiagonal : .dense)
  }

  /// Throws one clear sentence for a request that cannot be answered.
  public func validate() throws(TheoryError) {
    func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws(TheoryError) {
      guard range.contains(value) else {
        throw .outOfRange(
          name: name, value: Double(value),
          allowed: "from \(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check(rows, 1...Self.largestSide, "number of rows")
    try check(columns, 1...Self.largestSide, "number of columns")
    try check(trials, 2...Self.mostTrials, "number of trials")
    if sampler == .bidiagonal && initializer.law != .gaussian {
      throw .noSolution(
        of: "bidiagonal model for \(initializer.name), whose weights are not normal")
    }
    let small = Double(Swift.min(rows, columns))
    let large = Double(Swift.max(rows, columns))
    let count = Double(trials)
    let pooled = 8 * small * count
    guard pooled <= Self.mostBytes else {
      throw .outOfRange(
        name: "memory for the singular values in bytes", value: pooled, allowed: "at most 1e9")
    }
    if chosenSampler == .dense {
      guard 16 * small * large <= Self.mostBytes else {
        throw .outOfRange(
          name: "memory for one dense matrix in bytes", value: 16 * small * large,
          allowed: "at most 1e9; normal rules need no matrix")
      }
    }
    let operations =
      chosenSampler == .dense ? 4 * small * small * large * count : 30 * small * small * count
    guard operations <= 2e13 else {
      throw .outOfRange(name: "number of operations", value: operations, allowed: "at most 2e13")
    }
  }
}
