import Numerics
import Testing

@testable import Engine
@testable import Networks

/// The wide networks beside whose every stage theory stands: a new stage with theory adds one.
extension TheoryTests {
  static let cases: [Case] =
    [
      vector("dense, biases", [dense(BiasLaw(variance: 0.3)), dense()]),
      vector("dense, biases with a mean", [dense(BiasLaw(mean: 1, variance: 0.2)), dense()]),
      vector(
        "dense, uniform", trials: 1000, width: narrow,
        [
          Dense(narrow, rule: XavierUniform(), bias: BiasLaw(variance: 0.3, isUniform: true)),
          Dense(narrow, rule: HeUniform()),
        ]),
      vector(
        "dense, the framework's biases", trials: 1300, width: narrow,
        [
          Dense(narrow, rule: TorchDefault()), ActivationStage(ReLU()),
          Dense(narrow, rule: TorchDefault()),
        ]),
      vector(
        "dense, truncated", trials: 1000, width: narrow,
        [
          Dense(narrow, rule: TruncatedNormal()),
          Dense(narrow, rule: CutNormal(standardDeviation: 0.05)),
        ]),
      vector(
        "dense, other fans", [Dense(width, rule: HeNormal(), gain: 0.7, fans: (500, 200)), dense()]),
      vector("orthogonal", [Dense(width, rule: Orthogonal(gain: 1.2)), dense()]),
      vector(
        "widening and narrowing", trials: 2000,
        [dense(units: 2 * width), ActivationStage(ReLU()), dense(units: width / 2)]),
      vector(
        "inputs with a mean", law: .normal(mean: 1, secondMoment: 1.5, correlation: 0),
        [dense(), ActivationStage(Tanh()), dense()]),
      vector(
        "pixels", law: .uniform(low: 0, high: 1), [dense(), ActivationStage(ReLU()), dense()]),
      vector("layer normalisation", [dense(gain: 3), Normalize(.layer, epsilon: 0.5), dense()]),
      vector(
        "layer normalisation of activations",
        [dense(), ActivationStage(ReLU()), Normalize(.layer), dense()]),
      vector(
        "RMS normalisation of activations",
        [dense(), ActivationStage(ReLU()), Normalize(.rms, epsilon: 0.1), dense()]),
      vector("dropout", [dense(), ActivationStage(ReLU()), Dropout(0.3), dense()]),
      vector(
        "residual, pre-normalised",
        [
          Repeat(
            2,
            named(
              ResidualStage(
                named(Normalize(.layer), dense(), ActivationStage(GELU()), dense()),
                scale: .inverseRootOfCount, skip: 1.1)))
        ]),
      vector(
        "residual, shortcut",
        [
          ResidualStage(
            named(ActivationStage(ReLU()), dense()), shortcut: named(dense(gain: 0.5)),
            scale: .constant(0.7)), dense(),
        ]),
      vector(
        "residual, nested",
        [
          dense(),
          ResidualStage(named(dense(), ResidualStage(named(ActivationStage(ReLU()), dense())))),
        ]),
      vector(
        "residual, branch times zero",
        [
          dense(), ResidualStage(named(dense(), ActivationStage(Tanh())), scale: .constant(0)),
          dense(),
        ]),
      vector(
        "residual, normalised after",
        [
          ResidualStage(named(dense(), ActivationStage(ReLU()), dense())), Normalize(.layer),
          dense(),
        ]),
      vector("gated unit", trials: 2000, [dense(), GatedUnit(SiLU()), dense()]),
      vector("bilinear unit", trials: 2500, [dense(), GatedUnit(Identity()), dense()]),
      positions("positions by themselves", [4], [dense(), ActivationStage(ReLU()), dense()]),
      positions("flatten", [4], [dense(units: 256), Flatten(), dense()]),
      positions(
        "learned positions", [4],
        [dense(), Positions(rule: Normal(standardDeviation: 0.6)), dense()]),
      positions("average over positions", [4], [dense(), Pooling(.average), dense()]),
      positions(
        "average over activations", [4], trials: 1000,
        [dense(), ActivationStage(ReLU()), Pooling(.average), dense()]),
      Case(
        name: "circular convolution",
        input: NetworkInput(Shape(positions: [6], channels: 256)), samples: 1, trials: 1000,
        width: 512,
        stages: named(
          Convolution(
            256, window: Window(kernel: [3], padding: .circular), rule: HeNormal(), fans: .terms),
          ActivationStage(ReLU()),
          Convolution(256, window: Window(kernel: [1]), groups: 2, rule: HeNormal()))),
      Case(
        name: "convolution with a stride",
        input: NetworkInput(Shape(positions: [5], channels: 300)), samples: 1, trials: 1000,
        width: 600,
        stages: named(
          Convolution(300, window: Window(kernel: [3], stride: [2]), rule: LeCun()))),
      Case(
        name: "zeros at the border", input: NetworkInput(Shape(positions: [6], channels: 256)),
        samples: 2, trials: 800, width: 512,
        stages: named(
          Convolution(256, window: Window(kernel: [3], padding: .same), rule: HeNormal()),
          ActivationStage(ReLU()),
          Convolution(256, window: Window(kernel: [3], padding: .zeros([1])), rule: HeNormal()))),
      Case(
        name: "zeros around an image, biases",
        input: NetworkInput(Shape(positions: [4, 3], channels: 256)), samples: 2, trials: 1500,
        width: 512,
        stages: named(
          Convolution(
            256, window: Window(kernel: [3], stride: [2], padding: .zeros([1])), groups: 2,
            rule: HeNormal(), bias: BiasLaw(variance: 0.3)), Normalize(.layer),
          ActivationStage(Tanh()), Pooling(.average), dense())),
      Case(
        name: "transposed convolution",
        input: NetworkInput(Shape(positions: [4], channels: 256)), samples: 2, trials: 1000,
        width: 512,
        stages: named(
          Convolution(
            256, window: Window(kernel: [3], stride: [2]), isTransposed: true, rule: HeNormal()),
          ActivationStage(ReLU()), Flatten(), dense())),
      Case(
        name: "patches that do not overlap, averaged",
        input: NetworkInput(Shape(positions: [6], channels: 256)), samples: 2, trials: 1000,
        width: 512,
        stages: named(
          Convolution(512, window: Window(kernel: [2], stride: [2]), rule: LeCun()),
          ActivationStage(ReLU()), Pooling(.average), dense())),
      Case(
        name: "average of positions that share inputs",
        input: NetworkInput(Shape(positions: [6], channels: 256)), samples: 2, trials: 1000,
        width: 512,
        stages: named(
          Convolution(512, window: Window(kernel: [3], padding: .circular), rule: LeCun()),
          Pooling(.average, window: Window(kernel: [2], stride: [2])), dense())),
      positions(
        "biases that positions share", [4],
        [dense(BiasLaw(variance: 1)), Pooling(.average), dense()]),
      positions(
        "largest of a window", [4], samples: 1, trials: 1200,
        law: .normal(mean: 0, secondMoment: 1.5, correlation: 0),
        [dense(), Pooling(.max, window: Window(kernel: [2], stride: [2])), dense()]),
      positions("attention", [4], trials: 400, [attends(heads: 64), dense()]),
      positions(
        "attention, causal, rotated, grouped", [4], samples: 1, trials: 1200,
        [attends(heads: 64, groups: 16, isCausal: true, isRotary: true, gain: 1.2), dense()]),
      positions(
        "transformer, normalised before", [4], trials: 600,
        [
          Positions(rule: Normal(standardDeviation: 0.6)),
          Repeat(
            2,
            named(
              ResidualStage(named(Normalize(.layer), attends(heads: 64, isCausal: true))),
              ResidualStage(
                named(Normalize(.rms), dense(), ActivationStage(GELU()), dense()),
                scale: .constant(0.7))
            )), Normalize(.layer),
        ]),
      positions(
        "transformer, normalised after", [4], trials: 600,
        [
          ResidualStage(named(attends(heads: 64))), Normalize(.layer),
          ResidualStage(named(dense(units: 2 * width), GatedUnit(SiLU()), dense())),
          Normalize(.layer), attends(heads: 64),
        ]),
      positions(
        "recurrent, biases", [5], trials: 800,
        [
          Recurrent(
            .plain(Tanh()), units: width, rule: LeCun(), bias: BiasLaw(variance: 0.2),
            recurrentBias: BiasLaw(variance: 0.1)), dense(),
        ]),
      positions(
        "recurrent, orthogonal, last state", [5], trials: 1500,
        [
          Recurrent(
            .plain(ReLU()), units: width, rule: HeNormal(), recurrentRule: Orthogonal(),
            givesLast: true), dense(),
        ]),
      Case(
        name: "cross-entropy of many classes",
        input: NetworkInput(Shape(channels: width)), samples: 2, trials: 800, width: width,
        stages: named(dense(), ActivationStage(Tanh()), dense(units: 2000), ReadOut(.crossEntropy))),
      Case(
        name: "embedding",
        input: NetworkInput(
          Shape(positions: [4], channels: 1), law: .tokens(vocabulary: 50)), samples: 2,
        trials: 600,
        width: width,
        stages: named(
          Embedding(vocabulary: 50, width: width, rule: Normal(standardDeviation: 0.5)), dense(),
          ActivationStage(Tanh()), dense())),
    ]
    + ActivationCatalog.all.map { activation in
      vector(
        "activation \(activation.name)", trials: activation is SquaredReLU ? 4000 : 800,
        [dense(gain: 0.9), ActivationStage(activation), dense()])
    }
}
