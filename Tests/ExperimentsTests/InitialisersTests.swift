import Simulation
import Testing

@testable import Experiments

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
        let error = (size.mean.high - size.mean.low) / 2 / 1.96
        #expect(abs(size.mean.value - theory) < 4.5 * error, "\(rule.rule)")
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
