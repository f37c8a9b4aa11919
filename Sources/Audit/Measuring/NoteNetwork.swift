import Simulation

/// The note's 2-2-2 network with its numbers; `weights` are w₁ … w₈.
///
/// Evaluated only: the audit differentiates by differences, independently of `Simulation`'s automatic
/// differentiation of the same network.
struct NoteNetwork {
  var weights = [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55]
  private let biases = [0.35, 0.60]
  private let input = [0.05, 0.10]
  private let target = [0.01, 0.99]

  /// W₁ of the note: [[w₁, w₃], [w₂, w₄]].
  var firstWeights: Matrix {
    Matrix([[weights[0], weights[2]], [weights[1], weights[3]]])
  }

  /// Outputs of the hidden units (out₃, out₄ in the note's expansion) and of the network.
  var forward: (hidden: [Double], out: [Double]) {
    func layer(_ x: [Double], _ first: Int, _ bias: Double) -> [Double] {
      [0, 2].map {
        Sigmoid().value(
          at: weights[first + $0] * x[0] + weights[first + $0 + 1] * x[1] + bias)
      }
    }
    let hidden = layer(input, 0, biases[0])
    return (hidden, layer(hidden, 4, biases[1]))
  }

  /// E = ½ Σ (target − out)².
  var error: Double {
    zip(target, forward.out).reduce(0) { $0 + 0.5 * ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// ∂E/∂w₅ … ∂E/∂w₈ as the note's product: ∂E/∂out · ∂out/∂net · ∂net/∂w.
  func chainRule(weight k: Int) -> Double {
    let (hidden, out) = forward
    let unit = k <= 6 ? 0 : 1
    return (out[unit] - target[unit]) * out[unit] * (1 - out[unit]) * hidden[(k - 1) % 2]
  }
}
