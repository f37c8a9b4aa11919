import Foundation
import Simulation
import TestSupport
import Testing

@testable import Experiments
import Study

/// What `Tests/References/chapter05_initialisers.py` wrote.
private struct InitialisersReference: Decodable {
  struct Sample: Decodable {
    let value: Double
    /// The standard error.
    let error: Double

    /// Whether an estimate of ours is within 4.5 standard errors of both.
    func agrees(with estimate: Estimate) -> Bool {
      let ours = estimate.standardError
      return abs(estimate.value - value) <= 4.5 * (ours * ours + error * error).squareRoot()
    }
  }

  struct Scale: Decodable {
    let activation: String
    let gain: Double
    let rms: [Double]
  }

  struct Gradient: Decodable {
    let inputSquare: Double
    let gain: Double
    let factor: Double
  }

  struct Start: Decodable {
    let name: String
    let signal: Sample
    let gradient: Sample
  }

  struct EveryStart: Decodable {
    let narrow: Int
    let wide: Int
    let rows: [Start]
  }

  struct Jacobian: Decodable {
    let rule: String
    let inputSquare: Double
    let mean: [Double]
    let error: [Double]
  }

  struct Jacobians: Decodable {
    let width: Int
    let cases: [Jacobian]
  }

  struct Pair: Decodable {
    let activation: String
    let gain: Double
    let signal: Double
    let gradient: Double
  }

  let activationScale: [Scale]
  let layerGradients: [Gradient]
  let convolutions: Double
  let everyStart: EveryStart
  let typicalReLUFactor: Sample
  let layerJacobians: Jacobians
  let pairs: [Pair]

  static func load() throws -> InitialisersReference {
    try Reference.load("chapter05_initialisers")
  }
}

@Suite("Chapter 5 against independent numbers") struct InitialisersReferenceTests {
  private let reference: InitialisersReference

  init() throws { reference = try .load() }

  @Test func activationScalesAreThoseOfMpmath() async throws {
    // 500 units as in the default study; theory needs few networks.
    let outcome = try await ActivationScale().run(
      StudyConfiguration(seed: 3, networks: 40), jobs: 2)
    let gains: [String: Double] = [
      StartingRule.xavier.name: 1.0, StartingRule.he.name: 2.0,
      StartingRule.frameworkDefault.name: 1.0 / 3,
      StartingRule.unitNormal.name: 500.0, StartingRule.normal.name: 0.05,
    ]
    var compared = 0
    for panel in outcome.panels {
      for rule in panel.rules {
        guard let gain = gains[rule.rule] else { continue }
        let scales = reference.activationScale.filter { $0.activation == panel.activation }
        let expected = try #require(scales.first { abs($0.gain / gain - 1) < 1e-9 })
        for (ours, rms) in zip(rule.theory, expected.rms) {
          #expect(abs(pow(10, 0.5 * ours) / rms - 1) < 1e-8, "\(rule.rule)")
        }
        compared += 1
      }
    }
    #expect(compared == 10)
  }

