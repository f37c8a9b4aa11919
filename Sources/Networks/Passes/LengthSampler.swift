import Kernels
import Numerics

/// A question about the size of one input's signal in wide random networks: layers of equal width with
/// independent N(0, σ_w²/n) weights and N(0, σ_b²) biases.
public struct LengthRequest: Sendable {
  /// n, the width of every layer.
  public var width: Int
  /// The number of layers.
  public var depth: Int
  /// The activation.
  public var activation: any Activation
  /// σ_w² = fan-in · Var w.
  public var weightVariance: Double
  /// σ_b².
  public var biasVariance: Double
  /// q₁, the variance that the input gives each pre-activation of the first layer.
  public var firstVariance: Double
  /// How many networks.
  public var trials: Int
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    width: Int, depth: Int, activation: any Activation, weightVariance: Double,
    biasVariance: Double = 0, firstVariance: Double, trials: Int, seed: SeedTree,
    jobs: Int? = nil
  ) {
    self.width = width
    self.depth = depth
    self.activation = activation
    self.weightVariance = weightVariance
    self.biasVariance = biasVariance
    self.firstVariance = firstVariance
    self.trials = trials
    self.seed = seed
    self.jobs = jobs
  }
}

/// What one network's layers showed of one input.
public struct LengthPass: Sendable, Codable, Equatable {
  /// The mean square of z, layer by layer.
  public var preactivations: [Double]
  /// The mean square of f′(z) times σ_w², which is what χ₁ is the mean of.
  public var slopeFactors: [Double]
}

/// Sends one input through random networks: given the activations below, the pre-activations of a layer
/// are independent N(0, σ_w²|h|²/n + σ_b²), whatever the width, so that no matrix is needed.
///
/// - Complexity: O(n) random numbers for each layer of each network.
/// - Throws: `TheoryError` for variances that are negative or not finite, and for sizes out of range;
///   `CancellationError`.
public func sampleLengths(_ request: LengthRequest) async throws -> [LengthPass] {
  try requireVariance(request.weightVariance, "weight variance")
  try requireVariance(request.biasVariance, "bias variance")
  try requireVariance(request.firstVariance, "variance of the first layer")
  guard 1...1_000_000 ~= request.width, 1...100_000 ~= request.depth else {
    throw TheoryError.outOfRange(
      name: "width or depth", value: Double(Swift.max(request.width, request.depth)),
      allowed: "from 1 to 1e6, or to 1e5")
  }
  return try await mapTrials(
    request.trials, jobs: request.jobs, state: { Buffer<Double>(count: 2 * request.width) }
  ) { memory, trial in
    let (z, h) = (memory.base, memory.base + request.width)
    let n = request.width
    var random = request.seed.child(trial).source()
    var pass = LengthPass(preactivations: [], slopeFactors: [])
    var variance = request.firstVariance
    for _ in 0..<request.depth {
      random.fillNormals(z, count: n, standardDeviation: variance.squareRoot())
      pass.preactivations.append(Double.sums(z, count: n).squares / Double(n))
      request.activation.slopes(UnsafePointer(z), into: h, count: n)
      pass.slopeFactors.append(
        request.weightVariance * Double.sums(h, count: n).squares / Double(n))
      request.activation.apply(UnsafePointer(z), into: h, count: n)
      variance =
        request.weightVariance * Double.sums(h, count: n).squares / Double(n)
        + request.biasVariance
    }
    return pass
  }
}
