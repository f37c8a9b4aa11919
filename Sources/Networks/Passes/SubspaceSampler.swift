import Kernels
import Numerics

/// The exact law of activations and gradients of a batch, without a matrix, for independent N(0, s²)
/// weights or for Haar-orthogonal square ones.
///
/// With y = xW (m × n) and the batch H = R Q, Q orthonormal rows of rank r:
///   forward, A = Q W and Z = R A. Gaussian: A has independent N(0, s²) entries. Haar: A is c times a
///   random orthonormal frame.
///   Given A, W = QᵀA + (I − QᵀQ) W̃. With Δ = S P, P orthonormal rows of rank r′ (for Haar, of what is
///   left of Δ outside A's span), Δ Wᵀ = (Δ Aᵀ) Q + S N (I − QᵀQ), where N = P W̃ᵀ is a fresh r′ × m
///   matrix of N(0, s²), or c times a random frame orthogonal to Q.
/// B inputs cost O(B² (m + n)) per layer instead of O(B m n). Valid because Δ depends on W through A
/// alone.
final class SubspaceSampler<Real: NetworkReal>: LayerSampler {
  private let widths: [Int]
  private let batch: Int
  private let isHaar: Bool
  private let deviations: [Double]  // s, or c
  private var spaces: [Subspace<Real>] = []
  private var images: [UnsafeMutablePointer<Real>] = []  // A, by layer
  private let coordinates: UnsafeMutablePointer<Real>  // R or S: batch × batch
  private let square: UnsafeMutablePointer<Real>
  private let rows: UnsafeMutablePointer<Real>
  private let fresh: UnsafeMutablePointer<Real>
  private var memory: [Buffer<Real>] = []
  private var seed = SeedTree(seed: 0)

  /// Numbers that a sampler keeps.
  static func capacity(widths: [Int], batch: Int) -> Double {
    let all = widths.reduce(0.0) { $0 + Double($1) }
    let widest = Double(widths.max() ?? 0)
    return Double(batch) * (2 * all + 2 * widest + 2 * Double(batch))
  }

  init(widths: [Int], initializer: any WeightInitializer, batch: Int) {
    self.widths = widths
    self.batch = batch
    isHaar = initializer.law == .orthogonal
    let isHaar = isHaar
    deviations = zip(widths, widths.dropFirst()).map { m, n in
      (initializer.variance(fanIn: m, fanOut: n) * (isHaar ? Double(max(m, n)) : 1)).squareRoot()
    }
    var buffers: [Buffer<Real>] = []
    func allocate(_ count: Int) -> UnsafeMutablePointer<Real> {
      buffers.append(Buffer(count: count))
      return buffers[buffers.count - 1].base
    }
    spaces = widths.dropLast().map { Subspace(columns: $0, basis: allocate($0 * batch)) }
    images = widths.dropFirst().map { allocate($0 * batch) }
    let widest = widths.max() ?? 0
    coordinates = allocate(batch * batch)
    square = allocate(batch * batch)
    rows = allocate(batch * widest)
    fresh = allocate(batch * widest)
    memory = buffers
  }

  func begin(_ seed: SeedTree) { self.seed = seed }

  func forward(
    layer: Int, input: Signal<Real>, squares: Double, output: inout Signal<Real>
  ) {
    let n = widths[layer + 1]
    spaces[layer].span(
      input.base, rows: batch, coordinates: coordinates, capacity: batch)
    let rank = spaces[layer].rank
    let image = images[layer]
    Real.fillNormals(
      image, count: rank * n, from: seed.source(lane: Lane.weights.of(layer)).address,
      standardDeviation: isHaar ? 1 : Real(deviations[layer]))
    if isHaar {
      Subspace.orthonormalize(image, rows: rank, columns: n)
      Real.scale(image, by: Real(deviations[layer]), count: rank * n)
    }
    // Z = R A; rows of A beyond the rank meet zeros of R.
    (image + rank * n).update(repeating: 0, count: (batch - rank) * n)
    Real.matrixProduct(
      coordinates, image, into: output.base, rows: batch, inner: batch, columns: n,
      transposed: false)
    output.exponent = input.exponent
    output.settle(
      limit: ScaledActivation.limit, squares: Real.sums(output.base, count: output.count).squares)
  }

  func backward(
    layer: Int, input: Signal<Real>, squares: Double, output: Signal<Real>,
    delta: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>
  ) {
    let (m, n) = (widths[layer], widths[layer + 1])
    let space = spaces[layer]
    let image = images[layer]
    // S: the coordinates of Δ, for Haar of its part outside the span of A.
    var part = UnsafePointer(delta.base)
    if isHaar {
      rows.update(from: delta.base, count: batch * n)
      removeImage(layer, from: rows)
      part = UnsafePointer(rows)
    }
    var span = Subspace<Real>(columns: n, basis: fresh)
    span.span(part, rows: batch, coordinates: coordinates, capacity: batch)
    let rank = isHaar ? min(span.rank, max(0, m - space.rank)) : span.rank
    // N, and S N.
    Real.fillNormals(
      fresh, count: rank * m, from: seed.source(lane: Lane.backward.of(layer)).address,
      standardDeviation: isHaar ? 1 : Real(deviations[layer]))
    if isHaar {
      space.removeSpan(from: fresh, rows: rank)
      Subspace.orthonormalize(fresh, rows: rank, columns: m)
      Real.scale(fresh, by: Real(deviations[layer]), count: rank * m)
    }
    (fresh + rank * m).update(repeating: 0, count: (batch - rank) * m)
    Real.matrixProduct(
      coordinates, fresh, into: gradient.base, rows: batch, inner: batch, columns: m,
      transposed: false)
    gradient.exponent = delta.exponent
    guard space.rank > 0 else { return }
    space.removeSpan(from: gradient.base, rows: batch)
    // (Δ Aᵀ) Q.
    Real.matrixProduct(
      delta.base, image, into: square, rows: batch, inner: n, columns: space.rank,
      transposed: true)
    Real.matrixProduct(
      square, space.basis, into: rows, rows: batch, inner: space.rank, columns: m,
      transposed: false)
    Real.add(rows, to: gradient.base, count: batch * m)
  }

  /// Removes the span of A, whose rows are orthogonal and of length c.
  private func removeImage(_ layer: Int, from matrix: UnsafeMutablePointer<Real>) {
    let n = widths[layer + 1]
    let square = deviations[layer] * deviations[layer]
    guard square > 0 else { return }
    for row in 0..<batch {
      let target = matrix + row * n
      for _ in 0..<2 {
        for j in 0..<spaces[layer].rank {
          let vector = images[layer] + j * n
          let along = Real.dot(vector, target, count: n) / square
          Real.add(vector, times: Real(-along), to: target, count: n)
        }
      }
    }
  }
}
