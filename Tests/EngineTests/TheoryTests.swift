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
