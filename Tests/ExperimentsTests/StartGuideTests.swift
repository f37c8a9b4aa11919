import Simulation
import Testing

@testable import Experiments
import Study

@Suite("Which start") struct StartGuideTests {
  private static let outcome = Task {
    try await StartGuide.simulate(
      width: 256, depth: 12, networks: 60, deepest: 40, seed: SeedTree(seed: 5), jobs: 2)
  }

  @Test func networksFollowTheAdvice() async throws {
    for entry in try await Self.outcome.value.entries where entry.activation != "softplus" {
      let (theory, measured) = (entry.advised, entry.measured)
      // Theory is the limit of wide layers: 12/256 of a logarithm over twelve layers, beside the interval.
      for (expected, estimate) in [
        (theory.signalFactor, measured.signalFactor),
        (theory.gradientFactor, measured.gradientFactor),
        (theory.weightFactor, measured.weightFactor),
      ] {
        #expect(
          abs(estimate.value - expected) < 2 * estimate.halfWidth + 0.01, "\(entry.activation)")
      }
      let cosine = try #require(theory.cosine)
      #expect(
        abs(measured.cosine.value - cosine) < 2 * measured.cosine.halfWidth + 0.02,
        "\(entry.activation)")
    }
  }

  /// The mean square kept at q = 1: χ₁ = E f′²/E f² (Tests/References/gaussian_moments.json has both for
  /// every activation), and for GELU, SiLU and Mish lengths that run away.
  @Test func undoingTheMeanSquareForgetsTheGradient() async throws {
    let entries = try await Self.outcome.value.entries
    func balance(_ name: String) throws -> StartGuide.Balance {
      try #require(entries.first { $0.activation == name }).balance
    }
    #expect(abs(try balance("sigmoid").chi - 0.153) < 0.0005)
    #expect(abs(try balance("softplus").chi - 0.318) < 0.0005)
    #expect(abs(try balance("gelu").weightVariance - 1 / 0.42522148257029862) < 1e-9)
    for name in ["gelu", "silu", "mish"] {
      let balance = try balance(name)
      #expect(balance.lengthSlope > 1)
      #expect(balance.fromBelow < -0.3 && balance.fromAbove > 0.021, "\(name)")
    }
    #expect(abs(try balance("relu").lengthSlope - 1) < 1e-9)
  }

  @Test func codeSaysWhatTheAdviceIs() {
    let gelu = StartCode(weightVariance: 1.9637705562941632, biasVariance: 0.22499622339634673)
    #expect(
      gelu.pyTorch
        == "nn.init.normal_(layer.weight, std=(1.964 / layer.in_features) ** 0.5); "
        + "nn.init.normal_(layer.bias, std=0.4743)")
    let relu = StartCode(weightVariance: 2, biasVariance: 0)
    #expect(relu.pyTorch.hasSuffix("nn.init.zeros_(layer.bias)"))
    #expect(relu.keras.contains("VarianceScaling(2, \"fan_in\", \"untruncated_normal\"))"))
    #expect(relu.jax.contains("variance_scaling(2, \"fan_in\", \"normal\"))"))
  }
}
