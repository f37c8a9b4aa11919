import Kernels
import Simulation

/// A tanh network of widths 3-4-3-2 with random weights, small enough to differentiate by hand:
/// a⁰ = x, zˡ = Wˡaˡ⁻¹ + bˡ, aˡ = tanh zˡ, loss ½|a³|².
package struct TinyNetwork {
  package let weights: [Matrix]
  package let biases: [[Double]]
  package let input: [Double]

  /// Units of input, two hidden layers and output.
  package static let widths = [3, 4, 3, 2]

  package init(_ seeds: SeedTree) {
    var random = seeds.child("tiny network").source()
    let widths = Self.widths
    weights = (1...3).map { layer in
      Matrix(
        rows: widths[layer], columns: widths[layer - 1],
        elements: normals(widths[layer] * widths[layer - 1], deviation: 0.7, &random))
    }
    biases = (1...3).map { normals(widths[$0], deviation: 0.3, &random) }
    input = normals(3, &random)
  }

  /// Wa + b.
  private func affine(_ layer: Int, _ a: [Double]) -> [Double] {
    (0..<weights[layer].rows).map { i in
      biases[layer][i] + a.indices.reduce(0) { $0 + weights[layer][i, $1] * a[$1] }
    }
  }

  /// The loss as a function of the first layer's pre-activations z¹.
  package func loss(firstPreactivations z1: [Double]) -> Double {
    let a1 = z1.map(Double.tanh)
    let a2 = affine(1, a1).map(Double.tanh)
    let a3 = affine(2, a2).map(Double.tanh)
    return 0.5 * a3.reduce(0) { $0 + $1 * $1 }
  }

  /// δ¹ = ∂loss/∂z¹ by the recursion δˡ = f′(zˡ) ⊙ (Wˡ⁺¹)ᵀδˡ⁺¹.
  package var recursiveErrors: [Double] {
    let z1 = affine(0, input)
    let z2 = affine(1, z1.map(Double.tanh))
    let z3 = affine(2, z2.map(Double.tanh))
    var delta = z3.map { Double.tanh($0) * Double.sechSquared($0) }
    for (layer, z) in [(2, z2), (1, z1)] {
      delta = z.indices.map { j in
        Double.sechSquared(z[j])
          * delta.indices.reduce(0) { $0 + weights[layer][$1, j] * delta[$1] }
      }
    }
    return delta
  }

  /// The same derivatives by differences of the loss.
  package var differentiatedErrors: [Double] {
    let z1 = affine(0, input)
    return z1.indices.map { j in
      NumericalMethods.derivative(at: z1[j]) { value in
        var moved = z1
        moved[j] = value
        return loss(firstPreactivations: moved)
      }
    }
  }

  /// zˡ as W f(zˡ⁻¹) + b and aˡ as f(W aˡ⁻¹ + b): the two ways of note 003 to write the forward pass;
  /// returns the largest difference between aˡ and f(zˡ).
  package var notationDifference: Double {
    var (z, a) = (affine(0, input), affine(0, input).map(Double.tanh))
    var largest = 0.0
    for layer in 1..<3 {
      z = affine(layer, z.map(Double.tanh))
      a = affine(layer, a).map(Double.tanh)
      for (x, y) in zip(z, a) { largest = max(largest, abs(Double.tanh(x) - y)) }
    }
    return largest
  }
}
