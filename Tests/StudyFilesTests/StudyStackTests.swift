import Engine
import Experiments
import Simulation
import Study
import Testing

@testable import StudyFiles

@Suite("Networks of stages in study files") struct StudyStackTests {
  private static let text = """
    title: T
    networks:
      - name: own
        init: he-normal
        activation: relu
        batch: 2
        input: 16
        scale: 0.5
        set: {blocks.count: 2}
        stack:
          - dense: 32
          - repeat: {name: blocks, count: 3, stack: [{residual: {scale: 1, branch: [dense: 32, activation, dense: 32]}}]}
      - {name: small gpt, preset: gpt2, scale: 1/8, tokens: 4, set: {blocks.count: 1}}
    sweeps:
      - {name: scales, network: own, over: stack.blocks.residual.scale, values: [0, 1, 1/sqrt(L)]}
    """

  @Test func theyAreReadWithWhatIsChanged() throws {
    let plan = try StudyFile.parse(Self.text)
    let own = try #require(plan.networks[0].stack).file()
    #expect(own.samples == 2 && plan.networks[0].batch == 2)
    #expect(try own.network.output() == Shape(channels: 16))
    #expect((own.network.stages[1].stage as? Repeat)?.count == 2)
    let preset = try #require(plan.networks[1].stack).file()
    #expect(preset.network.input.shape == Shape(positions: [4], channels: 1))
    #expect((preset.network.stages[0].stage as? Embedding)?.width == 96)
    let variants = plan.sweeps[0].variants(of: plan.networks[0])
    let scales = try variants.map { variant in
      let blocks = try variant.stack?.file().network.stages[1].stage as? Repeat
      return (blocks?.stages[0].stage as? ResidualStage)?.scale
    }
    #expect(scales == [.constant(0), .constant(1), .constant(1 / 2.0.squareRoot())])
    #expect(plan.settings.count == 5)
  }

  /// With a branch times zero a residual network is what stands before it: N(0, 1) inputs under He's rule keep
  /// their mean square in the dense layer, 2 before its activation.
  @Test func theyAreMeasured() async throws {
    var plan = try StudyFile.parse(Self.text)
    plan.trials = 200
    let study = StudyConfiguration(seed: 1, plan: plan)
    let sweep = OwnSweeps(plans: plan.sweeps)
    let zero = try await sweep.runCell(0, of: study, seed: SeedTree(seed: 1).child("own"), jobs: 2)
    #expect(zero.layers.count == 3)
    #expect(zero.layers[0].activation.value == zero.layers[2].activation.value)
    // The geometric mean over few units is below the mean, 2.
    #expect(abs(zero.signal.mean.value - 0.301) < 0.08)
    let one = try await sweep.runCell(1, of: study, seed: SeedTree(seed: 1).child("own"), jobs: 2)
    #expect(one.signal.mean.value > zero.signal.mean.value + 0.5)
    let network = try await OwnNetworks().runCell(
      1, of: study, seed: SeedTree(seed: 1).child("own"), jobs: 2)
    #expect(network.signal.mean.value.isFinite && network.gradient.mean.value.isFinite)
  }

  @Test(arguments: [
    ("{name: a, stack: [dense: 4], input: 4, width: 3}", "there is no entry “width”"),
    ("{name: a, stack: [dense: 4], input: 4}", "“init” of “dense” is missing"),
    ("{name: a, stack: [dens: 4], input: 4}", "did you mean “dense”?"),
    ("{name: a, preset: gpt3}", "“gpt3” is no preset; did you mean “gpt2”?"),
    ("{name: a, preset: gpt2, gain: 2}", "a preset says “gain” itself"),
    ("{name: a, preset: gpt2, set: {blocks.wide: 2}}", "is not in the network"),
    (
      "{name: a, width: 3, depth: 2, init: he-normal, activation: relu, tokens: 3}",
      "“tokens” is for networks of stages"
    ),
  ])
  func faultsHaveTheirPlace(network: String, words: String) {
    #expect {
      _ = try StudyFile.parse("title: T\nnetworks:\n  - \(network)\n")
    } throws: { error in
      guard let error = error as? StudyFileError else { return false }
      if !error.description.contains(words) { Issue.record("\(error.description)") }
      return error.line == 3
    }
  }

  @Test(arguments: [
    ("over: stack.blocks.residual.size, values: [1]", "is not in the network"),
    ("over: stack.blocks.residual.scale, values: [big]", "with the value “big”"),
    ("over: gain, values: [1]", "“own” is a network of stages"),
  ])
  func faultsOfSweepsHaveTheirPlace(sweep: String, words: String) {
    let text = Self.text.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect {
      _ = try StudyFile.parse(text + "\n  - {name: s, network: own, \(sweep)}\n")
    } throws: { error in
      guard let error = error as? StudyFileError else { return false }
      if !error.description.contains(words) { Issue.record("\(error.description)") }
      return error.description.contains(words) && error.line != nil
    }
  }
}
