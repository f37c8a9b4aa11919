import Simulation
import Study

/// What the gradients of two inputs have in common.
///
/// Balduzzi et al. (2017): their correlation falls like 2⁻ᴸ in ReLU networks with batch normalisation, and only like a
/// power of the depth without it, ∏(1 − θ/π), where θ is the angle between the two signals in each layer.
public struct ShatteredGradients: Experiment {
  /// Both kinds of network.
  public struct Outcome: Codable, Equatable, Sendable {
    /// Units per layer of the networks without normalisation.
    public var width: Int
    /// How many of those there are at each depth.
    public var networks: Int
    /// Units per layer of the networks with batch normalisation.
    public var normalizedWidth: Int
    /// How many inputs a batch has.
    public var batch: Int
    /// How many networks with batch normalisation there are.
    public var normalizedNetworks: Int
    /// Without normalisation, for two orthogonal inputs: one for each depth, ascending.
    public var plain: [Point]
    /// With batch normalisation, over all pairs of a batch: one for each depth, ascending.
    public var normalized: [Point]
    /// ∏(1 − θ/π) at depths that networks of this width are too noisy for.
    public var plainTheory: [Theory]
  }

  /// What theory says of one depth.
  public struct Theory: Codable, Equatable, Sendable {
    /// How many layers.
    public var depth: Int
    /// ∏(1 − θ/π) over these layers.
    public var correlation: Double
  }

  /// Networks of one depth.
  public struct Point: Codable, Equatable, Sendable {
    /// How many layers.
    public var depth: Int
    /// E g·g′/E|g|²; in the normalised networks, where lengths differ, the mean cosine.
    public var correlation: Estimate
    /// ∏(1 − θ/π), or 2⁻ᴸ with batch normalisation.
    public var theory: Double
  }

