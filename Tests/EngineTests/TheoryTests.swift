import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Theory beside every stage against wide networks.
///
/// The mean over networks of a mean square differs from its infinitely wide limit by the error of the mean
/// (its 95 % interval, doubled and a half: 4.9 standard errors) and, where something bends, by terms of first
/// order in 1/width (linear networks keep their mean squares exactly): 3/n for each. Both together are kept below 2.5 %, so that a theory that
/// is 5 % off cannot pass.
@Suite struct TheoryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var input: NetworkInput
    var samples: Int
    var trials: Int
    var width: Int
    var stages: [NamedStage]
    var testDescription: String { name }
  }

  static let width = 1024
  static let narrow = 400

  private static func vector(
    _ name: String, samples: Int = 2, trials: Int = 1000, width: Int = Self.width,
    law: NetworkInput.Law = .normal(mean: 0, secondMoment: 1.5, correlation: 0.4),
    _ stages: [any Stage]
  ) -> Case {
    Case(
      name: name, input: NetworkInput(Shape(channels: width), law: law), samples: samples,
      trials: trials, width: width, stages: stages.map { NamedStage($0) })
  }

  private static func positions(
    _ name: String, _ positions: [Int], samples: Int = 2, trials: Int = 600,
    law: NetworkInput.Law = .normal(mean: 0, secondMoment: 1.5, correlation: 0.4),
    _ stages: [any Stage]
  ) -> Case {
    Case(
      name: name, input: NetworkInput(Shape(positions: positions, channels: width), law: law),
      samples: samples, trials: trials, width: width, stages: stages.map { NamedStage($0) })
  }

  private static func dense(_ bias: BiasLaw? = nil, units: Int = width, gain: Double = 1) -> Dense {
    Dense(units, rule: LeCun(), gain: gain, bias: bias)
  }

  private static func attends(
    heads: Int, groups: Int? = nil, isCausal: Bool = false, isRotary: Bool = false,
    gain: Double = 1
  ) -> Attention {
    Attention(
      heads: heads, groups: groups, isCausal: isCausal, isRotary: isRotary, rule: LeCun(),
      gain: gain)
  }

  private static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

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

  @Test(arguments: cases) func theoryIsWhatIsMeasured(_ example: Case) async throws {
    let result = try await propagate(
      NetworkRequest(
        Network(input: example.input, stages: example.stages), trials: example.trials,
        seed: SeedTree(seed: 17), samples: example.samples))
    let isLoss = result.stages.last?.info.kind == ReadOut.kind
    let isTokens = if case .tokens = example.input.law { true } else { false }
    let bends = result.stages.filter { ["activation", "norm", "gated"].contains($0.info.kind) }
    // Every step of a cell bends; averages over heads are known to one per cent, and heads are 64 to 64.
    let steps =
      result.stages.contains { $0.info.kind == Recurrent.kind }
      ? example.input.shape.positionCount : 0
    let hasHeads = result.stages.contains { $0.info.kind == "heads" }
    let bias =
      3 * Double((hasHeads ? 0 : bends.count) + steps) / Double(example.width)
      + (hasHeads ? 0.02 : 0)
    func compare(
      _ measured: Estimate, _ theory: Double, unit: Double, _ what: String
    ) {
      // Behind a branch that is multiplied by zero.
      guard unit > 0 else {
        #expect(measured.value == theory)
        return
      }
      let allowed = 2.5 * measured.halfWidth + bias * unit
      #expect(
        allowed < (hasHeads ? 0.05 : 0.025) * unit,
        "\(example.name), \(what): \(hasHeads ? 10 : 5) % could not be seen")
      #expect(
        abs(measured.value - theory) < allowed,
        "\(example.name), \(what): \(measured.value) for \(theory)")
    }
    for stage in result.stages
    where !(isTokens && stage.info.kind == "input") && !(isLoss && stage.info.kind == ReadOut.kind)
    {
      let name = stage.info.name
      let theory = try #require(stage.theory.output, "\(example.name): \(name)")
      compare(stage.secondMoment.mean, theory.secondMoment, unit: theory.secondMoment, name)
      compare(stage.mean, theory.mean, unit: theory.secondMoment.squareRoot(), "mean of \(name)")
      if example.samples > 1 { _ = try #require(theory.cosine, "\(example.name): \(name)") }
      if let cosine = theory.cosine {
        compare(try #require(stage.cosine), cosine, unit: 1, "cosine of \(name)")
      }
      let gradient = try #require(stage.theory.gradient, "\(example.name): gradient at \(name)")
      compare(stage.gradient.mean, gradient, unit: gradient, "gradient at \(name)")
      if !stage.theory.weightGradients.isEmpty {
        #expect(stage.theory.weightGradients.count == stage.info.tensors.count)
      }
      for (moment, known) in zip(stage.weightGradients, stage.theory.weightGradients) {
        compare(moment.mean, known, unit: known, "weights of \(name)")
      }
    }
    // Where nothing mixes rows, every tensor's gradient is known.
    if example.name.hasPrefix("dense") || example.name.hasPrefix("activation") {
      for stage in result.stages where !stage.info.tensors.isEmpty {
        #expect(!stage.theory.weightGradients.isEmpty)
      }
    }
  }

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

  @Test func whatIsNotKnownIsNotSaid() async throws {
    for (name, shape, stages) in Self.unknown {
      let result = try await propagate(
        NetworkRequest(
          Network(input: NetworkInput(shape), stages: stages.map { NamedStage($0) }), trials: 2,
          samples: 2))
      let last = try #require(result.stages.last)
      #expect(last.theory.output == nil, "\(name)")
      #expect(last.theory.gradient == nil, "\(name)")
      // Nor is a gradient known before what is not.
      #expect(result.stages[0].theory.gradient == nil, "\(name)")
      #expect(result.stages.allSatisfy { $0.theory.weightGradients.isEmpty }, "\(name)")
    }
  }

  /// What the theory of independent branches would say of `x + norm(x)` is off by far more than 5 %.
  @Test func aBranchWithoutWeightsIsNotIndependent() async throws {
    let result = try await propagate(
      NetworkRequest(
        Network(
          input: NetworkInput(Shape(channels: 512)),
          stages: [
            NamedStage(Dense(512, rule: LeCun())),
            NamedStage(ResidualStage([NamedStage(Normalize(.rms))])),
          ]), trials: 20))
    let measured = try #require(result.stages.last).secondMoment.mean.value
    #expect(abs(measured - 4) < 0.2)
  }
}
