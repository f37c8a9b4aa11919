import Foundation
import TestSupport
import Testing

/// What is told of the steps: a rate that warms up, and those that a loss scale skipped.
extension TrainTests {
  /// With a rate of zero at the first step nothing could move; with 1/8 of it the first step is an eighth as long.
  @Test func warmUpsAreTold() throws {
    let line = "--width 8 --depth 1 --steps 8 --tests 8 --networks 2 --samples 60 --batch 10"
    let (cold, warm) = (try document(line), try document(line + " --warm-up 8"))
    #expect(cold.optimizer.warmUp == 0 && warm.optimizer.warmUp == 8)
    #expect(cold.losses[0] == warm.losses[0] && cold.losses[1] != warm.losses[1])
    for (a, b) in zip(cold.tests[1].layers, warm.tests[1].layers) {
      #expect(abs(try #require(b.movement) * 8 / (try #require(a.movement)) - 1) < 1e-3)
    }
    #expect(try document(line + " --warm-up 0").tests == cold.tests)
    let text = try run(line + " --warm-up 8").output
    #expect(text.contains("learning rate 0.1 after a warm-up of 8 steps, batch 10"), "\(text)")
  }

  /// A gradient times 2²⁴ is beyond 65504, so no step is taken, and nothing moves.
  @Test func skippedStepsAreTold() throws {
    let outcome = try run(
      "--precision float16 --loss-scale 16777216 --steps 10 --networks 2 --samples 60 --batch 10")
    #expect(outcome.output.contains("20 of 20 steps were skipped"), "\(outcome.output)")
    #expect(outcome.output.contains("smaller --loss-scale"))
    let usual = try run("--steps 4 --networks 1 --samples 60 --batch 10")
    #expect(!usual.output.contains("skipped"))
  }
}
