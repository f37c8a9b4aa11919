import Kernels
import Numerics

// Long because the way forward and the way back share their buffers, and are checked against each other line by line.

/// One forward and backward pass through a fresh network per call, with reused memory.
///
/// A plain layer is u = W h, z = u + b, h ← f(Norm(z)); a residual one h ← h + c (W f(Norm(h)) + b).
/// Backward from a standard normal gradient at the last output. Sizes are kept as logarithms, so that
/// nothing is lost to the range of floating-point numbers.
final class NetworkPass<Real: NetworkReal> {
  private let design: NetworkDesign
  private let sampler: any LayerSampler<Real>
  private let stages: [ActivationLayer<Real>]
  private let pool: BufferPool<Real>  // keeps the memory below
  // One thread's, and handed out an element at a time: checks for overlapping accesses cost narrow networks some
  // per cent of their time.
  @exclusivity(unchecked) private var h: [Signal<Real>] = []  // the input, then each layer's output
  // What the weights see: h itself, or f(Norm(h)) if residual.
  @exclusivity(unchecked) private var fed: [Signal<Real>] = []
  @exclusivity(unchecked) private var u: [Signal<Real>] = []  // linear outputs without bias
  // With bias; the same memory as u without biases.
  @exclusivity(unchecked) private var z: [Signal<Real>] = []
  @exclusivity(unchecked) private var fedSquares: [Double]  // Σ of the stored `fed` squared
  @exclusivity(unchecked) private var fedRows: [[Double]]  // the same by input
  private let gradientBuffers: (UnsafeMutablePointer<Real>, UnsafeMutablePointer<Real>)
  private let scratch: UnsafeMutablePointer<Real>
  private let statistics: SignalStatistics<Real>

  /// Passes that take turns may share a pool.
  init(
    _ design: NetworkDesign, sampler: any LayerSampler<Real>, pool: BufferPool<Real> = BufferPool()
  ) {
    self.design = design
    self.pool = pool
    self.sampler = sampler
    let batch = design.batch
    // A block's activation is inside its branch; see ExpandedBranch.
    let activation = ScaledActivation(
      design.expansion == nil ? design.activation : Identity())
    stages = (0..<design.depth).map {
      ActivationLayer(
        activation, normalization: design.normalization, batch: batch,
        width: design.widths[design.residual == nil ? $0 + 1 : $0])
    }
    fedSquares = Array(repeating: 0, count: design.depth)
    fedRows = Array(repeating: Array(repeating: 0, count: batch), count: design.depth)
    pool.rewind()
    func allocate(_ width: Int) -> UnsafeMutablePointer<Real> { pool.take(batch * width) }
    func signal(_ width: Int) -> Signal<Real> {
      Signal(base: allocate(width), rows: batch, columns: width)
    }
    let outputs = design.widths.dropFirst()
    h = design.widths.map(signal)
    fed = design.residual == nil ? Array(h.dropLast()) : design.widths.dropLast().map(signal)
    u = outputs.map(signal)
    z = design.residual == nil && design.biases.areDrawn ? outputs.map(signal) : u
    let widest = design.widths.max() ?? 0
    gradientBuffers = (allocate(widest), allocate(widest))
    scratch = allocate(widest)
    statistics = SignalStatistics(design, scratch: allocate(widest))
  }

  /// Runs one trial; see ``TrialMoments`` for what comes back.
  func run(_ seed: SeedTree) -> TrialMoments {
    var moments = TrialMoments(design)
    sampler.begin(seed)
    drawInput(seed)
    var squares = Real.sums(h[0].base, count: h[0].count).squares
    var rows = statistics.rowSquares(h[0])
    for layer in 0..<design.depth {
      if design.residual == nil {
        fedSquares[layer] = squares
        fedRows[layer] = rows
        plainForward(seed, layer, &moments)
      } else {
        residualForward(seed, layer, &moments)
      }
      (squares, rows) = statistics.record(h[layer + 1], layer, &moments)
      let exponent = h[layer + 1].exponent
      squares = settle(&h[layer + 1], limit: 30, squares: squares)
      let shift = exponent - h[layer + 1].exponent
      // A power of two, exact for each of them.
      if shift != 0 { for row in rows.indices { rows[row] *= powerOfTwo(2 * shift) } }
    }
    if design.measuresGradients { backward(seed, &moments) }
    return moments
  }

  // MARK: Forward

