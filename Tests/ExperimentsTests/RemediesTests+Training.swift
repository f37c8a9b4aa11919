import Simulation
import TestSupport
import Testing

@testable import Experiments
import Study

/// What of the chapter is trained.
extension RemediesTests {
  /// At a rate that normalisation before the branches bears, post-normalised networks say worse than guesses; steps
  /// too small to matter leave every network where its start is.
  @Test func warmUpsOpenLargerRates() async throws {
    func outcome(_ rates: [Int]) async throws -> TransformerWarmUp.Outcome {
      try await TransformerWarmUp.simulate(
        layers: 4, width: 16, symbols: 2, shown: 2, rates: rates, networks: 6, steps: 20,
        seed: seed, jobs: 2)
    }
    func loss(_ outcome: TransformerWarmUp.Outcome, _ key: String, _ isWarm: Bool) throws -> Double
    {
      try #require(outcome.cases.first { $0.network == key && $0.isWarm == isWarm }).losses[0].value
    }
    let large = try await outcome([-5])
    // Two of four answers are blanks, the others one of two symbols: ln 2/2.
    #expect(abs(large.guessing - 0.34657359) < 1e-8)
    #expect(try loss(large, "post", false) > large.guessing)
    #expect(try loss(large, "post", true) < loss(large, "post", false))
    for key in ["pre", "scaled"] { #expect(try loss(large, key, true) < large.guessing / 2) }
    // (1 + … + 10)/10 + 10 of 20 full steps are 0.775 of them: log₂ 0.775 = −0.36773.
    #expect(abs(large.dilution - 0.367732) < 1e-6)
    let small = try await outcome([-40])
    for key in TransformerStarts.networkKeys {
      #expect(abs(try loss(small, key, true) / loss(small, key, false) - 1) < 1e-4)
    }
    #expect(small.gain.value == 0 && small.cases.allSatisfy { $0.edge.value == -41 } as Bool)
  }

  @Test func recurrentCellsLearnToAdd() async throws {
    let outcome = try await AddingProblem.simulate(
      units: 12, lengths: [4], networks: 6, steps: 120, seed: seed, jobs: 2)
    for one in outcome.cases {
      // From the loss of a random read-out below that of guessing one.
      #expect(try #require(one.losses.last).value < 1.05 * AddingProblem.guessing, "\(one.cell)")
    }
    let gru = try #require(outcome.cases.first { $0.cell == "gru" }?.losses.last)
    #expect(gru.value < 0.25 * AddingProblem.guessing)
  }
}
