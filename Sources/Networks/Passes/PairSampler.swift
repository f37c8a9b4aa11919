import Kernels
import Numerics

/// Sends two inputs through random networks, exactly and without a weight matrix: O(n) per layer.
///
/// With e₁, e₂ an orthonormal basis of the two activations below a layer of N(0, s²) weights W, s² =
/// σ_w²/n, the images a = We are independent N(0, s² I), and given them
/// W = a₁e₁ᵀ + a₂e₂ᵀ + W̃(I − e₁e₁ᵀ − e₂e₂ᵀ) with W̃ a fresh copy. So forward z = a₁(e₁·h) + a₂(e₂·h) + b, and
/// backward, for δ's that depend on W through a alone and p₁, p₂ an orthonormal basis of them,
/// Wᵀδ = Σ (aⱼ·δ) eⱼ + (I − Σ eⱼeⱼᵀ) Σ (pₖ·δ) νₖ with fresh ν of N(0, s² I). Every fluctuation of finite
/// width is kept, and the correlation between the two directions.
///
/// - Throws: `TheoryError` for a request out of range, `CancellationError`.
public func samplePairs(_ request: PairRequest) async throws -> [PairPass] {
  try request.validate()
  return try await mapTrials(
    request.trials, jobs: request.jobs, state: { PairWorkspace(request) }
  ) { workspace, trial in workspace.run(seed: request.seed.child(trial)) }
}

/// The memory of one network, used for one after the other.
struct PairWorkspace {
  private let request: PairRequest
  private let memory: Buffer<Double>

  /// Blocks of n numbers: what each layer keeps, then scratch.
  private static let perLayer = 8
  private static let scratch = 8

  init(_ request: PairRequest) {
    self.request = request
    let layers = request.includesGradients ? request.depth : 1
    memory = Buffer(count: (layers * Self.perLayer + Self.scratch) * request.width)
  }

  /// A block of n numbers.
  private func block(_ index: Int) -> UnsafeMutablePointer<Double> {
    memory.base + index * request.width
  }

  /// A block of a layer, from 0: a₁, a₂, e₁, e₂ (of the activations below), z, z′, h, h′.
  private func block(_ layer: Int, _ index: Int) -> UnsafeMutablePointer<Double> {
    block(Self.scratch + (request.includesGradients ? layer : 0) * Self.perLayer + index)
  }

  func run(seed: SeedTree) -> PairPass {
    let n = request.width
    let deviation = (request.weightVariance / Double(n)).squareRoot()
    let biasDeviation = request.biasVariance.squareRoot()
    var layers: [PairPass.Layer] = []
    // Coordinates of the two activations below in their basis, in units of the whole vector.
    let size = Double(n).squareRoot()
    let angle = request.inputs.cosine
    var (first, along, across) = (
      size * request.inputs.first.squareRoot(),
      size * request.inputs.second.squareRoot() * angle,
      size * request.inputs.second.squareRoot() * (1 - angle * angle).squareRoot()
    )
    // Two equal inputs are one: half of the work.
    let isOne = request.isOneInput
    for layer in 0..<request.depth {
      var random = seed.child(layer).source()
      let (a1, a2) = (block(layer, 0), block(layer, 1))
      let (z1, z2) = (block(layer, 4), block(layer, 5))
      let (h1, h2) = (block(layer, 6), block(layer, 7))
      random.fillNormals(a1, count: n, standardDeviation: deviation)
      if isOne {
        for i in 0..<n { z1[i] = first * a1[i] }
      } else {
        random.fillNormals(a2, count: n, standardDeviation: deviation)
        for i in 0..<n {
          z1[i] = first * a1[i]
          z2[i] = along * a1[i] + across * a2[i]
        }
      }
      if biasDeviation > 0 {
        random.fillNormals(h1, count: n, standardDeviation: biasDeviation)
        Double.add(h1, to: z1, count: n)
        if !isOne { Double.add(h1, to: z2, count: n) }
      }
      request.activation.apply(UnsafePointer(z1), into: h1, count: n)
      if isOne {
        z2.update(from: z1, count: n)
        h2.update(from: h1, count: n)
      } else {
        request.activation.apply(UnsafePointer(z2), into: h2, count: n)
      }
      layers.append(
        PairPass.Layer(
          preactivations: Self.moments(z1, z2, n), activations: Self.moments(h1, h2, n)))
      if layer + 1 < request.depth {
        // The basis that the next layer reads.
        let keeps = request.includesGradients
        (first, along, across) = Self.basis(
          h1, h2, into: keeps ? block(layer + 1, 2) : block(0),
          keeps ? block(layer + 1, 3) : block(1), n)
        if isOne { (along, across) = (first, 0) }
      }
    }
    var result = PairPass(layers: layers, inputGradients: nil)
    if request.includesGradients { back(&result, seed: seed, deviation: deviation) }
    return result
  }