  private func drawInput(_ seed: SeedTree) {
    let law = design.inputs
    // Single precision holds 10^−38 to 10^38; beyond, the numbers have a power of two.
    let size = law.secondMoment.squareRoot()
    let exponent = design.isHalf ? 0 : Signal<Real>.settledExponent(size)
    h[0].exponent = exponent
    let unit = powerOfTwo(-exponent)
    let address = seed.source(lane: Lane.input.of(0)).address
    Real.fillNormals(
      h[0].base, count: h[0].count, from: address,
      standardDeviation: Real((law.secondMoment * (1 - law.correlation)).squareRoot() * unit))
    if law.correlation > 0 {
      let width = design.widths[0]
      Real.fillNormals(
        scratch, count: width, from: seed.source(lane: Lane.input.of(1)).address,
        standardDeviation: Real((law.secondMoment * law.correlation).squareRoot() * unit))
      for row in 0..<design.batch { Real.add(scratch, to: h[0].base + row * width, count: width) }
    }
    round(h[0])
  }

  /// h ← f(Norm(W h + b)).
  private func plainForward(_ seed: SeedTree, _ layer: Int, _ moments: inout TrialMoments) {
    fed[layer].exponent = h[layer].exponent
    linear(layer)
    if design.biases.areDrawn {
      addBias(seed, layer)
    } else {
      z[layer].exponent = u[layer].exponent
    }
    if design.recordsDetails { statistics.recordPreactivation(z[layer], layer, &moments) }
    stages[layer].forward(z[layer], into: &h[layer + 1])
    round(h[layer + 1])
  }

  /// h ← h + c (W f(Norm(h)) + b).
  private func residualForward(_ seed: SeedTree, _ layer: Int, _ moments: inout TrialMoments) {
    // What a residual layer's activation sees is the stream itself.
    if design.recordsDetails { statistics.recordPreactivation(h[layer], layer, &moments) }
    stages[layer].forward(h[layer], into: &fed[layer])
    round(fed[layer])
    fedSquares[layer] = settle(
      &fed[layer], limit: 30, squares: Real.sums(fed[layer].base, count: fed[layer].count).squares)
    fedRows[layer] = statistics.rowSquares(fed[layer])
    linear(layer)
    // The sum is taken in the units of the larger of the two.
    let width = design.widths[layer + 1]
    let factor = design.residual?.branchFactor(depth: design.depth) ?? 1
    let exponent = max(h[layer].exponent, u[layer].exponent)
    let output = h[layer + 1]
    output.base.update(from: h[layer].base, count: output.count)
    if h[layer].exponent != exponent {
      Real.scale(
        output.base, by: Real(powerOfTwo(h[layer].exponent - exponent)), count: output.count)
    }
    Real.add(
      u[layer].base, times: Real(factor * powerOfTwo(u[layer].exponent - exponent)),
      to: output.base, count: output.count)
    if design.biases.areDrawn {
      drawBias(seed, layer, exponent: 0)
      Real.scale(scratch, by: Real(factor * powerOfTwo(-exponent)), count: width)
      for row in 0..<design.batch {
        Real.add(scratch, to: output.base + row * width, count: width)
      }
    }
    h[layer + 1].exponent = exponent
    round(h[layer + 1])
  }

  private func linear(_ layer: Int) {
    sampler.forward(
      layer: layer, input: fed[layer], squares: fedSquares[layer], output: &u[layer])
    round(u[layer])
  }

  /// One bias per unit, the same for all inputs of the batch; drawn into `scratch` in units of
  /// 2^exponent.
  private func drawBias(_ seed: SeedTree, _ layer: Int, exponent: Int) {
    let width = design.widths[layer + 1]
    let own = design.tiesWeights ? 0 : layer
    design.biases.fill(
      scratch, count: width, deviation: design.biases.deviations[own], exponent: exponent,
      from: seed.source(lane: Lane.bias.of(own)))
    if design.isHalf { Real.roundToHalf(scratch, count: width) }
  }

