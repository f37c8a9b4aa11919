import Engine
import Simulation
import Testing

@testable import Experiments

@Suite struct TunedTrainingTests {
  private func rate(of rates: [Double], beyond: Int) async throws -> Double {
    let task = try DigitLearners.task(training: 40, test: 20, seed: SeedTree(seed: 1))
    let plan = TrainingPlan(
      DigitLearners.network(
        for: task, layers: 1, width: 8, activation: Tanh(), rule: XavierNormal()),
      task: task, optimizer: .gradientDescent(rate: 1), steps: 10, batch: 20, networks: 2,
      seed: SeedTree(seed: 2), jobs: 1)
    return try await TunedTraining.run(plan, rates: rates, beyond: beyond).rate
  }

  /// Ten steps at a thousandth learn next to nothing, so that the larger rate is the better one.
  @Test func theGridGoesOnWhereTheBestLiesAtItsEnd() async throws {
    let grid = [1.0 / 4096, 1.0 / 1024]
    #expect(try await rate(of: grid, beyond: 0) == 1.0 / 1024)
    #expect(try await rate(of: grid, beyond: 2) == 1.0 / 64)
    // And downwards: rates of 8 and 32 throw such networks about.
    #expect(try await rate(of: [8, 32], beyond: 3) < 8)
  }
}