  /// The gradients of o = v·h_L with v of N(0, σ_w²/n), from the last layer to the input.
  private func back(_ pass: inout PairPass, seed: SeedTree, deviation: Double) {
    let n = request.width
    let (d1, d2, p1, p2) = (block(0), block(1), block(2), block(3))
    let (g1, g2, s) = (block(4), block(5), block(6))
    var random = seed.child("read-out").source()
    random.fillNormals(g1, count: n, standardDeviation: deviation)
    g2.update(from: g1, count: n)
    let isOne = request.isOneInput
    for layer in stride(from: request.depth - 1, through: 0, by: -1) {
      let (z1, z2) = (block(layer, 4), block(layer, 5))
      for (z, g, d) in isOne ? [(z1, g1, d1)] : [(z1, g1, d1), (z2, g2, d2)] {
        request.activation.slopes(UnsafePointer(z), into: s, count: n)
        for i in 0..<n { d[i] = g[i] * s[i] }
      }
      if isOne { d2.update(from: d1, count: n) }
      let scale = Double(n)
      var sums = Self.moments(d1, d2, n)
      (sums.first, sums.second, sums.product) = (
        scale * sums.first, scale * sums.second, scale * sums.product
      )
      pass.layers[layer].gradients = sums
      // ∂o/∂h below; the inputs' basis is the first two axes, where only lengths matter.
      let (first, along, across) = Self.basis(d1, d2, into: p1, p2, n)
      var fresh = seed.child("backward").child(layer).source()
      fresh.fillNormals(p1, count: n, standardDeviation: deviation)
      if isOne {
        for i in 0..<n { g1[i] = first * p1[i] }
      } else {
        fresh.fillNormals(p2, count: n, standardDeviation: deviation)
        for i in 0..<n {
          g1[i] = first * p1[i]
          g2[i] = along * p1[i] + across * p2[i]
        }
      }
      let (a1, a2) = (block(layer, 0), block(layer, 1))
      if isOne {
        let image = Double.dot(a1, d1, count: n)
        if layer == 0 {
          g1[0] = image
        } else {
          let e1 = block(layer, 2)
          Double.add(e1, times: image - Double.dot(e1, g1, count: n), to: g1, count: n)
        }
        g2.update(from: g1, count: n)
        continue
      }
      for (g, d) in [(g1, d1), (g2, d2)] {
        let (image1, image2) = (Double.dot(a1, d, count: n), Double.dot(a2, d, count: n))
        if layer == 0 {
          (g[0], g[1]) = (image1, image2)
          continue
        }
        let (e1, e2) = (block(layer, 2), block(layer, 3))
        let (drawn1, drawn2) = (Double.dot(e1, g, count: n), Double.dot(e2, g, count: n))
        Double.add(e1, times: image1 - drawn1, to: g, count: n)
        Double.add(e2, times: image2 - drawn2, to: g, count: n)
      }
    }
    var sums = Self.moments(g1, g2, n)
    let scale = Double(n)
    (sums.first, sums.second, sums.product) = (
      scale * sums.first, scale * sums.second, scale * sums.product
    )
    pass.inputGradients = sums
  }

  private static func moments(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ n: Int
  ) -> PairMoments {
    let share = 1 / Double(n)
    return PairMoments(
      first: share * Double.dot(x, x, count: n), second: share * Double.dot(y, y, count: n),
      product: share * Double.dot(x, y, count: n))
  }

  /// Writes an orthonormal basis of x and y: x = first e₁, y = along e₁ + across e₂.
  ///
  /// The second is projected twice, so that it stays orthogonal when both are nearly parallel; where they
  /// are so within rounding, or one is 0, the basis vector is 0 and so is its coordinate.
  private static func basis(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, into e1: UnsafeMutablePointer<Double>,
    _ e2: UnsafeMutablePointer<Double>, _ n: Int
  ) -> (first: Double, along: Double, across: Double) {
    let first = Double.dot(x, x, count: n).squareRoot()
    e2.update(from: y, count: n)
    let whole = Double.dot(y, y, count: n).squareRoot()
    var along = 0.0
    if first > 0 {
      for i in 0..<n { e1[i] = x[i] / first }
      for _ in 0..<2 {
        let part = Double.dot(e1, e2, count: n)
        Double.add(e1, times: -part, to: e2, count: n)
        along += part
      }
    } else {
      e1.update(repeating: 0, count: n)
    }
    let across = Double.dot(e2, e2, count: n).squareRoot()
    guard across > 8 * Double.ulpOfOne * whole else {
      e2.update(repeating: 0, count: n)
      return (first, along, 0)
    }
    Double.scale(e2, by: 1 / across, count: n)
    return (first, along, across)
  }
}
