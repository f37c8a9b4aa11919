import Kernels
import Numerics

/// Explicit matrices: any law, any batch.
///
/// Normal and uniform laws multiply by standard entries and then by σ, so that networks which differ
/// in scale alone can read the same matrices.
final class DenseWeights<Real: NetworkReal>: LayerSampler {
  private let store: WeightStore<Real>
  private let factors: [Real]
  private let isHalf: Bool
  private var seed = SeedTree(seed: 0)
  private var rescalings: [Double]  // what a data-dependent rule multiplied each layer by

  /// Weights of `initializer` over the matrices of `store`, which must be of its law.
  init(initializer: any WeightInitializer, store: WeightStore<Real>) {
    self.store = store
    isHalf = store.isHalf
    let standard = StandardLaw(of: initializer, isHalf: store.isHalf)
    precondition(standard == store.law, "the matrices of one law serve only that law")
    factors = zip(store.widths, store.widths.dropFirst()).map { fanIn, fanOut in
      guard let standard else { return 1 }
      return Real(standard.factor(variance: initializer.variance(fanIn: fanIn, fanOut: fanOut)))
    }
    rescalings = Array(repeating: 1, count: factors.count)
  }

  func begin(_ seed: SeedTree) { self.seed = seed }

  func forward(
    layer: Int, input: Signal<Real>, squares: Double, output: inout Signal<Real>
  ) {
    store.multiply(
      input.base, rows: input.rows, layer: layer, transposed: false, of: seed,
      factor: factors[layer], into: output.base)
    output.exponent = input.exponent
    let sums = Real.sums(output.base, count: output.count)
    var squares = sums.squares
    if let rule = store.rule as? any DataDependentInitializer {
      let count = Double(output.count)
      let variance = squares / count - (sums.sum / count) * (sums.sum / count)
      let scale = powerOfTwo(output.exponent)
      let rescaling = rule.rescaling(outputVariance: variance * scale * scale)
      rescalings[layer] = rescaling
      Real.scale(output.base, by: Real(rescaling), count: output.count)
      squares *= rescaling * rescaling
    }
    guard !isHalf else { return }
    output.settle(limit: ScaledActivation.limit, squares: squares)
  }

  func backward(
    layer: Int, input: Signal<Real>, squares: Double, output: Signal<Real>,
    delta: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>
  ) {
    store.multiply(
      delta.base, rows: delta.rows, layer: layer, transposed: true, of: seed,
      factor: factors[layer] * Real(rescalings[layer]), into: gradient.base)
    gradient.exponent = delta.exponent
  }
}

/// A law of independent entries that is known up to a factor.
enum StandardLaw: Hashable, Sendable {
  /// N(0, 1).
  case normal
  /// U(−1, 1), of variance 1/3.
  case uniform

  /// The law of a rule whose entries are a factor times standard ones; half precision rounds the
  /// product, so that there the factor cannot be taken out.
  init?(of initializer: any WeightInitializer, isHalf: Bool) {
    switch initializer.law {
    case .gaussian where !isHalf: self = .normal
    case .uniform where !isHalf: self = .uniform
    default: return nil
    }
  }

  /// What standard entries are multiplied by to have a variance.
  func factor(variance: Double) -> Double {
    (self == .normal ? variance : 3 * variance).squareRoot()
  }

  /// Draws standard entries.
  func fill<Real: NetworkReal>(
    _ weights: UnsafeMutablePointer<Real>, count: Int, from source: RandomSource
  ) {
    let address = source.address
    if self == .normal {
      Real.fillNormals(weights, count: count, from: address, standardDeviation: 1)
    } else {
      Real.fillUniforms(weights, count: count, from: address, radius: 1)
    }
  }
}
