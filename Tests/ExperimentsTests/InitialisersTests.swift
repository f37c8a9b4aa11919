import Simulation
import TestSupport
import Testing

@testable import Experiments
import Study

/// A study small enough for tests.
let smallStudy = StudyConfiguration(seed: 7, width: 16, networks: 200)

@Suite("Initialisers compared") struct InitComparisonTests {
  @Test func pairFactorsAreTheProductsOfTheChapter() async throws {
    let outcome = try await InitComparison().run(smallStudy, jobs: 2)
    // mn σ₁²σ₂² for m = 8, n = 32, by hand.
    let expected = [
      "He": 4, "Harmonic": 1.5625, "LeCun": 1, "Geometric": 1, "Xavier normal": 0.64,
      "Xavier uniform": 0.64, "Quadratic": 0.346_020_761_245_674_7, "N(0, 0.01²)": 256e-8,
    ]
    for rule in outcome.linear {
      let factor = try #require(expected[rule.rule])
      #expect(abs(rule.pairFactor / factor - 1) < 1e-9, "\(rule.rule)")
    }
    for rule in outcome.relu {
      let factor = try #require(expected[rule.rule]) / 4
      #expect(abs(rule.pairFactor / factor - 1) < 1e-9, "\(rule.rule)")
    }
  }

  @Test func measurementsAgreeWithTheory() async throws {
    let outcome = try await InitComparison().run(smallStudy, jobs: 2)
    for rule in outcome.linear {
      for (size, theory) in zip(rule.forward, rule.forwardTheory) {
        // 96 comparisons: 4.5 standard errors are exceeded by chance once in 1500 seeds.
        #expect(size.mean.within(sigmas: 4.5, of: theory), "\(rule.rule)")
      }
    }
  }

  @Test func rescalingADrawIsTheSameAsDrawingWithTheOtherRule() async throws {
    let widths = [8, 32, 8, 32]
    let seed = SeedTree(seed: 3)
    let pass = try await HomogeneousPass(
      widths: widths, activation: ReLU(), reference: .he, networks: 50, seed: seed, jobs: 1)
    let direct = try await HomogeneousPass(
      widths: widths, activation: ReLU(), reference: .quadratic, networks: 50, seed: seed, jobs: 1)
    for (scaled, drawn) in zip(pass.forward(.quadratic), direct.forward(.quadratic)) {
      #expect(abs(scaled.mean.value - drawn.mean.value) < 1e-5)
    }
    for (scaled, drawn) in zip(pass.backward(.quadratic), direct.backward(.quadratic)) {
      #expect(abs(scaled.mean.value - drawn.mean.value) < 1e-5)
    }
  }
}

@Suite("Starts and activations") struct StartTests {
  @Test func equalUnitsStayEqual() async throws {
    let outcome = try await NeuronSymmetry().run(smallStudy, jobs: 1)
    let (random, mixed) = (outcome.starts[0], outcome.starts[1])
    let (constant, zero) = (outcome.starts[2], outcome.starts[3])
    #expect(random.distinct.allSatisfy { $0 == outcome.units })
    #expect(mixed.distinct[0] == 1 && mixed.distinct[1] == outcome.units)
    #expect(constant.distinct.allSatisfy { $0 == 1 } && zero.distinct.allSatisfy { $0 == 1 })
    #expect((random.loss.last ?? 1) < (constant.loss.last ?? 0))
    // Only the output's bias learns: half the variance of the targets remains.
    #expect(abs((zero.loss.last ?? 0) - zero.loss[100]) < 1e-6)
  }

  @Test func activationsFollowMeanFieldTheory() async throws {
    let study = StudyConfiguration(seed: 5, width: 64, networks: 200)
    for panel in try await ActivationScale().run(study, jobs: 2).panels {
      for rule in panel.rules {
        let (size, theory) = (rule.sizes[3].mean, rule.theory[3])
        // Layer 4, width 250: finite width moves the mean by less than a few per cent.
        let slack = 0.03 + 2 * (size.high - size.low)
        #expect(abs(size.value - theory) < slack, "\(panel.activation) \(rule.rule)")
      }
    }
  }

  @Test func gradientFallsToAThirdAndWeightGradientsStay() async throws {
    let study = StudyConfiguration(seed: 5, width: 64, networks: 100)
    let outcome = try await LayerGradients().run(study, jobs: 2)
    let older = outcome.starts(0.1)[1]
    let fall = (older.gradient[4].mean.value - older.gradient[0].mean.value) / 4
    #expect(abs(fall - 0.477) < 0.03)  // log₁₀ 3
    let weights = older.weightGradient.map(\.mean.value)
    #expect((weights.max() ?? 9) - (weights.min() ?? 0) < 0.1)
  }

  @Test func convolutionsGiveThePapersProduct() async throws {
    let outcome = try await ConvolutionGradient().run(smallStudy, jobs: 2)
    #expect(abs(outcome.starts[1].theoreticalAttenuation / 16_729 - 1) < 1e-3)
    #expect(abs(outcome.starts[1].attenuation / 1.7e4 - 1) < 0.12)
    #expect(abs(outcome.starts[0].attenuation - 1) < 0.12)
  }

  @Test func noStartSuitsEveryActivation() async throws {
    let study = StudyConfiguration(seed: 5, width: 64, networks: 250)
    let outcome = try await PairTable().run(study, jobs: 2)
    for start in outcome.starts {
      #expect(start.gradient.contains { abs($0.median ?? .infinity) > 1 }, "\(start.rule)")
    }
    let relu = try #require(outcome.activations.firstIndex(of: "ReLU"))
    let he = try #require(outcome.starts.first { $0.rule == "He" })
    #expect(abs(he.gradient[relu].median ?? .infinity) < 0.5)
  }

  @Test func layersNarrowUnderTheOlderStart() async throws {
    let study = StudyConfiguration(seed: 5, width: 64, networks: 100)
    let outcome = try await LayerDistributions().run(study, jobs: 2)
    for start in outcome.starts {
      for (layer, theory) in zip(start.layers, start.theory).prefix(5) {
        #expect(abs(layer.deviation.value / theory - 1) < 0.08, "\(start.rule) \(layer.layer)")
        #expect(layer.histogram.total >= outcome.fewest)
      }
    }
  }
}
