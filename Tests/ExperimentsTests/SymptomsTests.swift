import Kernels
import Simulation
import Testing

@testable import Experiments

/// Chapter 9 at small size: its claims, not its numbers.
@Suite struct SymptomsTests {
  /// Equation 9.1: a loss scale of 2¹² moves the layer that half of the gradient reaches by 12 log₁₀ 2 decades.
  @Test func aLossScaleBuysLayersByTheDecade() async throws {
    let outcome = try await HalfPrecisionGradients.simulate(
      width: 32, depth: 20, networks: 6, seed: SeedTree(seed: 4), jobs: 2)
    for activation in ["sigmoid", "tanh"] {
      func reached(_ format: String, _ scale: Int) throws -> Double {
        let one = try #require(
          outcome.cases.first {
            $0.activation == activation && $0.start == "small" && $0.format == format
              && $0.scale == scale
          })
        return Double(one.reached ?? outcome.depth + 1)
      }
      let exact = try #require(
        outcome.cases.first {
          $0.activation == activation && $0.start == "small" && $0.format == "extended"
        })
      // By chapter 4: n σ² times the mean square slope at zero, halved for the root mean square.
      let slope = activation == "sigmoid" ? 0.25 : 1
      let decades = -0.5 * Double.log(32 * 1e-4 * slope * slope) / 2.302585092994046
      #expect(abs(exact.decadesPerLayer - decades) < 0.1)
      let bought = 12 * 0.30102999566398120 / decades
      // Layers are whole: each of the two ends is off by less than one.
      let moved = try reached("float16", 0) - reached("float16", 12)
      #expect(abs(moved - bought) < 2, "\(activation)")
      #expect(moved >= 1)
    }
  }

  /// Without biases tanh moves all hidden layers alike, the sigmoid its top by orders of magnitude more.
  @Test func onlyTheSigmoidStarvesFromBelow() async throws {
    let outcome = try await LayerMovement.simulate(
      width: 12, layers: 6, steps: 12, batch: 8, networks: 8, seed: SeedTree(seed: 5), jobs: 2)
    func ratio(_ activation: String, _ start: String) throws -> Double {
      try #require(outcome.cases.first { $0.activation == activation && $0.start == start })
        .topOverBottom
    }
    #expect(try ratio("sigmoid", "bare") > 1e4)
    #expect(try (0.05...20).contains(ratio("tanh", "bare")))
    #expect(try (0.05...20).contains(ratio("tanh", "right")))
    #expect(try ratio("tanh", "small") > 20 * ratio("tanh", "bare"))
  }
}
