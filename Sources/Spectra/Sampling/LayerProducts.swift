import Kernels
import Networks
import Numerics

/// A question about the input–output Jacobian J = D_L W_L ⋯ D₁ W₁ of random square networks.
public struct LayerProductRequest: Sendable {
  /// The width of every layer.
  public var width: Int
  /// The depths at which J is decomposed, increasing.
  public var depths: [Int]
  /// The rule for the weights.
  public var initializer: any WeightInitializer
  /// Whether a ReLU follows each layer: D then keeps each unit with probability ½, as it does for every
  /// law of weights that is symmetric by rows, and else D = I.
  public var isRectified: Bool
  /// How many networks.
  public var trials: Int
  /// The node of the seed tree that belongs to this question.
  public var seed: SeedTree
  /// How many threads work; the result does not depend on it.
  public var jobs: Int?

  /// Makes a request.
  public init(
    width: Int, depths: [Int], initializer: any WeightInitializer, isRectified: Bool = false,
    trials: Int, seed: SeedTree, jobs: Int? = nil
  ) {
    self.width = width
    self.depths = depths
    self.initializer = initializer
    self.isRectified = isRectified
    self.trials = trials
    self.seed = seed
    self.jobs = jobs
  }
}

/// What one network's Jacobian shows at one depth.
public struct LayerProduct: Sendable, Codable, Equatable {
  /// L.
  public var depth: Int
  /// The singular values, in decreasing order.
  public var singularValues: [Double]
  /// ln ∏ ‖W_l‖₂, the product of the layers' spectral norms.
  public var logNormProduct: Double

  /// The mean of s², which is the factor on the mean square of a random gradient.
  public var meanSquare: Double {
    singularValues.reduce(0) { $0 + $1 * $1 } / Double(max(1, singularValues.count))
  }

  /// Var(s²)/(mean s²)².
  public var relativeVariance: Double {
    let count = Double(max(1, singularValues.count))
    let fourth = singularValues.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
    return fourth / (meanSquare * meanSquare) - 1
  }
}

/// Multiplies the layers of random networks and decomposes the products; by network, then by depth.
///
/// O(n³) for each layer and each depth. Throws a `TheoryError` for an impossible request.
public func sampleLayerProducts(_ request: LayerProductRequest) async throws -> [[LayerProduct]] {
  let depth = request.depths.last ?? 0
  let isIncreasing = zip(request.depths, request.depths.dropFirst()).allSatisfy { $0 < $1 }
  guard let first = request.depths.first, first >= 1, isIncreasing, depth <= 1000 else {
    throw TheoryError.outOfRange(
      name: "depth", value: Double(request.depths.first ?? 0), allowed: "1 … 1000, increasing")
  }
  guard 1...1024 ~= request.width else {
    throw TheoryError.outOfRange(
      name: "width", value: Double(request.width), allowed: "from 1 to 1024")
  }
  guard 1...100_000 ~= request.trials else {
    throw TheoryError.outOfRange(
      name: "number of trials", value: Double(request.trials), allowed: "from 1 to 100000")
  }
  return try await mapTrials(request.trials, jobs: request.jobs) { trial in
    try layerProducts(of: request, seed: request.seed.child(trial))
  }
}

private func layerProducts(
  of request: LayerProductRequest, seed: SeedTree
) throws -> [LayerProduct] {
  let n = request.width
  var product = Matrix.identity(n)
  var logNorm = 0.0
  var results: [LayerProduct] = []
  for layer in 1...(request.depths.last ?? 1) {
    var random = seed.child(layer).source()
    var weights = Matrix(rows: n, columns: n)
    weights.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      request.initializer.fill(base, fanIn: n, fanOut: n, random: &random)
    }
    logNorm += Double.log(try weights.spectralNorm())
    var next = Matrix(rows: n, columns: n)
    multiply(weights, product, into: &next)
    if request.isRectified {
      for row in 0..<n where random.uniform() < 0.5 {
        for column in 0..<n { next[row, column] = 0 }
      }
    }
    product = next
    if request.depths.contains(layer) {
      results.append(
        LayerProduct(
          depth: layer, singularValues: try SingularValues.of(product), logNormProduct: logNorm))
    }
  }
  return results
}

/// c ← a b with the fixed summation order of the kernels.
private func multiply(_ a: Matrix, _ b: Matrix, into c: inout Matrix) {
  let n = a.rows
  a.elements.withUnsafeBufferPointer { x in
    b.elements.withUnsafeBufferPointer { y in
      c.elements.withUnsafeMutableBufferPointer { z in
        guard let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress else { return }
        Double.matrixProduct(x, y, into: z, rows: n, inner: n, columns: n, transposed: false)
      }
    }
  }
}
