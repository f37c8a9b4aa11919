import Kernels
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// What people ask for, with the answers that follow from a line of algebra or from quadrature.
@Suite struct PractitionersTests {
  private func theory(
    _ stages: [any Stage], width: Int, secondMoment: Double = 1
  ) async throws -> [StageResult] {
    try await propagate(
      NetworkRequest(
        Network(
          input: NetworkInput(
            Shape(channels: width),
            law: .normal(mean: 0, secondMoment: secondMoment, correlation: 0)),
          stages: stages.map { NamedStage($0) }), trials: 2)
    ).stages
  }

  /// Linear layers of a framework with biases from U(±1/√m): m → m/6 + 1/(6n) under ReLU, limit 1/(5n).
  @Test func defaultsKeepWhatTheirBiasesAdd() async throws {
    let stages = try await theory(
      [
        Repeat(
          30,
          [NamedStage(Dense(64, rule: TorchDefault())), NamedStage(ActivationStage(ReLU()))])
      ], width: 64)
    let layers = stages.filter { $0.info.kind == ActivationStage.kind }
    #expect(layers.count == 30)
    for (layer, expected) in [
      (1, 0.169270833333), (2, 0.030815972222), (5, 0.003253198945), (30, 0.003125),
    ] {
      let output = try #require(layers[layer - 1].theory.output)
      #expect(abs(output.secondMoment / expected - 1) < 1e-9)
    }
  }

  /// A depthwise 3 × 3 convolution of four channels: nine terms in and out, of which frameworks' fan-out
  /// makes 36.
  @Test func depthwiseFans() throws {
    let expected: [(FanConvention, [Int], Double)] = [
      (.terms, [9, 9], 0.471404520791), (.pytorch, [9, 36], 0.235702260396),
      (.keras, [9, 36], 0.235702260396), (.flax, [9, 36], 0.235702260396),
    ]
    for (convention, fans, deviation) in expected {
      let bench = try Bench<Double>(
        [
          NamedStage(
            Convolution(
              4, window: Window(kernel: [3], padding: .same), groups: 4, rule: HeNormal(.fanOut),
              fans: convention))
        ], input: Shape(positions: [5, 5], channels: 4))
      let tensor = bench.recorder.stages[1].tensors[0]
      #expect([tensor.fanIn, tensor.fanOut] == fans)
      #expect(tensor.terms == 9)
      #expect(abs(tensor.variance.squareRoot() - deviation) < 1e-11)
    }
  }

  /// 1000 tanh units, Xavier with a gain: deviations in layers 10 and 100, by quadrature of the length map.
  @Test func gainOfTanh() async throws {
    for (gain, tenth, hundredth) in [
      (5.0 / 3, 0.65139287, 0.65134705), (1.0, 0.22847337, 0.071197045),
    ] {
      let stages = try await theory(
        [
          Repeat(
            100,
            [
              NamedStage(Dense(1000, rule: XavierNormal(), gain: gain)),
              NamedStage(ActivationStage(Tanh())),
            ])
        ], width: 1000)
      let layers = stages.filter { $0.info.kind == ActivationStage.kind }
      for (layer, expected) in [(10, tenth), (100, hundredth)] {
        let output = try #require(layers[layer - 1].theory.output)
        #expect(abs(output.secondMoment.squareRoot() - expected) < 1e-8)
      }
    }
  }

  /// Dropout of one half beside He's rule doubles the mean square, layer by layer; a gain of √(2(1 − p)) = 1
  /// stops it.
  @Test func dropoutGrows() async throws {
    for (rule, expected) in [(HeNormal(), 1_048_576), (LeCun(), 1)]
      as [(any WeightInitializer, Double)]
    {
      let stages = try await theory(
        [
          Repeat(
            20,
            [
              NamedStage(Dense(128, rule: rule)), NamedStage(ActivationStage(ReLU())),
              NamedStage(Dropout(0.5)),
            ])
        ], width: 128)
      let output = try #require(stages.last?.theory.output)
      #expect(abs(output.secondMoment / expected - 1) < 1e-9)
    }
  }

  /// Squared ReLU of N(0, 1): half the second and half the fourth moment.
  @Test func squaredReLU() async throws {
    let stages = try await theory([ActivationStage(SquaredReLU())], width: 100)
    let output = try #require(stages.last?.theory.output)
    #expect(abs(output.mean - 0.5) < 1e-9)
    #expect(abs(output.secondMoment - 1.5) < 1e-9)
  }

  /// Inputs far beyond single precision keep their size, whatever they are made of.
  @Test(arguments: [-150, 0, 9]) func inputsOfAnySize(decade: Int) async throws {
    let size = Double.exp(Double(decade) * Double.log(10))
    let laws: [(NetworkInput.Law, Double)] = [
      (.normal(mean: 0.6 * size, secondMoment: size * size, correlation: 0.5), 1),
      (.uniform(low: -size, high: size), 1.0 / 3),
      (.given((0..<200).map { size * ($0 % 2 == 0 ? 1 : -2) }), 2.5),
    ]
    for (law, square) in laws {
      let stages = try await propagate(
        NetworkRequest(
          Network(
            input: NetworkInput(Shape(channels: 100), law: law),
            stages: [NamedStage(Dense(100, rule: LeCun()))]), trials: 50, samples: 2)
      ).stages
      let expected = Double.log10(square) + 2 * Double(decade)
      // Of 100 entries, 50 times: a per cent or two, which is 0.01 in the logarithm.
      for stage in stages {
        #expect(abs(stage.secondMoment.log10.mean.value - expected) < 0.04, "\(law)")
      }
    }
  }
}
