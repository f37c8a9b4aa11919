import Engine
import Networks
import Testing

/// A small network whose backward pass is compared with differences of its forward pass.
struct EngineCase: Sendable, CustomTestStringConvertible {
  var name: String
  var input: Shape
  var samples = 1
  /// Inputs are multiplied by 2 to this power, beyond what single numbers hold.
  var exponent = 0
  /// Inputs are token numbers below this bound, which have no gradient.
  var vocabulary: Int?
  var stages: [NamedStage]
  var testDescription: String { name }

  init(
    _ name: String, _ input: Shape, samples: Int = 1, exponent: Int = 0, vocabulary: Int? = nil,
    _ stages: [any Stage]
  ) {
    self.name = name
    self.input = input
    self.samples = samples
    self.exponent = exponent
    self.vocabulary = vocabulary
    self.stages = stages.map { NamedStage($0) }
  }
}

/// Small networks, at least one for every stage and for every way that it can be set: a new stage adds a
/// line.
enum EngineCases {
  static let all =
    linear + activations + farActivations + normalizations + composed + losses + gates + attention
    + convolutions + pools + recurrent + embeddings

  static func dense(_ units: Int, gain: Double = 1, bias: BiasLaw? = nil) -> Dense {
    Dense(units, rule: XavierNormal(), gain: gain, bias: bias)
  }

  static let vector = Shape(channels: 5)
  static let tokens = Shape(positions: [3], channels: 4)

  static let linear = [
    EngineCase("dense", vector, [dense(4)]),
    EngineCase(
      "dense, normal biases", vector, samples: 3, [dense(4, bias: BiasLaw(variance: 0.3))]),
    EngineCase(
      "dense, biases with a mean", vector,
      [dense(4, bias: BiasLaw(mean: 2, variance: 0.1)), dense(3)]),
    EngineCase(
      "dense, the framework's biases", vector, [Dense(4, rule: TorchDefault()), dense(3)]),
    EngineCase("dense over positions", tokens, samples: 2, [dense(6), dense(2)]),
    EngineCase("dense, one unit", Shape(channels: 1), [dense(1), dense(1)]),
    EngineCase("dense, orthogonal", vector, [Dense(7, rule: Orthogonal(gain: 1.2)), dense(3)]),
    EngineCase("dense, sparse", vector, [Dense(7, rule: Sparse(connections: 2)), dense(3)]),
    EngineCase(
      "dense, other fans", vector,
      [Dense(4, rule: TruncatedNormal(), gain: 2, fans: (fanIn: 20, fanOut: 10))]),
    EngineCase("dense, large signals", vector, exponent: 300, [dense(4), dense(3)]),
    EngineCase(
      "dense, small signals with biases", vector, exponent: -40,
      [dense(4, bias: BiasLaw(variance: 1e-24)), dense(3)]),
    EngineCase("flatten", tokens, samples: 2, [Flatten(), dense(3)]),
    EngineCase("flatten an image", Shape(positions: [2, 3], channels: 2), [dense(3), Flatten()]),
    EngineCase("scale", vector, samples: 2, [dense(8), Scale(-0.3), dense(3)]),
    EngineCase("dropout", vector, samples: 2, [dense(8), Dropout(0.4), dense(3)]),
    EngineCase("dropout of nothing", vector, [Dropout(0), dense(3)]),
  ]

  static let activations = ActivationCatalog.all.map { activation in
    EngineCase(
      activation.name, vector, samples: 2,
      [dense(6, gain: 1.5), ActivationStage(activation), dense(3)])
  }

  /// Where activations are replaced by their tangents and asymptotes: not sine, which has none, and not
  /// softsign from afar, whose slope of 2^-120 where the asymptote begins stands for smaller ones.
  static let farActivations =
    ActivationCatalog.all.filter { !($0 is Sine || $0 is Softsign) }.map { activation in
      EngineCase(
        "\(activation.name), large", vector, samples: 2, exponent: 100,
        [dense(6), ActivationStage(activation), dense(3)])
    }
    + ActivationCatalog.all.filter { $0.value(at: 0) == 0 }.map { activation in
      EngineCase(
        "\(activation.name), small", vector, samples: 2, exponent: -100,
        [dense(6), ActivationStage(activation), dense(3)])
    }