  @Test func gradientFactorsAreThoseOfMpmath() async throws {
    let outcome = try await LayerGradients().run(
      StudyConfiguration(seed: 3, networks: 100), jobs: 2)
    for expected in reference.layerGradients {
      let start = try #require(
        outcome.starts(expected.inputSquare).first {
          $0.rule == (expected.gain == 1 ? "Xavier" : "U(±1/√m)")
        })
      let theory = (start.gradientTheory[0] - start.gradientTheory[4]) / 4
      #expect(abs(pow(10, theory) / expected.factor - 1) < 1e-8)
      // Four layers of 1000 units: the measured factor is within a per cent of the wide limit's.
      let measured = (start.gradient[0].mean.value - start.gradient[4].mean.value) / 4
      #expect(abs(pow(10, measured) / expected.factor - 1) < 0.01)
    }
  }

  @Test func explicitUniformLayersHaveTheMomentsOfMpmath() async throws {
    let layers = try await layerHistograms(
      PropagationRequest(
        width: 200, depth: 3, activation: Tanh(), initializer: LeCunUniform(), batch: 16,
        trials: 40, seed: SeedTree(seed: 3), jobs: 2), low: -1, high: 1, bins: 20)
    let expected = try #require(
      reference.activationScale.first { $0.activation == "tanh" && $0.gain == 1 })
    for (layer, rms) in zip(layers, expected.rms) {
      // 640 inputs of 200 entries; tanh bends a normal input's length, by 2/200 of relative variance.
      #expect(abs(layer.secondMoment.value.squareRoot() / rms - 1) < 0.01, "\(layer.layer)")
      #expect(layer.histogram.total == 40 * 16 * 200)
    }
  }

  @Test func convolutionsAttenuateAsThePaperSays() async throws {
    let outcome = try await ConvolutionGradient().run(
      StudyConfiguration(seed: 3, networks: 40), jobs: 2)
    #expect(abs(outcome.starts[1].theoreticalAttenuation / reference.convolutions - 1) < 1e-9)
  }

  @Test func everyStartActsAsExplicitMatricesDo() async throws {
    let expected = reference.everyStart
    let outcome = try await EveryStart().run(
      StudyConfiguration(seed: 3, width: expected.wide, networks: 300), jobs: 2)
    #expect(outcome.alternating[0] == expected.narrow)
    for start in expected.rows {
      let row = try #require(outcome.rows.first { $0.name == start.name })
      let (signal, gradient) = (
        try #require(row.alternating.signal), try #require(row.alternating.gradient)
      )
      #expect(start.signal.agrees(with: signal), "\(start.name): \(signal)")
      #expect(start.gradient.agrees(with: gradient), "\(start.name): \(gradient)")
      // 4.5 standard errors of the script's own simulation.
      #expect(abs(row.alternating.theory - start.signal.value) <= 4.5 * start.signal.error)
    }
    // LSUV looks at data and zero has none left; both are exact.
    #expect(outcome.rows.first { $0.name == "LSUV" }?.alternating.theory == 1)
    #expect(outcome.rows.last?.alternating.signal == nil)
  }

  @Test func onSquareLayersElevenRulesAreOne() async throws {
    let outcome = try await EveryStart().run(StudyConfiguration(seed: 3, networks: 40), jobs: 2)
    let names = outcome.rows.filter { abs($0.square.theory - 1) < 1e-9 }.map(\.name)
    #expect(
      Set(names) == [
        "LeCun", "Truncated normal", "Sparse", "Xavier normal", "Xavier uniform", "Geometric",
        "Quadratic", "Harmonic", "α = 0.5", "Orthogonal", "LSUV",
      ])
  }

  @Test func jacobiansHaveTheMeanSingularValuesOfNumpy() async throws {
    let expected = reference.layerJacobians
    let outcome = try await LayerJacobians.simulate(
      width: expected.width, networks: 30, seed: SeedTree(seed: 3), jobs: 2)
    for one in expected.cases {
      let ours = try #require(
        outcome.cases.first { $0.rule == one.rule && $0.inputSquare == one.inputSquare })
      for layer in 0..<5 {
        let sample = InitialisersReference.Sample(value: one.mean[layer], error: one.error[layer])
        #expect(sample.agrees(with: ours.mean[layer]), "\(one.rule) \(layer + 1)")
        #expect(ours.mean[layer].low < ours.bound[layer])
      }
    }
  }

  @Test func pairsFollowTheWideLimit() async throws {
    let outcome = try await PairTable().run(StudyConfiguration(seed: 3, networks: 100), jobs: 2)
    for pair in reference.pairs {
      let name = pair.activation == "relu" ? "ReLU" : pair.activation
      let column = try #require(outcome.activations.firstIndex(of: name))
      let start = try #require(
        outcome.starts.first { $0.rule == (pair.gain == 1 ? "Xavier" : "He") })
      #expect(abs((start.signal[column].theory ?? .nan) - pair.signal) < 1e-8)
      #expect(abs((start.gradient[column].theory ?? .nan) - pair.gradient) < 1e-8)
    }
  }
}

@Suite("Training deep networks") struct DeepTrainingTests {
  @Test func heLearnsAndXavierWaits() async throws {
    let outcome = try await DeepTraining.simulate(
      width: 16, depths: [6, 24], steps: 120, networks: 3, sampled: 500, seed: SeedTree(seed: 4),
      jobs: 2)
    // The gradients of 24 layers under Xavier are 2⁻¹¹·⁵ of He's: 120 steps move nothing.
    let stalled = try #require(outcome.cases.first { $0.layers == 24 && $0.rule == "Xavier" })
    for run in stalled.runs { #expect(abs(run.losses[1] - DeepTraining.guessing) < 0.01) }
    #expect(stalled.learned == 0 && stalled.medianStep.value == .infinity)
    let shallow = try #require(outcome.cases.first { $0.layers == 6 && $0.rule == "He" })
    #expect(shallow.learned == 3)
    for run in shallow.runs {
      // Training ends with the step that has learned, and not before.
      #expect(run.learnedAt == run.steps.last && run.steps.count == run.losses.count)
      #expect(run.losses.dropLast().allSatisfy { $0 >= DeepTraining.guessing / 2 })
      #expect(run.losses.last ?? 1 < DeepTraining.guessing / 2)
    }
    // Every pair where He's start learns and Xavier's does not favours He's.
    let he = try #require(outcome.cases.first { $0.layers == 24 && $0.rule == "He" })
    #expect(outcome.earlier(at: 24) == SignTest(first: he.learned, second: 0))
    #expect(outcome.learnedAtAll(at: 24) == SignTest(first: he.learned, second: 0))
    let again = try await DeepTraining.simulate(
      width: 16, depths: [6, 24], steps: 120, networks: 3, sampled: 500, seed: SeedTree(seed: 4),
      jobs: 1)
    #expect(again == outcome)
  }

  @Test func typicalSignalFallsAsExplicitNetworksDo() async throws {
    let reference = try InitialisersReference.load().typicalReLUFactor
    let outcome = try await DeepTraining.simulate(
      width: 32, depths: [30], steps: 1, networks: 2, sampled: 3000, seed: SeedTree(seed: 4),
      jobs: 2)
    #expect(reference.agrees(with: outcome.factorPerLayer))
    #expect(abs(outcome.theoreticalFactor - reference.value) < 4.5 * reference.error)
  }
}
