import Numerics
import Testing

@testable import Engine
@testable import Networks

/// The networks beside which no theory stands: a new stage without one adds a line.
extension TheoryTests {
  /// What is not true for infinitely wide networks of independent weights is not said.
  static let unknown: [(String, Shape, [any Stage])] = {
    let vector = Shape(channels: 64)
    let tokens = Shape(positions: [4], channels: 64)
    let dense = Dense(64, rule: LeCun())
    return [
      ("equal weights", vector, [Dense(64, rule: Constant(0.01))]),
      ("weights that saw data", vector, [Dense(64, rule: LSUV())]),
      ("sparse weights", vector, [Dense(64, rule: Sparse())]),
      (
        "branch that ends in an activation", vector,
        [ResidualStage(named(dense, ActivationStage(Tanh())))]
      ),
      ("branch without weights", vector, [dense, ResidualStage([])]),
      ("branch that only normalises", vector, [dense, ResidualStage(named(Normalize(.rms)))]),
      ("branch that only drops", vector, [dense, ResidualStage(named(Dropout(0.1)))]),
      (
        "branch whose weights are before an inner one's skip", vector,
        [dense, ResidualStage(named(ResidualStage(named(dense))))]
      ),
      (
        "branch whose biases have a mean", vector,
        [ResidualStage(named(Dense(64, rule: LeCun(), bias: BiasLaw(mean: 1))))]
      ),
      ("batch normalisation", tokens, [Normalize(.batch)]),
      ("group normalisation", tokens, [Normalize(.group(2))]),
      (
        "activation of inputs that are not normal", vector,
        [dense, ActivationStage(ReLU()), ActivationStage(Tanh())]
      ),
      (
        "activation of biases with a mean", vector,
        [Dense(64, rule: LeCun(), bias: BiasLaw(mean: 1)), ActivationStage(Tanh())]
      ),
      (
        "standardised weights", tokens,
        [Convolution(64, window: Window(kernel: [1]), rule: LeCun(), isStandardized: true)]
      ),
      (
        "largest of positions that share inputs", tokens,
        [
          Convolution(64, window: Window(kernel: [2], padding: .circular), rule: LeCun()),
          Pooling(.max),
        ]
      ),
      (
        "average of steps", tokens,
        [Recurrent(.plain(Tanh()), units: 64, rule: LeCun()), Pooling(.average)]
      ),
      ("memory of a cell", tokens, [Recurrent(.lstm, units: 64, rule: LeCun())]),
      ("gated state", tokens, [Recurrent(.gru, units: 64, rule: LeCun())]),
      (
        "attention with biases", tokens,
        [Attention(heads: 4, rule: LeCun(), bias: BiasLaw(variance: 0.1))]
      ),
      (
        "attention to steps", tokens,
        [
          Recurrent(.plain(Tanh()), units: 64, rule: LeCun()), dense,
          Attention(heads: 4, rule: LeCun()),
        ]
      ),
      ("softmax", vector, [Softmax()]), ("maxout", vector, [Maxout(pieces: 2)]),
    ]
  }()
}
