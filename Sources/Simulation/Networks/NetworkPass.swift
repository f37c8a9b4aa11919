import Kernels

/// One forward and backward pass through a fresh network per call, with reused memory.
///
/// Forward, layer l: u = W h, z = u + b, h ← f(z). Backward: δ = g ⊙ f′(z), g ← Wᵀδ, from a standard
/// normal g at the last layer's output. Every quantity is kept as a logarithm, so that nothing is
/// lost to the range of floating-point numbers.
final class NetworkPass<Real: NetworkReal> {
  private let widths: [Int]
  private let batch: Int
  private let biasDeviation: Double
  private let activation: ScaledActivation
  private let sampler: any LayerSampler<Real>
  private let memory: Buffer<Real>
  private var h: [Signal<Real>] = []  // the input, then each layer's output
  private var u: [Signal<Real>] = []  // linear outputs without bias
  private var z: [Signal<Real>] = []  // pre-activations; the same memory as u without biases
  private var delta: Signal<Real>
  private var gradient: Signal<Real>
  private var squares: [Double]  // Σ of the stored h squared

  /// Numbers that a pass keeps, beside the weights.
  static func capacity(widths: [Int], batch: Int, hasBiases: Bool) -> Double {
    let layers = widths.dropFirst().reduce(0.0) { $0 + Double($1) }
    let widest = Double(widths.max() ?? 0)
    return Double(batch) * (Double(widths[0]) + layers * (hasBiases ? 3 : 2) + 2 * widest)
  }

  init(
    widths: [Int], batch: Int, biasVariance: Double, activation: any Activation,
    sampler: any LayerSampler<Real>
  ) {
    self.widths = widths
    self.batch = batch
    self.activation = ScaledActivation(activation)
    self.sampler = sampler
    biasDeviation = biasVariance.squareRoot()
    squares = Array(repeating: 0, count: widths.count)
    let hasBiases = biasVariance > 0
    memory = Buffer(
      count: Int(Self.capacity(widths: widths, batch: batch, hasBiases: hasBiases)))
    var next = memory.base
    func signal(_ width: Int) -> Signal<Real> {
      defer { next += batch * width }
      return Signal(base: next, rows: batch, columns: width)
    }
    h = widths.map(signal)
    u = widths.dropFirst().map(signal)
    z = hasBiases ? widths.dropFirst().map(signal) : u
    delta = signal(widths.max() ?? 0)
    gradient = signal(widths.max() ?? 0)
  }

  /// Runs one trial; see ``TrialMoments`` for what comes back.
  func run(_ seed: SeedTree) -> TrialMoments {
    var moments = TrialMoments(depth: widths.count - 1)
    sampler.begin(seed)
    forward(seed, &moments)
    backward(seed, &moments)
    return moments
  }

  private func forward(_ seed: SeedTree, _ moments: inout TrialMoments) {
    h[0].exponent = 0
    Real.fillNormals(
      h[0].base, count: h[0].count, from: seed.source(lane: Lane.input.of(0)).address,
      standardDeviation: 1)
    squares[0] = Real.sums(h[0].base, count: h[0].count).squares
    for layer in u.indices {
      sampler.forward(
        layer: layer, input: h[layer], squares: squares[layer], output: &u[layer])
      if biasDeviation > 0 { addBias(seed, layer) } else { z[layer].exponent = u[layer].exponent }
      activation.values(at: z[layer], into: &h[layer + 1])
      measure(layer, &moments)
    }
  }