  /// z = u + b, in units of the larger: a huge u dwarfs the bias, beside a bias a tiny u is nothing.
  private func addBias(_ seed: SeedTree, _ layer: Int) {
    let width = design.widths[layer + 1]
    let target = z[layer].base
    let exponent = u[layer].exponent
    let common =
      design.isHalf
      ? 0 : Signal<Real>.commonExponent(u[layer], deviation: design.biases.deviations[layer])
    let isOrdinary = common >= 0
    // Drawn as they are and scaled, but for those too small for that.
    drawBias(seed, layer, exponent: isOrdinary ? 0 : common)
    target.update(from: u[layer].base, count: u[layer].count)
    // Where the common one is the smaller, u is zero.
    if exponent < common {
      Real.scale(target, by: Real(powerOfTwo(exponent - common)), count: u[layer].count)
    }
    if common > 0 { Real.scale(scratch, by: Real(powerOfTwo(-common)), count: width) }
    z[layer].exponent = common
    for row in 0..<design.batch { Real.add(scratch, to: target + row * width, count: width) }
    round(z[layer])
  }

  // MARK: Backward

  private func backward(_ seed: SeedTree, _ moments: inout TrialMoments) {
    let depth = design.depth
    var gradient = signal(gradientBuffers.0, depth)
    Real.fillNormals(
      gradient.base, count: gradient.count,
      from: seed.source(lane: Lane.outputGradient.of(depth)).address, standardDeviation: 1)
    round(gradient)
    for layer in (0..<depth).reversed() {
      if design.residual == nil {
        plainBackward(layer, &gradient, &moments)
      } else {
        residualBackward(layer, &gradient, &moments)
      }
    }
    moments.inputGradient = statistics.logMeanSquare(
      gradient, squares: Real.sums(gradient.base, count: gradient.count).squares)
  }

  private func plainBackward(
    _ layer: Int, _ gradient: inout Signal<Real>, _ moments: inout TrialMoments
  ) {
    var squares = stages[layer].backward(z[layer], gradient: &gradient, scratch: scratch)
    if design.isHalf {
      round(gradient)
      squares = Real.sums(gradient.base, count: gradient.count).squares
    }
    statistics.recordGradient(
      gradient, squares: squares, input: fed[layer], inputSquares: fedSquares[layer],
      inputRows: fedRows[layer], layer, &moments)
    squares = settle(&gradient, limit: 10, squares: squares)
    let delta = gradient
    gradient = signal(
      delta.base == gradientBuffers.0 ? gradientBuffers.1 : gradientBuffers.0, layer)
    sampler.backward(
      layer: layer, input: fed[layer], squares: fedSquares[layer], output: u[layer],
      delta: delta, deltaSquares: squares, gradient: &gradient)
    round(gradient)
  }

  private func residualBackward(
    _ layer: Int, _ gradient: inout Signal<Real>, _ moments: inout TrialMoments
  ) {
    let factor = design.residual?.branchFactor(depth: design.depth) ?? 1
    var squares = Real.sums(gradient.base, count: gradient.count).squares
    statistics.recordGradient(
      gradient, squares: squares, input: fed[layer], inputSquares: fedSquares[layer],
      inputRows: fedRows[layer], branchFactor: factor, layer, &moments)
    squares = settle(&gradient, limit: 10, squares: squares)
    var branch = signal(
      gradient.base == gradientBuffers.0 ? gradientBuffers.1 : gradientBuffers.0, layer)
    sampler.backward(
      layer: layer, input: fed[layer], squares: fedSquares[layer], output: u[layer],
      delta: gradient, deltaSquares: squares, gradient: &branch)
    round(branch)
    stages[layer].backward(h[layer], gradient: &branch, scratch: scratch)
    let exponent = max(gradient.exponent, branch.exponent)
    if gradient.exponent != exponent {
      Real.scale(
        gradient.base, by: Real(powerOfTwo(gradient.exponent - exponent)), count: gradient.count)
    }
    Real.add(
      branch.base, times: Real(factor * powerOfTwo(branch.exponent - exponent)),
      to: gradient.base, count: gradient.count)
    gradient.exponent = exponent
    round(gradient)
  }

  // MARK: Scale and precision

  private func signal(_ base: UnsafeMutablePointer<Real>, _ layer: Int) -> Signal<Real> {
    Signal(base: base, rows: design.batch, columns: design.widths[layer])
  }

  /// Half precision has no exponent to spare: what leaves its range is lost, as on real hardware.
  @discardableResult
  private func settle(_ signal: inout Signal<Real>, limit: Int, squares: Double) -> Double {
    design.isHalf ? squares : signal.settle(limit: limit, squares: squares)
  }

  private func round(_ signal: Signal<Real>) {
    if design.isHalf { Real.roundToHalf(signal.base, count: signal.count) }
  }
}
