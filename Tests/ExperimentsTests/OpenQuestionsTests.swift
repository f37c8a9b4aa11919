import Simulation
import Testing

@testable import Experiments

/// Chapter 12 at small size: its claims, not its numbers.
@Suite("Chapter 12: open questions") struct OpenQuestionsTests {
  private let seed = SeedTree(seed: 12)

  @Test func smallDigitsAreCentred() throws {
    let task = try DigitLearners.standardised(training: 60, test: 20, seed: seed)
    let pixels = task.training.inputs.map(Double.init)
    #expect(pixels.count == 60 * 64 && task.test.inputs.count == 20 * 64)
    let mean = pixels.reduce(0, +) / Double(pixels.count)
    let square = pixels.reduce(0) { $0 + $1 * $1 } / Double(pixels.count)
    #expect(abs(mean) < 1e-5 && abs(square - 1) < 1e-5)
  }

  @Test func meansAreComparedOnTheSameNetworks() async throws {
    let outcome = try await MeansInTraining.simulate(
      shapes: [("square", [12, 12]), ("alternating", [8, 40, 8])], activations: ["tanh"],
      networks: 8, steps: 20, seed: seed, jobs: 2)
    let square = outcome.cases.filter { $0.shape == "square" }
    // Between equal fans all means are one rule: only the first and the last layer differ.
    #expect(square.allSatisfy { abs($0.ratio.value - 1) < 0.4 } as Bool)
    let arithmetic = try #require(square.first { $0.mean == "arithmetic" })
    #expect(arithmetic.ratio.value == 1 && arithmetic.ratio.halfWidth < 1e-12)
    #expect(LeCunFanOut().variance(fanIn: 8, fanOut: 40) == 1.0 / 40)
  }

  @Test func batchNormalisationForgivesSmallStarts() async throws {
    let outcome = try await StartScale.simulate(
      width: 12, layers: 3, scales: [-6, 0, 6], networks: 6, steps: 40, seed: seed, jobs: 2)
    func losses(_ optimizer: String, _ normalization: String) throws -> [Double] {
      try #require(
        outcome.curves.first {
          $0.optimizer == optimizer && $0.normalization == normalization
        }
      ).losses.map(\.value)
    }
    for optimizer in StartScale.optimizers {
      let plain = try losses(optimizer, "none")
      #expect(plain[1] < plain[0] - 0.15 && plain[1] < plain[2] - 0.15)
      // Guessing has ln 10.
      #expect(abs(plain[0] - 2.302585) < 0.15)
      let batch = try losses(optimizer, "batch")
      #expect(batch[0] < 0.85 * 2.302585 && batch[2] > batch[1])
    }
  }

  @Test func forgivenScalesAreNeighbours() {
    func estimate(_ value: Double) -> Estimate {
      Estimate(value: value, low: value, high: value, samples: 6)
    }
    let curve = StartScale.Curve(
      optimizer: "sgd", normalization: "none", rate: 1,
      losses: [1, 3, 1.05, 1, 1.2].map(estimate))
    #expect(curve.forgiven([-6, -4, -2, 0, 2]) == -2...0)
    // Intervals that reach below 1.1 times the loss at scale one, 1.1, and those that lie below it.
    var unsure = curve
    unsure.losses[1] = Estimate(value: 3, low: 1.05, high: 5, samples: 6)
    unsure.losses[2] = Estimate(value: 1.05, low: 1, high: 1.2, samples: 6)
    let powers = unsure.powers([-6, -4, -2, 0, 2])
    #expect(powers.value == 2 && powers.low == 0 && powers.high == 6)
  }

  @Test func logarithmsAddUpOverDepth() async throws {
    let outcome = try await VeryDeepNetworks.simulate(
      narrow: 32, wide: 64, depths: [10, 100], networks: 60, seed: seed, jobs: 2)
    for curve in outcome.curves {
      guard let theory = curve.theory, let spread = curve.deviationTheory else { continue }
      for (place, mean) in curve.mean.enumerated() {
        #expect(
          abs(mean.value - theory[place]) < 2.3 * mean.halfWidth, "\(curve.network) \(place)")
        // Five standard errors of a deviation of 60 networks.
        #expect(abs(curve.deviation[place] / spread[place] - 1) < 0.46)
      }
    }
    // Equation 12.1 at 100 layers: fifty times ln(mn/μ²) for μ = 48, less 125 (1/32 + 1/64).
    let arithmetic = try #require(outcome.curves.first { $0.network == "arithmetic" }?.theory?.last)
    let expected = (50 * Double.log(2048.0 / 2304) - 125 * (1.0 / 32 + 1.0 / 64)) / 2.302585
    #expect(abs(arithmetic / expected - 1) < 0.05)
    let scaled = try #require(outcome.curves.first { $0.network == "scaled" })
    #expect(abs(scaled.mean[0].value - scaled.mean[1].value) < 0.15)
  }

  @Test func aParabolaAndALineAreFitted() {
    // (x − 0.3)² at −1, 0, 1; and an uneven grid.
    let x = [-2.0, -1, 0, 1, 2]
    #expect(abs(RateTransfer.vertex(x, x.map { ($0 - 0.3) * ($0 - 0.3) }) - 0.3) < 1e-12)
    let uneven = [-3.0, -1, 0, 2]
    #expect(abs(RateTransfer.vertex(uneven, uneven.map { ($0 + 0.6) * ($0 + 0.6) }) + 0.6) < 1e-12)
    #expect(RateTransfer.vertex([1, 2], [1, 5]) == 1)
    #expect(abs(RateTransfer.slope([1, 2, 4], [3, 1, -3]) + 2) < 1e-12)
    #expect(RateTransfer.kernel(width: 16) == 34 && RateTransfer.kernel(width: 128) == 258)
  }

  @Test func parametrisationsAgreeAtTheBaseWidth() async throws {
    let outcome = try await RateTransfer.simulate(
      widths: [16, 64], rates: [-4, -2, 0], networks: 6, steps: 8, seed: seed, jobs: 2)
    let narrow = outcome.curves.filter { $0.width == 16 }
    #expect(narrow.count == 2 && narrow[0].losses == narrow[1].losses)
    // A step of the wide standard network does more: at the smallest rate it is ahead of μP's.
    let wide = outcome.curves.filter { $0.width == 64 }
    #expect(wide[0].losses[0].value < wide[1].losses[0].value)
  }
}