  /// z = u + b, one bias per unit for all inputs of the batch.
  private func addBias(_ seed: SeedTree, _ layer: Int) {
    let width = widths[layer + 1]
    let bias = delta.base  // free until the backward pass
    Real.fillNormals(
      bias, count: width, from: seed.source(lane: Lane.bias.of(layer)).address,
      standardDeviation: Real(biasDeviation))
    // In units of u's exponent; a huge u dwarfs the bias, beside a tiny one u is nothing.
    let target = z[layer].base
    let exponent = u[layer].exponent
    target.update(from: u[layer].base, count: u[layer].count)
    if exponent < 0 { Real.scale(target, by: Real(powerOfTwo(exponent)), count: u[layer].count) }
    if exponent > 0 { Real.scale(bias, by: Real(powerOfTwo(-exponent)), count: width) }
    z[layer].exponent = max(0, exponent)
    for row in 0..<batch { Real.add(bias, to: target + row * width, count: width) }
  }

  private func measure(_ layer: Int, _ moments: inout TrialMoments) {
    let width = widths[layer + 1]
    let output = h[layer + 1]
    var total = 0.0
    var variance = 0.0
    for row in 0..<batch {
      let (sum, squares) = Real.sums(output.base + row * width, count: width)
      total += squares
      let mean = sum / Double(width)
      variance += max(0, squares / Double(width) - mean * mean)
    }
    let shift = 2 * naturalLogOfTwo * Double(output.exponent)
    moments.activation[layer] = Double.log(total / Double(output.count)) + shift
    moments.variance[layer] = Double.log(variance / Double(batch)) + shift
    squares[layer + 1] = h[layer + 1].settle(limit: 30, squares: total)
  }

  private func backward(_ seed: SeedTree, _ moments: inout TrialMoments) {
    let depth = u.count
    gradient = Signal(base: gradient.base, rows: batch, columns: widths[depth])
    Real.fillNormals(
      gradient.base, count: gradient.count,
      from: seed.source(lane: Lane.outputGradient.of(depth)).address, standardDeviation: 1)
    for layer in u.indices.reversed() {
      let width = widths[layer + 1]
      delta = Signal(base: delta.base, rows: batch, columns: width)
      delta.exponent = gradient.exponent
      activation.slopes(at: z[layer], into: delta.base)
      Real.multiply(gradient.base, into: delta.base, count: delta.count)
      let deltaSquares = measureGradient(layer, &moments)
      gradient = Signal(base: gradient.base, rows: batch, columns: widths[layer])
      sampler.backward(
        layer: layer, input: h[layer], squares: squares[layer], output: u[layer],
        delta: delta, deltaSquares: deltaSquares, gradient: &gradient)
    }
    let (_, total) = Real.sums(gradient.base, count: gradient.count)
    moments.inputGradient =
      Double.log(total / Double(gradient.count))
      + 2 * naturalLogOfTwo * Double(gradient.exponent)
  }

  /// Records δ's size and brings it near one; returns the sum of its stored squares.
  private func measureGradient(_ layer: Int, _ moments: inout TrialMoments) -> Double {
    let (m, n) = (widths[layer], widths[layer + 1])
    var total = 0.0
    var products = 0.0
    for row in 0..<batch {
      let (_, squares) = Real.sums(delta.base + row * n, count: n)
      total += squares
      let inputs =
        batch == 1
        ? self.squares[layer] : Real.sums(h[layer].base + row * m, count: m).squares
      products += squares / Double(n) * (inputs / Double(m))
    }
    let shift = 2 * naturalLogOfTwo * Double(delta.exponent)
    moments.gradient[layer] = Double.log(total / Double(delta.count)) + shift
    moments.weightGradient[layer] =
      Double.log(products / Double(batch)) + shift
      + 2 * naturalLogOfTwo * Double(h[layer].exponent)
    return delta.settle(limit: 10, squares: total)
  }
}

/// What one network showed: natural logarithms of mean squares, by layer; −∞ for zero.
struct TrialMoments: Sendable {
  var activation: [Double]
  var variance: [Double]
  var gradient: [Double]
  var weightGradient: [Double]
  var inputGradient = 0.0

  init(depth: Int) {
    activation = Array(repeating: 0, count: depth)
    variance = activation
    gradient = activation
    weightGradient = activation
  }
}