  static let normalizations =
    [Normalize.Over.layer, .rms, .batch, .group(2)].flatMap { over in
      [0, 1e-5, 0.4].map { epsilon in
        EngineCase(
          "\(over) normalisation, ε \(epsilon)", tokens, samples: 3,
          [dense(4), Normalize(over, epsilon: epsilon), dense(3)])
      }
        + [200, -200].map { exponent in
          EngineCase(
            "\(over) normalisation, 2^\(exponent)", tokens, samples: 3, exponent: exponent,
            [dense(4), Normalize(over), dense(3)])
        }
        + [
          EngineCase(
            "\(over) normalisation, 2^-200, no ε", tokens, samples: 3, exponent: -200,
            [dense(4), Normalize(over, epsilon: 0), dense(3)])
        ]
    } + [
      EngineCase(
        "layer normalisation of zeros", vector, samples: 2,
        [Dense(4, rule: Constant(0)), Normalize(.layer, epsilon: 0.4), dense(3)]),
      EngineCase(
        "batch normalisation of vectors", vector, samples: 4,
        [dense(4), Normalize(.batch), ActivationStage(Tanh()), dense(3)]),
      EngineCase(
        "instance normalisation", tokens, samples: 2,
        [Normalize(.group(4)), ActivationStage(Tanh()), dense(3)]),
    ]

  static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

  static let composed = [
    EngineCase(
      "residual", Shape(channels: 4), samples: 2,
      [ResidualStage(named(dense(6), ActivationStage(Tanh()), dense(4))), dense(3)]),
    EngineCase(
      "residual, scales", Shape(channels: 4), samples: 2,
      [ResidualStage(named(dense(4), ActivationStage(GELU())), scale: .constant(0.3), skip: 1.7)]),
    EngineCase(
      "residual, shortcut", Shape(channels: 4), samples: 2,
      [
        ResidualStage(
          named(dense(3), ActivationStage(Tanh())), shortcut: named(dense(3)),
          scale: .constant(0.7),
          skip: 0.5), dense(2),
      ]),
    EngineCase(
      "residual, nothing on the branch", vector,
      [ResidualStage([], scale: .constant(0.5)), dense(3)]),
    EngineCase(
      "residual, branch times zero", vector,
      [ResidualStage(named(dense(5)), scale: .constant(0)), dense(3)]),
    EngineCase(
      "residual, branch of zeros, small signals", vector, exponent: -1100,
      [ResidualStage(named(Dense(5, rule: Constant(0)))), dense(3)]),
    EngineCase(
      "residual, branch of zeros, large signals", vector, exponent: 1100,
      [ResidualStage(named(Dense(5, rule: Constant(0)))), dense(3)]),
    EngineCase(
      "residual, branch far larger", vector, exponent: 0,
      [ResidualStage(named(dense(5, gain: 1e25)), scale: .constant(1)), dense(3)]),
    EngineCase(
      "residual, branch far larger, scaled back", vector,
      [ResidualStage(named(dense(5, gain: 1e25)), scale: .constant(1e-25)), dense(3)]),
    EngineCase(
      "repeat", Shape(channels: 4), samples: 2,
      [Repeat(3, named(dense(4), ActivationStage(Tanh())))]),
    EngineCase(
      "pre-normalised blocks", tokens, samples: 2,
      [
        Repeat(
          2,
          named(
            ResidualStage(
              named(Normalize(.layer), dense(8), ActivationStage(GELU()), dense(4)),
              scale: .inverseRootOfCount))),
        Normalize(.layer), dense(3),
      ]),
    EngineCase(
      "post-normalised blocks", tokens, samples: 2,
      [
        Repeat(
          2,
          named(
            ResidualStage(named(dense(8), ActivationStage(Tanh()), dense(4)), skip: 1.4),
            Normalize(.layer)))
      ]),
    EngineCase(
      "residual whose scale is learned", vector, samples: 2,
      [
        ResidualStage(
          named(dense(5), ActivationStage(Tanh())), scale: .constant(0), learnsScale: true),
        dense(3),
      ]),
    EngineCase(
      "sequence", vector,
      [Sequence(named(dense(4), ActivationStage(Tanh()))), Sequence([]), dense(3)]),
    EngineCase(
      "nested residuals", vector, samples: 2,
      [
        ResidualStage(
          named(dense(5), ResidualStage(named(ActivationStage(Tanh()), dense(5))))), dense(2),
      ]),
  ]
}
