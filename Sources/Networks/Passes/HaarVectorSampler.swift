import Kernels
import Numerics

/// The exact law of activations and gradients under Haar-orthogonal weights c·O, for one input and any
/// shape, without a matrix.
///
/// Forward: z = c|h|ρ u, u uniform on the sphere of n dimensions; ρ = 1 if n ≥ m, else
/// ρ² ~ Beta(n/2, (m − n)/2), the part of ĥ that the n rows see. Backward, with ẑ = z/|z|, a = ẑ·δ,
/// δ⊥ = δ − aẑ and v, w uniform orthonormal vectors orthogonal to ĥ:
///   n ≥ m: Wᵀδ = c (a ĥ + √t |δ⊥| v), t ~ Beta((m − 1)/2, (n − m)/2), t = 1 if n = m;
///   n < m: Wᵀδ = c (aρ ĥ + a√(1 − ρ²) w + |δ⊥| v).
final class HaarVectorSampler<Real: NetworkReal>: LayerSampler {
  private let widths: [Int]
  private let gains: [Double]  // c
  private var seen: [Double]  // ρ², by layer
  private let second: Buffer<Real>
  private var seed = SeedTree(seed: 0)

  init(widths: [Int], initializer: any WeightInitializer) {
    self.widths = widths
    gains = zip(widths, widths.dropFirst()).map { m, n in
      (initializer.variance(fanIn: m, fanOut: n) * Double(max(m, n))).squareRoot()
    }
    seen = Array(repeating: 1, count: gains.count)
    second = Buffer(count: widths.max() ?? 0)
  }

  func begin(_ seed: SeedTree) { self.seed = seed }

  func forward(
    layer: Int, input: Signal<Real>, squares: Double, output: inout Signal<Real>
  ) {
    let (m, n) = (widths[layer], widths[layer + 1])
    var random = seed.source(lane: Lane.weights.of(layer))
    seen[layer] =
      n >= m ? 1 : random.beta(Double(n) / 2, Double(m - n) / 2)
    random.fill(output.base, count: n)
    let length = gains[layer] * (squares * seen[layer]).squareRoot()
    let drawn = Real.sums(output.base, count: n).squares.squareRoot()
    let choice = Signal<Real>.settled(
      rms: length / Double(n).squareRoot(), exponent: input.exponent,
      limit: ScaledActivation.limit)
    output.exponent = choice.exponent
    Real.scale(
      output.base, by: Real(length * powerOfTwo(choice.shift) / drawn), count: n)
  }

  func backward(
    layer: Int, input: Signal<Real>, squares: Double, output: Signal<Real>,
    delta: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>
  ) {
    let (m, n) = (widths[layer], widths[layer + 1])
    var random = seed.source(lane: Lane.backward.of(layer))
    gradient.exponent = delta.exponent
    let outputSize = Real.sums(output.base, count: n).squares.squareRoot()
    let along =
      outputSize > 0 ? Real.dot(output.base, delta.base, count: n) / outputSize : 0
    let across = max(0, deltaSquares - along * along).squareRoot()
    let share =
      n > m && m > 1 ? random.beta(Double(m - 1) / 2, Double(n - m) / 2) : 1
    draw(&random, gradient.base, input, squares)
    guard squares > 0 else {
      // A dead input conditions nothing: Wᵀδ is δ seen through a random frame.
      let part = n > m ? random.beta(Double(m) / 2, Double(n - m) / 2) : 1
      Real.scale(
        gradient.base, by: Real(gains[layer] * (deltaSquares * part).squareRoot()), count: m)
      return
    }
    Real.scale(
      gradient.base, by: Real(gains[layer] * across * share.squareRoot()), count: m)
    if n < m {
      // w: orthogonal to h and to v.
      draw(&random, second.base, input, squares)
      let size = Real.sums(gradient.base, count: m).squares
      if size > 0 {
        let overlap = Real.dot(gradient.base, second.base, count: m) / size
        Real.add(gradient.base, times: Real(-overlap), to: second.base, count: m)
      }
      let rest = Real.sums(second.base, count: m).squares.squareRoot()
      let unseen = gains[layer] * along * (1 - seen[layer]).squareRoot()
      if rest > 0 {
        Real.add(second.base, times: Real(unseen / rest), to: gradient.base, count: m)
      }
    }
    let parallel = gains[layer] * along * seen[layer].squareRoot() / squares.squareRoot()
    Real.add(input.base, times: Real(parallel), to: gradient.base, count: m)
  }

  /// A uniform unit vector orthogonal to h; zero if there is no room for one.
  private func draw(
    _ random: inout RandomSource, _ vector: UnsafeMutablePointer<Real>, _ input: Signal<Real>,
    _ squares: Double
  ) {
    let m = input.columns
    random.fill(vector, count: m)
    if squares > 0 {
      for _ in 0..<2 {
        let overlap = Real.dot(input.base, vector, count: m) / squares
        Real.add(input.base, times: Real(-overlap), to: vector, count: m)
      }
    }
    let size = Real.sums(vector, count: m).squares.squareRoot()
    let isRoom = m > 1 || squares == 0
    Real.scale(vector, by: isRoom && size > 0 ? Real(1 / size) : 0, count: m)
  }
}

extension RandomSource {
  /// Standard normal numbers in any precision.
  mutating func fill<Real: NetworkReal>(_ output: UnsafeMutablePointer<Real>, count: Int) {
    if let single = output as? UnsafeMutablePointer<Float> {
      fillNormals(single, count: count)
    } else if let double = output as? UnsafeMutablePointer<Double> {
      fillNormals(double, count: count)
    }
  }
}
