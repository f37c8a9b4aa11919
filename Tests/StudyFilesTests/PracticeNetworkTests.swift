import Engine
import Simulation
import Testing

@testable import StudyFiles

/// Questions that practitioners ask, as network files; expected numbers by the derivations beside them.
@Suite("Networks as people ask for them") struct PracticeNetworkTests {
  private func run(
    _ text: String, trials: Int, arithmetic: Arithmetic = .extended, samples: Int = 1
  )
    async throws -> [StageResult]
  {
    let file = try NetworkFile.parse(text)
    return try await propagate(
      NetworkRequest(
        file.network, trials: trials, seed: SeedTree(seed: 1), samples: file.samples ?? samples,
        arithmetic: arithmetic)
    ).stages
  }

  private func stage(_ name: String, _ stages: [StageResult]) throws -> StageResult {
    try #require(stages.first { $0.info.name == name })
  }

  /// PyTorch's defaults through 30 ReLU layers of 64: m → m/6 + 1/(6n), with limit 1/(5n).
  @Test func defaultsWithBiases() async throws {
    let stages = try await run(
      """
      framework: pytorch
      input: 64
      activation: relu
      stack:
        - repeat: {name: layers, count: 30, stack: [dense: 64, activation]}
      """, trials: 600)
    for (layer, expected) in [
      (1, 0.169270833333), (2, 0.030815972222), (5, 0.003253198945), (30, 0.003125),
    ] {
      let found = try stage("layers.\(layer).activation-2", stages)
      let theory = try #require(found.theory.output?.secondMoment)
      #expect(abs(theory - expected) < 1e-9)
      let mean = found.secondMoment.mean
      #expect(abs(mean.value - expected) < 4.5 * (mean.high - mean.low) / 3.92)
      #expect(mean.high - mean.low < 0.1 * expected)
    }
  }

  /// 1000 tanh units, Xavier's rule with gain 5/3 and 1: the standard deviations of the length map.
  @Test(arguments: [(("5/3"), 0.65139287, 0.65134705), ("1", 0.22847337, 0.071197045)])
  func gains(gain: String, tenth: Double, hundredth: Double) async throws {
    let stages = try await run(
      """
      init: xavier-normal
      gain: \(gain)
      activation: tanh
      input: 1000
      stack:
        - repeat: {name: layers, count: 100, stack: [dense: 1000, activation]}
      """, trials: 8)
    for (layer, expected) in [(10, tenth), (100, hundredth)] {
      let found = try stage("layers.\(layer).activation-2", stages)
      let theory = try #require(found.theory.output?.secondMoment)
      #expect(abs(theory.squareRoot() - expected) < 1e-6)
      // Eight networks of this width are within a few per cent.
      #expect(abs(found.variance.mean.value.squareRoot() / expected - 1) < 0.1)
    }
  }

  /// Ten linear layers of 512 units from N(0, 1) in float16: 512^(l/2) passes 65504 in layer 4.
  @Test func overflowIsNotZero() async throws {
    let stages = try await run(
      """
      input: 512
      init: normal-1
      stack:
        - repeat: {name: layers, count: 10, stack: [dense: 512]}
      """, trials: 4, arithmetic: .float16)
    for layer in 1...10 {
      let found = try stage("layers.\(layer).dense-1", stages)
      #expect((found.lost.value > 0) == (layer >= 4))
      #expect((found.secondMoment.log10.overflows == 4) == (layer >= 4))
      #expect((found.variance.log10.overflows == 4) == (layer >= 4))
      #expect(found.zero.value == 0)
    }
  }

  /// He's rule and dropout of a half: 2²⁰ after 20 layers; the gain √(2 · ½) = 1 over √2 stops it.
  @Test(arguments: [("1", 1_048_576.0), ("1/sqrt(2)", 1.0)])
  func dropout(gain: String, growth: Double) async throws {
    let stages = try await run(
      """
      init: he-normal
      gain: \(gain)
      activation: relu
      input: 512
      stack:
        - repeat: {name: layers, count: 20, stack: [dense: 512, activation, dropout: 0.5]}
      """, trials: 400)
    let last = try stage("layers.20.dropout-3", stages)
    let theory = try #require(last.theory.output?.secondMoment)
    #expect(abs(theory / growth - 1) < 1e-9)
    let mean = last.secondMoment.mean
    #expect(abs(mean.value - growth) < 4.5 * (mean.high - mean.low) / 3.92)
    #expect(mean.value > 0.5 * growth && mean.value < 2 * growth)
  }

  /// Squared ReLU of N(0, 1): half the second and fourth moments.
  @Test func anActivationOfOnesOwn() async throws {
    let stages = try await run(
      """
      input: 4096
      stack:
        - activation: max(x, 0)^2
      """, trials: 50)
    let theory = try #require(stages[1].theory.output)
    #expect(abs(theory.mean - 0.5) < 1e-9 && abs(theory.secondMoment - 1.5) < 1e-9)
    #expect(abs(stages[1].mean.value - 0.5) < 0.02)
    #expect(abs(stages[1].secondMoment.mean.value - 1.5) < 0.15)
  }
}
