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

  private static let vector = Shape(channels: 5)
  private static let tokens = Shape(positions: [3], channels: 4)

  private static let linear = [
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

  private static let activations = ActivationCatalog.all.map { activation in
    EngineCase(
      activation.name, vector, samples: 2,
      [dense(6, gain: 1.5), ActivationStage(activation), dense(3)])
  }

  /// Where activations are replaced by their tangents and asymptotes: not sine, which has none, and not
  /// softsign from afar, whose slope of 2^-120 where the asymptote begins stands for smaller ones.
  private static let farActivations =
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

  private static let normalizations =
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

  private static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

  private static let composed = [
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

  private static let losses = ReadOut.Loss.allCases.flatMap { loss in
    [
      EngineCase("loss \(loss.rawValue)", vector, samples: 3, [dense(4), ReadOut(loss)]),
      EngineCase(
        "loss \(loss.rawValue) over positions", tokens, samples: 2,
        [dense(5, gain: 3), ReadOut(loss)]),
      EngineCase(
        "loss \(loss.rawValue), small signals", vector, exponent: -10, [dense(4), ReadOut(loss)]),
    ]
  }

  private static let gates =
    [Sigmoid(), SiLU(), GELU(), Identity()].map { (activation: any Activation) in
      EngineCase(
        "gated unit, \(activation.name)", tokens, samples: 2,
        [dense(6, gain: 1.5), GatedUnit(activation), dense(2)])
    } + [
      EngineCase(
        "gated unit, large", vector, exponent: 200, [dense(6), GatedUnit(SiLU()), dense(2)]),
      EngineCase(
        "gated unit, small", vector, exponent: -200, [dense(6), GatedUnit(SiLU()), dense(2)]),
      EngineCase(
        "gated unit, half open, small", vector, exponent: -200,
        [dense(6), GatedUnit(Sigmoid()), dense(2)]),
      EngineCase(
        "squeeze-and-excitation", tokens, samples: 2,
        [
          dense(4),
          Excitation(
            named(
              Pooling(.average), dense(2), ActivationStage(ReLU()), dense(4),
              ActivationStage(Sigmoid()))), dense(3),
        ]),
      EngineCase(
        "excitation position by position, from afar", tokens, samples: 2, exponent: 90,
        [Excitation(named(dense(4))), dense(3)]),
      EngineCase("maxout", tokens, samples: 2, [dense(6), Maxout(pieces: 3), dense(2)]),
      EngineCase("maxout of one", vector, [Maxout(pieces: 1), dense(2)]),
      EngineCase("softmax", tokens, samples: 2, [dense(5, gain: 2), Softmax(), dense(2)]),
      EngineCase("softmax, small", vector, exponent: -12, [dense(5), Softmax(), dense(2)]),
    ]

  private static func attends(
    heads: Int, groups: Int? = nil, headWidth: Int? = nil, isCausal: Bool = false,
    isRotary: Bool = false, isFused: Bool = false, bias: BiasLaw? = nil
  ) -> Attention {
    Attention(
      heads: heads, groups: groups, headWidth: headWidth, isCausal: isCausal, isRotary: isRotary,
      isFused: isFused, rule: XavierNormal(), gain: 2, bias: bias)
  }

  private static let attention = [
    EngineCase("attention", tokens, samples: 2, [attends(heads: 2)]),
    EngineCase("attention, causal", tokens, [attends(heads: 1, isCausal: true)]),
    EngineCase(
      "attention, fused, biases", tokens,
      [attends(heads: 2, isFused: true, bias: BiasLaw(variance: 0.2))]),
    EngineCase(
      "attention, groups of queries", tokens, samples: 2,
      [attends(heads: 4, groups: 2, headWidth: 3, isCausal: true)]),
    EngineCase(
      "attention, rotary", Shape(positions: [4], channels: 4),
      [attends(heads: 2, groups: 1, headWidth: 4, isRotary: true)]),
    EngineCase(
      "attention over an image", Shape(positions: [2, 2], channels: 3), [attends(heads: 3)]),
    EngineCase("attention of one token", Shape(positions: [1], channels: 4), [attends(heads: 2)]),
    EngineCase("attention, small signals", tokens, exponent: -6, [attends(heads: 2)]),
    EngineCase(
      "transformer block", tokens, samples: 2,
      [
        ResidualStage(named(Normalize(.layer), attends(heads: 2, isCausal: true))),
        ResidualStage(named(Normalize(.layer), dense(12), GatedUnit(SiLU()), dense(4))),
        Normalize(.rms), dense(5), ReadOut(.crossEntropy),
      ]),
  ]

  private static func convolves(
    _ channels: Int, _ window: Window, groups: Int = 1, isTransposed: Bool = false,
    bias: BiasLaw? = nil, isStandardized: Bool = false
  ) -> Convolution {
    Convolution(
      channels, window: window, groups: groups, isTransposed: isTransposed, rule: XavierNormal(),
      bias: bias, isStandardized: isStandardized)
  }

  private static let image = Shape(positions: [4, 5], channels: 2)
  private static let sequence = Shape(positions: [7], channels: 4)

  private static let convolutions = [
    EngineCase("convolution", image, samples: 2, [convolves(3, Window(kernel: [3]))]),
    EngineCase(
      "convolution, padded, biases", image,
      [
        convolves(
          3, Window(kernel: [3, 2], padding: .zeros([1, 1])), bias: BiasLaw(variance: 0.3))
      ]),
    EngineCase(
      "convolution, same size", image, [convolves(2, Window(kernel: [3], padding: .same))]),
    EngineCase(
      "convolution, circular, dilated", image, samples: 2,
      [convolves(2, Window(kernel: [2], dilation: [2, 1], padding: .circular))]),
    EngineCase(
      "convolution, stride", image,
      [convolves(2, Window(kernel: [3], stride: [2, 1], padding: .zeros([1])))]),
    EngineCase("convolution, 1 × 1", image, samples: 2, [convolves(3, Window(kernel: [1]))]),
    EngineCase(
      "convolution, 1 × 1, stride", image, [convolves(3, Window(kernel: [1], stride: [2]))]),
    EngineCase(
      "convolution, groups", sequence, samples: 2,
      [convolves(6, Window(kernel: [3], padding: .zeros([1])), groups: 2)]),
    EngineCase(
      "convolution, depthwise", sequence,
      [convolves(4, Window(kernel: [3], padding: .same), groups: 4)]),
    EngineCase(
      "convolution, 1 × 1, groups", sequence, [convolves(6, Window(kernel: [1]), groups: 2)]),
    EngineCase(
      "convolution, standardised", image,
      [convolves(3, Window(kernel: [3]), isStandardized: true)]),
    EngineCase(
      "transposed convolution", Shape(positions: [3, 2], channels: 2), samples: 2,
      [
        convolves(
          3, Window(kernel: [3], stride: [2], padding: .zeros([1])), isTransposed: true,
          bias: BiasLaw(variance: 0.3))
      ]),
    EngineCase(
      "transposed convolution, groups", sequence,
      [convolves(6, Window(kernel: [3], stride: [2]), groups: 2, isTransposed: true)]),
    EngineCase(
      "transposed convolution, 1 × 1, dilated", sequence, samples: 2,
      [
        convolves(3, Window(kernel: [1]), isTransposed: true),
        convolves(2, Window(kernel: [2], dilation: [3]), isTransposed: true),
      ]),
    EngineCase(
      "convolutions, large signals", image, exponent: 300,
      [
        convolves(3, Window(kernel: [3])), ActivationStage(ReLU()), Normalize(.batch),
        convolves(2, Window(kernel: [2])), Flatten(), dense(3),
      ]),
  ]

  private static let pools =
    Pooling.Kind.allCases.flatMap { kind in
      [
        EngineCase("\(kind) pool", image, samples: 2, [Pooling(kind), dense(3)]),
        EngineCase(
          "\(kind) pool, window", image, samples: 2,
          [Pooling(kind, window: Window(kernel: [2], stride: [2])), dense(3)]),
        EngineCase(
          "\(kind) pool, overlapping, padded", image, exponent: 200,
          [Pooling(kind, window: Window(kernel: [3, 2], padding: .zeros([1]))), dense(3)]),
        EngineCase(
          "\(kind) pool of a sequence", sequence,
          [Pooling(kind, window: Window(kernel: [3], stride: [2], padding: .same)), dense(3)]),
      ]
    }

  private static func cell(
    _ cell: Recurrent.Cell, isFused: Bool = true, givesLast: Bool = false
  ) -> Recurrent {
    Recurrent(
      cell, units: 3, rule: XavierNormal(), recurrentRule: Orthogonal(), recurrentGain: 1.3,
      bias: BiasLaw(variance: 0.2), recurrentBias: BiasLaw(variance: 0.1), forgetBias: 1,
      isFused: isFused, givesLast: givesLast)
  }

  private static let recurrent =
    [("plain", Recurrent.Cell.plain(Tanh())), ("LSTM", .lstm), ("GRU", .gru)].flatMap {
      name, kind in
      [
        EngineCase(
          "\(name) cell", Shape(positions: [4], channels: 2), samples: 2, [cell(kind), dense(2)]),
        EngineCase(
          "\(name) cell, last state", Shape(positions: [3], channels: 2), samples: 2,
          [cell(kind, isFused: false, givesLast: true)]),
        EngineCase("\(name) cell, one step", Shape(positions: [1], channels: 2), [cell(kind)]),
      ]
    }

  private static let text = Shape(positions: [5], channels: 1)

  private static let embeddings = [
    EngineCase(
      "embedding", text, samples: 2, vocabulary: 4,
      [
        Embedding(vocabulary: 4, width: 3, rule: Normal(standardDeviation: 1)),
        Positions(rule: Normal(standardDeviation: 0.5)), dense(3), ActivationStage(Tanh()),
        dense(2),
      ]),
    EngineCase(
      "tied embedding", text, samples: 2, vocabulary: 4,
      [
        Embedding(vocabulary: 4, width: 3, rule: Normal(standardDeviation: 1), isTied: true),
        dense(3), ActivationStage(Tanh()), TiedReadOut(vocabulary: 4), ReadOut(.crossEntropy),
      ]),
    EngineCase(
      "tied embedding without read-out", text, vocabulary: 4,
      [
        Embedding(vocabulary: 4, width: 3, rule: Normal(standardDeviation: 1), isTied: true),
        dense(2),
      ]),
    EngineCase(
      "positions", tokens, samples: 2,
      [Positions(rule: Normal(standardDeviation: 0.5)), dense(3)]),
    EngineCase(
      "positions beside large signals", tokens, exponent: 200,
      [Positions(rule: Normal(standardDeviation: 0.5)), dense(3)]),
  ]
}
