import Engine
import Networks
import Numerics
import Testing

/// Gradients of a recurrent cell's inputs, step by step, and the stage that multiplies.
@Suite struct StepGradientTests {
  private func result(_ stages: [any Stage], _ input: Shape, trials: Int = 1) async throws
    -> NetworkResult
  {
    try await propagate(
      NetworkRequest(
        Network(input: NetworkInput(input), stages: stages.map { NamedStage($0) }),
        trials: trials, seed: SeedTree(seed: 5), samples: 3, source: .dense, arithmetic: .float64,
        jobs: 1))
  }

  @Test(arguments: ["plain", "lstm", "gru"])
  func stepsAddUpToTheInputsGradient(_ name: String) async throws {
    let cell: Recurrent.Cell = name == "lstm" ? .lstm : name == "gru" ? .gru : .plain(Tanh())
    let result = try await result(
      [Recurrent(cell, units: 5, rule: XavierNormal())], Shape(positions: [4], channels: 3))
    let steps = try #require(result.stages.last).stepGradients.map(\.mean.value)
    #expect(steps.count == 4)
    // The mean square over all steps is the mean of theirs.
    let mean = steps.reduce(0, +) / 4
    #expect(abs(mean / result.inputGradient.mean.value - 1) < 1e-12)
    #expect(result.stages[0].stepGradients.isEmpty)
  }

  /// A rotation at every step, and one before it, keep the length of a gradient: all steps get the same.
  @Test func rotationsReachAllStepsAlike() async throws {
    let cell = Recurrent(
      .plain(Identity()), units: 6, rule: Orthogonal(), recurrentRule: Orthogonal(),
      givesLast: true)
    let result = try await result([cell], Shape(positions: [5], channels: 6))
    let last = try #require(result.stages.last)
    for step in last.stepGradients {
      #expect(abs(step.mean.value / last.gradient.mean.value - 1) < 1e-10)
    }
  }

  @Test func scalesMultiplyBothWays() async throws {
    let shape = Shape(channels: 200)
    let plain = try await result([Scale(1)], shape, trials: 3)
    let scaled = try await result([Scale(-0.5)], shape, trials: 3)
    let (signal, gradient) = (scaled.stages[1], scaled.inputGradient)
    #expect(
      abs(signal.secondMoment.mean.value / plain.stages[1].secondMoment.mean.value - 0.25) < 1e-12)
    #expect(abs(gradient.mean.value / plain.inputGradient.mean.value - 0.25) < 1e-12)
    #expect(signal.theory.output?.secondMoment == 0.25)
    #expect(scaled.stages[0].theory.gradient == 0.25)
    #expect(throws: NetworkError.self) { try Scale(.infinity).output(for: shape) }
  }
}
