import Simulation
import Testing

@testable import Experiments

@Suite("Claimed against measured") struct ClaimedAgainstMeasuredTests {
  private func outcome(_ study: StudyConfiguration) async throws -> ClaimedAgainstMeasured.Outcome {
    try await ClaimedAgainstMeasured().run(study, jobs: 2)
  }

  @Test func theoryIsTheProductOfFanInAndVariance() async throws {
    // Tests/References/chapter06_non_square.py
    let expected = [
      "Geometric": [0.707_106_781, 0.5, 0.707_106_781, 1],
      "Xavier normal": [2.0 / 3, 4.0 / 9, 16.0 / 27, 64.0 / 81],
      "Quadratic": [0.6, 0.36, 0.432, 0.5184],
    ]
    for rule in try await outcome(StudyConfiguration(networks: 20)).rules {
      let values = try #require(expected[rule.rule])
      for (layer, value) in zip(rule.layers, values) {
        #expect(abs(layer.theory - value) < 1e-8, "\(rule.rule)")
      }
    }
  }

  @Test func measurementRefutesTheTableAndAgreesWithTheory() async throws {
    for rule in try await outcome(StudyConfiguration(networks: 200)).rules {
      let middle = rule.layers[1]
      #expect(middle.measured.high < middle.claimed ?? 0, "\(rule.rule)")
      for layer in rule.layers {
        #expect(abs(layer.measured.value - layer.theory) < 2.5 * layer.measured.halfWidth)
      }
    }
  }

  @Test func otherNetworksHaveNoClaims() async throws {
    let study = StudyConfiguration(hourglass: [8, 16, 8], networks: 10)
    let outcome = try await outcome(study)
    #expect(outcome.rules.allSatisfy { $0.layers.allSatisfy { $0.claimed == nil } })
    #expect(throws: Never.self) { try ClaimedAgainstMeasured().charts(of: outcome, study: study) }
  }
}