  public let id = "shattered-gradients"
  public let chartIDs = ["shattered-gradients"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: study.units(1024), plainDepths: [1, 2, 4, 8, 16],
      networks: study.count(quick: 10, standard: 40, thorough: 400, atLeast: 10),
      normalizedWidth: study.units(64),
      normalizedDepths: [1, 2, 3, 4, 6, 8, 10],
      normalizedNetworks: study.count(quick: 4, standard: 8, thorough: 80, atLeast: 4),
      seed: seed, jobs: jobs)
  }

  static func simulate(
    width: Int, plainDepths: [Int], networks: Int, normalizedWidth: Int, normalizedDepths: [Int],
    normalizedNetworks: Int, seed: SeedTree, jobs: Int
  ) async throws -> Outcome {
    let map = try LengthMap(activation: ReLU(), weightVariance: 2)
    let theory = try plainTheory(map, depth: 64)
    var plain: [Point] = []
    for depth in plainDepths {
      let passes = try await samplePairs(
        PairRequest(
          width: width, depth: depth, activation: ReLU(), weightVariance: 2,
          inputs: PairMoments(square: 1, correlation: 0), includesGradients: true,
          trials: networks, seed: seed.child("plain").child(depth), jobs: jobs))
      let gradients = passes.compactMap(\.inputGradients)
      plain.append(
        Point(
          depth: depth, correlation: try ratio(gradients),
          theory: theory[min(depth, theory.count) - 1].correlation))
    }
    let batch = normalizedWidth
    let runs = try await mapTrials(normalizedNetworks, jobs: jobs) { trial in
      normalizedCorrelations(
        width: normalizedWidth, batch: batch, depths: normalizedDepths,
        seed: seed.child("normalized").child(trial))
    }
    let normalized = try normalizedDepths.enumerated().map { index, depth in
      Point(
        depth: depth, correlation: try .mean(of: runs.map { $0[index] }),
        theory: Double(sign: .plus, exponent: -depth, significand: 1))
    }
    return Outcome(
      width: width, networks: networks, normalizedWidth: normalizedWidth, batch: batch,
      normalizedNetworks: normalizedNetworks, plain: plain, normalized: normalized,
      plainTheory: theory)
  }

  /// ∏ σ_w² E f′f′ over the layers, 1 − θ/π each, for two orthogonal inputs.
  static func plainTheory(_ map: LengthMap, depth: Int) throws -> [Theory] {
    var product = 1.0
    return try KernelRecursion(map, inputCorrelation: 0, layers: depth).layers.map { layer in
      product *=
        map.weightVariance
        * (try GaussianPairMoments(
          of: map.activation, variance: layer.variance, correlation: layer.correlation
        ).slopeProduct)
      return Theory(depth: layer.layer, correlation: product)
    }
  }

  /// E g·g′/E|g|² with the interval of its linear part in each network.
  private static func ratio(_ gradients: [PairMoments]) throws -> Estimate {
    let sizes = gradients.map { 0.5 * ($0.first + $0.second) }
    let mean = sizes.reduce(0, +) / Double(sizes.count)
    let value = gradients.map(\.product).reduce(0, +) / Double(sizes.count) / mean
    return try .mean(of: zip(gradients, sizes).map { value + ($0.product - value * $1) / mean })
  }

  /// The mean cosine of ∂o/∂x over all pairs of a batch, by depth, in one network with explicit matrices.
  ///
  /// The statistics of the batch are held fixed, as after training and in Balduzzi's analysis: then each input has a
  /// gradient of its own.
  private static func normalizedCorrelations(
    width n: Int, batch: Int, depths: [Int], seed: SeedTree
  ) -> [Double] {
    var random = seed.source()
    func drawn(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
      var matrix = Matrix(rows: rows, columns: columns)
      for i in matrix.elements.indices { matrix.elements[i] = deviation * random.normal() }
      return matrix
    }
    var signal = drawn(batch, n, 1)
    // By layer: the transposed weights, and f′/s of each input and unit.
    var layers: [(weights: Matrix, slopes: Matrix)] = []
    var result: [Double] = []
    for depth in 1...(depths.last ?? 1) {
      let weights = drawn(n, n, (1 / Double(n)).squareRoot())
      var z = signal * weights
      var slopes = Matrix(rows: batch, columns: n)
      for unit in 0..<n {
        var (mean, square) = (0.0, 0.0)
        for row in 0..<batch { mean += z[row, unit] }
        mean /= Double(batch)
        for row in 0..<batch { square += (z[row, unit] - mean) * (z[row, unit] - mean) }
        let inverse = 1 / (square / Double(batch)).squareRoot()
        for row in 0..<batch {
          let normal = (z[row, unit] - mean) * inverse
          z[row, unit] = max(0, normal)
          slopes[row, unit] = normal > 0 ? inverse : 0
        }
      }
      signal = z
      layers.append((weights.transpose, slopes))
      guard depths.contains(depth) else { continue }
      let readOut = (0..<n).map { _ in random.normal() }
      var gradient = Matrix(rows: batch, columns: n)
      for row in 0..<batch { for unit in 0..<n { gradient[row, unit] = readOut[unit] } }
      for layer in layers.reversed() {
        for i in gradient.elements.indices { gradient.elements[i] *= layer.slopes.elements[i] }
        gradient = gradient * layer.weights
      }
      result.append(meanCosine(gradient))
    }
    return result
  }

  /// Of all pairs of rows: (|Σ u|² − B)/(B(B − 1)) for unit rows u.
  private static func meanCosine(_ rows: Matrix) -> Double {
    var sum = [Double](repeating: 0, count: rows.columns)
    var count = 0.0
    for row in 0..<rows.rows {
      var square = 0.0
      for column in 0..<rows.columns { square += rows[row, column] * rows[row, column] }
      guard square > 0 else { continue }
      count += 1
      for column in 0..<rows.columns { sum[column] += rows[row, column] / square.squareRoot() }
    }
    return (sum.reduce(0) { $0 + $1 * $1 } - count) / (count * (count - 1))
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    guard let plain = outcome.plain.last, let normalized = outcome.normalized.last,
      let same = outcome.plain.first(where: { $0.depth == 8 }),
      let sameNormalized = outcome.normalized.first(where: { $0.depth == 8 })
    else { return [] }
    return [
      Fact("shattered-width", outcome.width), Fact("shattered-networks", outcome.networks),
      Fact("shattered-normalized-width", outcome.normalizedWidth),
      Fact("shattered-normalized-networks", outcome.normalizedNetworks),
      Fact("shattered-batch", outcome.batch),
      Fact("shattered-depth", plain.depth),
      Fact("shattered-plain", plain.correlation, .fixed(3)),
      Fact("shattered-plain-theory", plain.theory, .fixed(3)),
      Fact("shattered-plain-8", same.correlation, .fixed(3)),
      Fact("shattered-plain-8-theory", same.theory, .fixed(3)),
      Fact("shattered-normalized-8", sameNormalized.correlation, .fixed(4)),
      Fact("shattered-normalized-8-theory", sameNormalized.theory, .fixed(4)),
      Fact("shattered-normalized-depth", normalized.depth),
      Fact("shattered-normalized", normalized.correlation, .fixed(4)),
    ]
  }
}
