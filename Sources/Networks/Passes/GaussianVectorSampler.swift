import Kernels
import Numerics

/// The exact law of activations and gradients under independent N(0, s²) weights, for one input,
/// without a matrix: O(m + n) per layer instead of O(mn).
///
/// Let z = Wh and P the projection on h. The rows of W are isotropic, so Wh and W(I − P) are
/// independent:
///   forward, z | h ~ N(0, s²|h|² I);
///   given z, W = z hᵀ/|h|² + W̃(I − P) with W̃ a fresh copy of W.
/// For any δ that depends on W through z alone,
///   Wᵀδ = h (z·δ)/|h|² + (I − P) ξ, ξ ~ N(0, s²|δ|² I).
/// By induction over the layers the whole pass has exactly the law of the dense one. What the
/// textbook assumption of independent gradients drops is the first term.
final class GaussianVectorSampler<Real: NetworkReal>: LayerSampler {
  private let standardDeviations: [Double]
  private var seed = SeedTree(seed: 0)

  init(widths: [Int], initializer: any WeightInitializer) {
    standardDeviations = zip(widths, widths.dropFirst()).map {
      initializer.variance(fanIn: $0, fanOut: $1).squareRoot()
    }
  }

  func begin(_ seed: SeedTree) { self.seed = seed }

  func forward(
    layer: Int, input: Signal<Real>, squares: Double, output: inout Signal<Real>
  ) {
    let deviation = standardDeviations[layer] * squares.squareRoot()
    let choice = Signal<Real>.settled(
      rms: deviation, exponent: input.exponent, limit: ScaledActivation.limit)
    output.exponent = choice.exponent
    Real.fillNormals(
      output.base, count: output.count,
      from: seed.source(lane: Lane.weights.of(layer)).address,
      standardDeviation: Real(deviation * powerOfTwo(choice.shift)))
  }

  func backward(
    layer: Int, input: Signal<Real>, squares: Double, output: Signal<Real>,
    delta: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>
  ) {
    Real.fillNormals(
      gradient.base, count: gradient.count,
      from: seed.source(lane: Lane.backward.of(layer)).address,
      standardDeviation: Real(standardDeviations[layer] * deltaSquares.squareRoot()))
    gradient.exponent = delta.exponent
    guard squares > 0 else { return }  // a dead input conditions nothing
    let along =
      Real.dot(output.base, delta.base, count: delta.count)
      * powerOfTwo(output.exponent - input.exponent)
    let drawn = Real.dot(input.base, gradient.base, count: gradient.count)
    Real.add(
      input.base, times: Real((along - drawn) / squares), to: gradient.base,
      count: gradient.count)
  }
}
