import Kernels
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Whole networks with exact weights against the same with matrices, and against the passes of chains.
@Suite struct ExactNetworkTests {
  static let trials = 4000

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var input: Shape
    var samples = 1
    /// All samples but the first are copies of the first.
    var isDuplicated = false
    /// Inputs are tokens below this bound.
    var vocabulary: Int?
    var stages: [NamedStage]
    var testDescription: String { name }

    init(
      _ name: String, _ input: Shape, samples: Int = 1, isDuplicated: Bool = false,
      vocabulary: Int? = nil, _ stages: [any Stage]
    ) {
      self.name = name
      self.input = input
      self.samples = samples
      self.isDuplicated = isDuplicated
      self.vocabulary = vocabulary
      self.stages = stages.map { NamedStage($0) }
    }
  }

  static func named(_ stages: any Stage...) -> [NamedStage] {
    stages.map { NamedStage($0) }
  }

  static let bias = BiasLaw(variance: 0.2)

  static let cases: [Case] = [
    Case(
      "chain", Shape(channels: 8),
      [
        Dense(10, rule: XavierNormal(), bias: bias), ActivationStage(Tanh()),
        Dense(6, rule: XavierNormal(), bias: bias), ActivationStage(ReLU()),
        Dense(7, rule: HeNormal()),
      ]),
    Case(
      "Haar chain", Shape(channels: 8),
      [
        Dense(10, rule: Orthogonal(gain: 1.3)), ActivationStage(Tanh()),
        Dense(6, rule: Orthogonal(), bias: bias), ActivationStage(ReLU()),
        Dense(6, rule: Orthogonal(gain: 1.2)),
      ]),
    Case(
      "pre-normalised residual blocks", Shape(channels: 7),
      [
        Repeat(
          2,
          named(
            ResidualStage(
              named(
                Normalize(.layer), Dense(9, rule: XavierNormal()), ActivationStage(GELU()),
                Dense(7, rule: XavierNormal())), scale: .inverseRootOfCount))),
        Normalize(.rms), Dense(4, rule: XavierNormal()),
      ]),
    Case(
      "batch with two equal samples", Shape(channels: 7), samples: 4, isDuplicated: true,
      [
        Dense(9, rule: XavierNormal(), bias: bias), ActivationStage(Tanh()),
        Dense(5, rule: XavierNormal()), ActivationStage(Tanh()), Dense(3, rule: XavierNormal()),
      ]),
    Case(
      "batch normalisation", Shape(channels: 8), samples: 4,
      [
        Dense(9, rule: HeNormal()), Normalize(.batch), ActivationStage(ReLU()),
        Dense(6, rule: HeNormal()), Normalize(.batch), ActivationStage(Tanh()),
      ]),
    Case(
      "batch wider than layers", Shape(channels: 3), samples: 6,
      [
        Dense(4, rule: XavierNormal()), ActivationStage(Tanh()), Dense(2, rule: XavierNormal()),
        ActivationStage(Tanh()), Dense(5, rule: XavierNormal()),
      ]),
    Case(
      "positions, shortcut, loss", Shape(positions: [3], channels: 5),
      [
        ResidualStage(
          named(Dense(4, rule: XavierNormal()), ActivationStage(SiLU())),
          shortcut: named(Dense(4, rule: XavierNormal())), scale: .constant(0.5), skip: 1.2),
        Dense(4, rule: XavierNormal(), gain: 2), ReadOut(.squared),
      ]),
    Case(
      "attention and gated unit", Shape(positions: [4], channels: 6),
      [
        ResidualStage(
          named(
            Normalize(.rms),
            Attention(
              heads: 2, groups: 1, isCausal: true, isRotary: false,
              rule: Normal(standardDeviation: 0.7), outputRule: Normal(standardDeviation: 0.4)))),
        ResidualStage(
          named(
            Normalize(.rms), Dense(10, rule: XavierNormal()), GatedUnit(SiLU()),
            Dense(6, rule: XavierNormal()))),
      ]),
    Case(
      "LSTM", Shape(positions: [4], channels: 3), samples: 2,
      [
        Recurrent(
          .lstm, units: 4, rule: Normal(standardDeviation: 0.8),
          recurrentRule: Normal(standardDeviation: 1.2), bias: bias, forgetBias: 1)
      ]),
    Case(
      "orthogonal recurrent cell", Shape(positions: [4], channels: 3),
      [
        Recurrent(
          .plain(Tanh()), units: 9, rule: XavierNormal(), recurrentRule: Orthogonal(gain: 1.3),
          givesLast: true)
      ]),
    Case(
      "convolution", Shape(positions: [5], channels: 3), samples: 2,
      [
        Convolution(4, window: Window(kernel: [3], padding: .zeros([1])), rule: HeNormal()),
        ActivationStage(ReLU()),
        Convolution(
          4, window: Window(kernel: [2], stride: [2]), groups: 2, isTransposed: true,
          rule: HeNormal()),
      ]),
    Case(
      "tied embedding", Shape(positions: [4], channels: 1), vocabulary: 6,
      [
        Embedding(vocabulary: 6, width: 4, rule: Normal(standardDeviation: 0.8), isTied: true),
        ActivationStage(Tanh()), TiedReadOut(vocabulary: 6), ReadOut(.crossEntropy),
      ]),
    Case(
      "Haar batch", Shape(channels: 9), samples: 3,
      [
        Dense(9, rule: Orthogonal()), ActivationStage(Tanh()), Dense(12, rule: Orthogonal()),
        ActivationStage(Tanh()), Dense(8, rule: Orthogonal()),
      ]),
  ]

  @Test(arguments: cases) func equalsDense(_ example: Case) throws {
    let result = TwoSample(
      try Self.statistics(example, .exact, seed: 1), try Self.statistics(example, .dense, seed: 2))
    #expect(result.worst < result.bound)
  }

  /// The same statistics tell 5 % of a variance apart.
  @Test func aWrongVarianceIsSeen() throws {
    func example(_ factor: Double) -> Case {
      Case(
        "control", Shape(channels: 40),
        [
          Dense(40, rule: XavierNormal(), gain: factor), ActivationStage(ReLU()),
          Dense(40, rule: HeNormal(), gain: factor), ActivationStage(ReLU()),
          Dense(40, rule: HeNormal(), gain: factor),
        ])
    }
    let wrong = TwoSample(
      try Self.statistics(example(1.05.squareRoot()), .exact, seed: 1),
      try Self.statistics(example(1), .dense, seed: 2))
    #expect(wrong.worst > wrong.bound)
    let right = TwoSample(
      try Self.statistics(example(1), .exact, seed: 1),
      try Self.statistics(example(1), .dense, seed: 2))
    #expect(right.worst < right.bound)
  }

  /// Output, input gradient and logarithms of every moment, network by network; inputs are the same in all.
  static func statistics(
    _ example: Case, _ source: WeightSource, seed: UInt64
  ) throws -> [[Double]] {
    let bench = try Bench<Double>(
      example.stages, input: example.input, samples: example.samples, source: source)
    let count = example.input.count
    let numbers: [Double] = normals(bench.input.count, SeedTree(seed: 11))
    for i in 0..<bench.input.count {
      // Samples 0 and 2 are the same.
      let isCopy = example.isDuplicated && i / count == 2
      bench.input.base[i] = numbers[isCopy ? i - 2 * count : i]
    }
    if let vocabulary = example.vocabulary {
      for i in 0..<bench.input.count { bench.input.base[i] = Double((7 * i + 3) % 4 % vocabulary) }
    }
    let outputs = example.samples * bench.outputShape.count
    let g: [Double] = normals(outputs, SeedTree(seed: 12))
    let x = bench.input.numbers
    return (0..<trials).map { trial in
      bench.begin(SeedTree(seed: seed).child(trial))
      let output = bench.forward()
      let y = output.numbers.map { $0 * powerOfTwo(output.exponent) }
      let (back, exponent) = bench.backward(g)
      let gradient = back.map { $0 * powerOfTwo(exponent) }
      var all = y + gradient
      all.append(zip(y, g).reduce(0) { $0 + $1.0 * $1.1 })
      all.append(zip(x, gradient).reduce(0) { $0 + $1.0 * $1.1 })
      for record in bench.recorder.records.dropFirst() {
        // Dead networks at one far place.
        all.append(max(-50, record.logSecondMoment))
        all.append(max(-50, record.logGradient))
        all += record.logWeightGradients.map { max(-50, $0) }
      }
      return all
    }
  }
}
