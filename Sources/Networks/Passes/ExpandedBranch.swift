import Kernels
import Numerics

/// A residual branch of two layers, u = W₂ f(W₁ x + b₁), as one linear map would be used by a pass.
///
/// The feed-forward block of transformers: the inner layer is a few times as wide as the stream (He and
/// others 2016 for the order of normalisation and weights; Vaswani and others 2017, eq. 2, for the
/// block). Layer l of the pass uses layers 2l and 2l + 1 of `sampler`. Each matrix is met once forward
/// and once backward, so exact samplers stay exact.
final class ExpandedBranch<Real: NetworkReal>: LayerSampler {
  private let sampler: any LayerSampler<Real>
  private let stage: ActivationLayer<Real>
  private let biases: BiasDesign
  private var u: [Signal<Real>]  // W₁ x
  private var z: [Signal<Real>]  // W₁ x + b₁; the same memory without biases
  private var h: [Signal<Real>]  // f(z)
  private var squares: [Double]  // Σ of the stored h squared
  private let delta: UnsafeMutablePointer<Real>
  private let scratch: UnsafeMutablePointer<Real>
  private let memory: [Buffer<Real>]
  private var seed = SeedTree(seed: 0)

  /// The widths that the inner sampler sees: n, kn, n, kn, …, n.
  static func widths(of widths: [Int], expansion: Int) -> [Int] {
    guard let first = widths.first else { return [] }
    return [first] + widths.dropFirst().flatMap { [expansion * $0, $0] }
  }

  /// Numbers that a branch keeps, beside what its sampler keeps; `widths` as the sampler sees them.
  static func capacity(widths: [Int], batch: Int) -> Double {
    let inner = stride(from: 1, to: widths.count, by: 2).reduce(0.0) { $0 + Double(widths[$1]) }
    return Double(batch) * (3 * inner + 2 * Double(widths.max() ?? 0))
  }

  init(_ design: NetworkDesign, sampler: any LayerSampler<Real>) {
    self.sampler = sampler
    let width = design.widths[0] * (design.expansion ?? 1)
    stage = ActivationLayer(
      ScaledActivation(design.activation), normalization: nil, batch: design.batch, width: width)
    biases = design.biases
    var buffers: [Buffer<Real>] = []
    func allocate() -> UnsafeMutablePointer<Real> {
      buffers.append(Buffer(count: design.batch * width))
      return buffers[buffers.count - 1].base
    }
    func signals() -> [Signal<Real>] {
      (0..<design.depth).map { _ in
        Signal(base: allocate(), rows: design.batch, columns: width)
      }
    }
    u = signals()
    z = design.biases.areDrawn ? signals() : u
    h = signals()
    squares = Array(repeating: 0, count: design.depth)
    (delta, scratch) = (allocate(), allocate())
    memory = buffers
  }

  func begin(_ seed: SeedTree) {
    self.seed = seed
    sampler.begin(seed)
  }

  func forward(
    layer: Int, input: Signal<Real>, squares inputSquares: Double, output: inout Signal<Real>
  ) {
    sampler.forward(layer: 2 * layer, input: input, squares: inputSquares, output: &u[layer])
    addBias(layer)
    stage.forward(z[layer], into: &h[layer])
    squares[layer] = h[layer].settle(
      limit: 30, squares: Real.sums(h[layer].base, count: h[layer].count).squares)
    sampler.forward(
      layer: 2 * layer + 1, input: h[layer], squares: squares[layer], output: &output)
  }

  /// z = u + b₁ in the units of u: beside a huge u the bias is nothing, beside a bias a tiny u is.
  private func addBias(_ layer: Int) {
    guard biases.areDrawn else {
      z[layer].exponent = u[layer].exponent
      return
    }
    let (width, exponent) = (u[layer].columns, u[layer].exponent)
    let deviation = biases.innerDeviations[layer]
    let common = Signal<Real>.commonExponent(u[layer], deviation: deviation)
    z[layer].exponent = common
    biases.fill(
      scratch, count: width, deviation: deviation, exponent: common,
      from: seed.source(lane: Lane.innerBias.of(layer)))
    z[layer].base.update(from: u[layer].base, count: u[layer].count)
    // Where the common one is the smaller, u is zero.
    if exponent < common {
      Real.scale(z[layer].base, by: Real(powerOfTwo(exponent - common)), count: u[layer].count)
    }
    for row in 0..<z[layer].rows {
      Real.add(scratch, to: z[layer].base + row * width, count: width)
    }
  }

  func backward(
    layer: Int, input: Signal<Real>, squares inputSquares: Double, output: Signal<Real>,
    delta outer: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>
  ) {
    var inner = Signal(base: delta, rows: outer.rows, columns: u[layer].columns)
    sampler.backward(
      layer: 2 * layer + 1, input: h[layer], squares: squares[layer], output: output,
      delta: outer, deltaSquares: deltaSquares, gradient: &inner)
    let sum = stage.backward(z[layer], gradient: &inner, scratch: scratch)
    let innerSquares = inner.settle(limit: 10, squares: sum)
    sampler.backward(
      layer: 2 * layer, input: input, squares: inputSquares, output: u[layer], delta: inner,
      deltaSquares: innerSquares, gradient: &gradient)
  }
}
