import Kernels
import Networks
import Numerics

/// A question about the input–output Jacobian J = D_L W_L ⋯ D₁ W₁ of random square networks at one input, D
/// the slopes f′ at the pre-activations that this input meets.
public struct JacobianRequest: Sendable {
  /// The width of every layer.
  public var width: Int
  /// The depths at which J is looked at, increasing.
  public var depths: [Int]
  /// The activation.
  public var activation: any Activation
  /// The rule for the weights.
  public var initializer: any WeightInitializer
  /// Whether all singular values are wanted, and not only their moments and the largest.
  public var decomposes: Bool
  /// How many networks.
  public var trials: Int
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    width: Int, depths: [Int], activation: any Activation, initializer: any WeightInitializer,
    decomposes: Bool = true, trials: Int, seed: SeedTree, jobs: Int? = nil
  ) {
    self.width = width
    self.depths = depths
    self.activation = activation
    self.initializer = initializer
    self.decomposes = decomposes
    self.trials = trials
    self.seed = seed
    self.jobs = jobs
  }

  /// Throws one clear sentence for a request that cannot be answered.
  public func validate() throws(TheoryError) {
    let isIncreasing = zip(depths, depths.dropFirst()).allSatisfy { $0 < $1 }
    guard let first = depths.first, let last = depths.last, first >= 1, isIncreasing,
      last <= 10_000
    else {
      throw .outOfRange(
        name: "depth", value: Double(depths.first ?? 0), allowed: "1 … 10000, increasing")
    }
    guard 2...2048 ~= width else {
      throw .outOfRange(name: "width", value: Double(width), allowed: "from 2 to 2048")
    }
    guard 1...100_000 ~= trials else {
      throw .outOfRange(
        name: "number of trials", value: Double(trials), allowed: "from 1 to 100000")
    }
    let cube = Double(width) * Double(width) * Double(width)
    let operations = cube * Double(trials) * (2 * Double(last) + 20 * Double(depths.count))
    guard operations <= 1e13 else {
      throw .outOfRange(name: "number of operations", value: operations, allowed: "at most 1e13")
    }
  }
}

/// What one network's Jacobian shows at one depth.
public struct JacobianShape: Sendable, Codable, Equatable {
  /// L.
  public var depth: Int
  /// The mean of s², which is the factor on the mean square of a random gradient.
  public var meanSquare: Double
  /// Var(s²)/(mean s²)²; NaN for J = 0.
  public var relativeVariance: Double
  /// The largest singular value.
  public var largest: Double
  /// All of them, decreasing, if they were asked for.
  public var singularValues: [Double]?
}

/// Multiplies the layers of random networks; by network, then by depth.
///
/// The input is standard normal. O(n³) for each layer and each depth.
///
/// - Throws: `TheoryError` for an impossible request, `LinearAlgebraError`, `CancellationError`.
public func sampleJacobians(_ request: JacobianRequest) async throws -> [[JacobianShape]] {
  try request.validate()
  return try await mapTrials(request.trials, jobs: request.jobs) { trial in
    try jacobians(of: request, seed: request.seed.child(trial))
  }
}

private func jacobians(
  of request: JacobianRequest, seed: SeedTree
) throws -> [JacobianShape] {
  let n = request.width
  var random = seed.source()
  var signal = (0..<n).map { _ in random.normal() }
  // Of y = xW: the transpose of J, whose singular values are the same.
  var product = Matrix.identity(n)
  var result: [JacobianShape] = []
  for layer in 1...(request.depths.last ?? 1) {
    var source = seed.child(layer).source()
    var weights = Matrix(rows: n, columns: n)
    weights.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      request.initializer.fill(base, fanIn: n, fanOut: n, random: &source)
    }
    var z = [Double](repeating: 0, count: n)
    for i in 0..<n { for j in 0..<n { z[j] += signal[i] * weights[i, j] } }
    let slopes = z.map { request.activation.slope(at: $0) }
    signal = z.map { request.activation.value(at: $0) }
    for i in 0..<n { for j in 0..<n { weights[i, j] *= slopes[j] } }
    product = layer == 1 ? weights : product * weights
    if request.depths.contains(layer) {
      result.append(try shape(of: product, depth: layer, decomposes: request.decomposes))
    }
  }
  return result
}

private func shape(
  of product: Matrix, depth: Int, decomposes: Bool
) throws -> JacobianShape {
  let n = product.rows
  let count = Double(n)
  if decomposes {
    let values = try SingularValues.of(product)
    let squares = values.map { $0 * $0 }
    let mean = squares.reduce(0, +) / count
    let fourth = squares.reduce(0) { $0 + $1 * $1 } / count
    return JacobianShape(
      depth: depth, meanSquare: mean, relativeVariance: fourth / (mean * mean) - 1,
      largest: values[0], singularValues: values)
  }
  // Σ s² and Σ s⁴ are traces of JᵀJ and its square.
  let gram = product.transpose * product
  var (square, fourth) = (0.0, 0.0)
  for i in 0..<n { square += gram[i, i] }
  for x in gram.elements { fourth += x * x }
  let mean = square / count
  return JacobianShape(
    depth: depth, meanSquare: mean, relativeVariance: fourth / count / (mean * mean) - 1,
    largest: try gram.spectralNorm().squareRoot(), singularValues: nil)
}
