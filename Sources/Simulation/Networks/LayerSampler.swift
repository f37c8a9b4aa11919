import Kernels

/// The weights of a network as a pass uses them: each layer's matrix once forward, once backward.
///
/// One sampler serves one thread; `begin` starts a fresh network.
protocol LayerSampler<Real>: AnyObject {
  associatedtype Real: NetworkReal

  /// Starts the network of a trial.
  func begin(_ seed: SeedTree)

  /// U = H W for layer `layer` (from 0); sets U's exponent. `squares` is Σ of the stored H squared.
  func forward(
    layer: Int, input: Signal<Real>, squares: Double, output: inout Signal<Real>)

  /// G = Δ Wᵀ, given what went forward through the same layer; sets G's exponent.
  ///
  /// `deltaSquares` is Σ of the stored Δ squared, `squares` that of the stored H.
  func backward(
    layer: Int, input: Signal<Real>, squares: Double, output: Signal<Real>,
    delta: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>)
}

/// The purposes that random numbers of one trial serve; each has a lane per layer.
enum Lane: Int {
  case weights, backward, bias, input, outputGradient, innerBias

  /// The lane of this purpose in a layer.
  func of(_ layer: Int) -> Int { layer * 8 + rawValue }
}

/// Explicit matrices: any law, any batch.
///
/// Kept from the forward to the backward pass if they take less than `budget` bytes, else drawn a
/// second time from the same counters. Tied, all layers use the matrix of the first.
final class DenseWeights<Real: NetworkReal>: LayerSampler {
  private let widths: [Int]
  private let initializer: any WeightInitializer
  private let matrices: [Buffer<Real>]
  private let keepsAll: Bool
  private let isHalf: Bool
  private let isTied: Bool
  private var seed = SeedTree(seed: 0)
  private var factors: [Double]  // what a data-dependent rule multiplied each layer by

  /// Bytes below which all matrices are kept.
  static var budget: Double { 0x1p28 }

  /// Numbers that a sampler keeps.
  static func capacity(widths: [Int]) -> Double {
    let sizes = zip(widths, widths.dropFirst()).map { Double($0) * Double($1) }
    let all = sizes.reduce(0, +)
    return all * Double(MemoryLayout<Real>.stride) <= budget ? all : sizes.max() ?? 0
  }

  init(
    widths: [Int], initializer: any WeightInitializer, isHalf: Bool = false, isTied: Bool = false
  ) {
    self.isHalf = isHalf
    self.isTied = isTied
    self.widths = widths
    self.initializer = initializer
    let sizes = zip(widths, widths.dropFirst()).prefix(isTied ? 1 : .max).map { $0 * $1 }
    factors = Array(repeating: 1, count: sizes.count)
    keepsAll = Double(sizes.reduce(0, +) * MemoryLayout<Real>.stride) <= Self.budget
    matrices =
      keepsAll ? sizes.map { Buffer(count: $0) } : [Buffer(count: sizes.max() ?? 0)]
  }

  func begin(_ seed: SeedTree) { self.seed = seed }

  private func matrix(_ index: Int, draw: Bool) -> UnsafeMutablePointer<Real> {
    let layer = isTied ? 0 : index
    let base = matrices[keepsAll ? layer : 0].base
    if (draw && index == layer) || !keepsAll {
      var random = seed.source(lane: Lane.weights.of(layer))
      Real.fill(
        base, by: initializer, fanIn: widths[layer], fanOut: widths[layer + 1], random: &random)
      let count = widths[layer] * widths[layer + 1]
      if !draw, factors[layer] != 1 { Real.scale(base, by: Real(factors[layer]), count: count) }
      if isHalf { Real.roundToHalf(base, count: count) }
    }
    return base
  }

  func forward(
    layer: Int, input: Signal<Real>, squares: Double, output: inout Signal<Real>
  ) {
    let weights = matrix(layer, draw: true)
    Real.matrixProduct(
      input.base, weights, into: output.base, rows: input.rows, inner: input.columns,
      columns: output.columns, transposed: false)
    output.exponent = input.exponent
    let sums = Real.sums(output.base, count: output.count)
    var squares = sums.squares
    if let rule = initializer as? any DataDependentInitializer {
      let count = Double(output.count)
      let variance = squares / count - (sums.sum / count) * (sums.sum / count)
      let scale = powerOfTwo(output.exponent)
      let factor = rule.rescaling(outputVariance: variance * scale * scale)
      factors[layer] = factor
      Real.scale(weights, by: Real(factor), count: input.columns * output.columns)
      Real.scale(output.base, by: Real(factor), count: output.count)
      squares *= factor * factor
    }
    guard !isHalf else { return }
    output.settle(limit: ScaledActivation.limit, squares: squares)
  }

  func backward(
    layer: Int, input: Signal<Real>, squares: Double, output: Signal<Real>,
    delta: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>
  ) {
    Real.matrixProduct(
      delta.base, matrix(layer, draw: false), into: gradient.base, rows: delta.rows,
      inner: delta.columns, columns: gradient.columns, transposed: true)
    gradient.exponent = delta.exponent
  }
}
