import Engine
import Simulation

/// Seconds of whole networks at their real shapes, forward and backward with fresh weights.
@main
enum EngineTimings {
  static func main() async throws {
    let wanted = Set(CommandLine.arguments.dropFirst())
    for (name, request) in cases where wanted.isEmpty || wanted.contains(name) {
      var best = Double.infinity
      for _ in 0..<3 {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try await propagate(request())
        best = min(best, (clock.now - start) / .seconds(1))
        precondition(result.stages.count > 1)
      }
      print("{\"case\": \"\(name)\", \"seconds\": \(best)}")
    }
    for (name, plan) in TrainingTimings.cases where wanted.isEmpty || wanted.contains(name) {
      try await TrainingTimings.time(name, plan())
    }
  }

  static let cases: [(String, @Sendable () -> NetworkRequest)] = [
    (
      "llama-70b-8",
      { llama(layers: 80, width: 8192, heads: 64, groups: 8, inner: 28672, tokens: 8) }
    ),
    ("gpt2-xl-16", { gpt2(layers: 48, width: 1600, heads: 25, tokens: 16) }),
    ("lstm-512-200-16", { lstm() }),
    ("resnet-50-32-8", { resnet50() }),
  ]

  static func llama(
    layers: Int, width: Int, heads: Int, groups: Int, inner: Int, tokens: Int
  ) -> NetworkRequest {
    let rule = Normal(standardDeviation: 0.02)
    let block: [NamedStage] = [
      NamedStage(
        ResidualStage([
          NamedStage(Normalize(.rms)),
          NamedStage(
            Attention(
              heads: heads, groups: groups, isCausal: true, isRotary: true, rule: rule)),
        ])),
      NamedStage(
        ResidualStage([
          NamedStage(Normalize(.rms)), NamedStage(Dense(2 * inner, rule: rule)),
          NamedStage(GatedUnit(SiLU())), NamedStage(Dense(width, rule: rule)),
        ])),
    ]
    return NetworkRequest(
      Network(
        input: NetworkInput(
          Shape(positions: [tokens], channels: 1), law: .tokens(vocabulary: 32000)),
        stages: [
          NamedStage(Embedding(vocabulary: 32000, width: width, rule: rule)),
          NamedStage(Repeat(layers, block)), NamedStage(Normalize(.rms)),
          NamedStage(Dense(32000, rule: rule)), NamedStage(ReadOut(.crossEntropy)),
        ]), trials: 1)
  }

  static func gpt2(layers: Int, width: Int, heads: Int, tokens: Int) -> NetworkRequest {
    let rule = Normal(standardDeviation: 0.02)
    let gain = (1 / Double(2 * layers)).squareRoot()
    let block: [NamedStage] = [
      NamedStage(
        ResidualStage([
          NamedStage(Normalize(.layer)),
          NamedStage(
            Attention(heads: heads, isCausal: true, isFused: true, rule: rule, outputGain: gain)),
        ])),
      NamedStage(
        ResidualStage([
          NamedStage(Normalize(.layer)), NamedStage(Dense(4 * width, rule: rule)),
          NamedStage(ActivationStage(TanhGELU())), NamedStage(Dense(width, rule: rule, gain: gain)),
        ])),
    ]
    return NetworkRequest(
      Network(
        input: NetworkInput(
          Shape(positions: [tokens], channels: 1), law: .tokens(vocabulary: 50257)),
        stages: [
          NamedStage(Embedding(vocabulary: 50257, width: width, rule: rule, isTied: true)),
          NamedStage(Positions(rule: rule)), NamedStage(Repeat(layers, block)),
          NamedStage(Normalize(.layer)), NamedStage(TiedReadOut(vocabulary: 50257)),
          NamedStage(ReadOut(.crossEntropy)),
        ]), trials: 1)
  }

  static func lstm() -> NetworkRequest {
    let rule = UniformRange(radius: 1 / 512.0.squareRoot())
    let bias = BiasLaw(variance: 1 / (3 * 512.0), isUniform: true)
    return NetworkRequest(
      Network(
        input: NetworkInput(Shape(positions: [200], channels: 512)),
        stages: [
          NamedStage(
            Recurrent(.lstm, units: 512, rule: rule, bias: bias, recurrentBias: bias))
        ]), trials: 1, samples: 16)
  }

  static func resnet50() -> NetworkRequest {
    let he = HeNormal(.fanOut)
    func convolution(_ n: Int, _ kernel: Int, stride: Int = 1) -> NamedStage {
      NamedStage(
        Convolution(
          n,
          window: Window(kernel: [kernel], stride: [stride], padding: .zeros([kernel / 2])),
          rule: he, bias: BiasLaw.none, fans: .pytorch))
    }
    let norm = NamedStage(Normalize(.batch))
    let relu = NamedStage(ActivationStage(ReLU()))
    func block(_ inner: Int, stride: Int, isFirst: Bool) -> [NamedStage] {
      [
        NamedStage(
          ResidualStage(
            [
              convolution(inner, 1), norm, relu, convolution(inner, 3, stride: stride), norm, relu,
              convolution(4 * inner, 1), norm,
            ], shortcut: isFirst ? [convolution(4 * inner, 1, stride: stride), norm] : [])), relu,
      ]
    }
    var stages: [NamedStage] = [
      convolution(64, 7, stride: 2), norm, relu,
      NamedStage(
        Pooling(.max, window: Window(kernel: [3], stride: [2], padding: .zeros([1])))),
    ]
    for (index, (inner, count)) in [(64, 3), (128, 4), (256, 6), (512, 3)].enumerated() {
      stages += block(inner, stride: index == 0 ? 1 : 2, isFirst: true)
      for _ in 1..<count { stages += block(inner, stride: 1, isFirst: false) }
    }
    stages += [
      NamedStage(Pooling(.average)), NamedStage(Dense(1000, rule: TorchDefault())),
      NamedStage(ReadOut(.crossEntropy)),
    ]
    return NetworkRequest(
      Network(input: NetworkInput(Shape(positions: [32, 32], channels: 3)), stages: stages),
      trials: 1, samples: 8)
  }
}
