import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics

/// Residual and normalised networks, batches and half precision against published laws.
@Suite struct RemedyTests {
  let seed = SeedTree(seed: 21)

  /// Second moments add: ReLU grows by 1 + σ²n/2 per layer (Yang and Schoenholz 2017: × 1.5 at
  /// σ²n = 1; De and Smith 2020: × 2 under He's rule), (1 + 1/L)ᴸ with branches divided by √L.
  @Test func residualRectifiersGrowGeometrically() async throws {
    let settings: [(any WeightInitializer, Residual, Double)] = [
      (LeCun(), .plain, 1.5), (HeNormal(), .plain, 2), (HeNormal(), .scaled, 1.125),
    ]
    for (rule, residual, factor) in settings {
      let result = try await propagate(
        PropagationRequest(
          width: 100, depth: 8, activation: ReLU(), initializer: rule, residual: residual,
          trials: 2000, seed: seed))
      var expected = 1.0
      for layer in result.layers {
        expected *= factor
        #expect(layer.activation.mean.within(sigmas: 4.5, of: expected))
      }
      // The gradient reaches the input as large as the output has become.
      #expect(result.inputGradient.mean.within(sigmas: 4.5, of: expected))
    }
  }

  /// Residual nets grow beyond any floating-point range without losing their way: 2^1500.
  @Test func residualScalesAreKept() async throws {
    let result = try await propagate(
      PropagationRequest(
        width: 200, depth: 1500, activation: ReLU(), initializer: HeNormal(), residual: .plain,
        trials: 10, seed: seed))
    let log = result.layers[1499].activation.log10.mean.value
    // E ln of a factor 2(1 + ε), Var ε = O(1/200): below log₁₀2 by less than 1/200 per layer.
    #expect(abs(log - 1500 * 0.30103) < 1500 * 0.005)
  }

  /// Batch norm on rectifiers: the gradient's mean square grows by π/(π − 1) per layer (Yang and others
  /// 2019, for large batches), whatever the weights' scale.
  @Test func batchNormalizationExplodesGradients() async throws {
    for deviation in [0.001, 3] {
      let result = try await propagate(
        PropagationRequest(
          width: 256, depth: 12, activation: ReLU(),
          initializer: Normal(standardDeviation: deviation), normalization: .batch, batch: 64,
          sampler: .dense, trials: 6, seed: seed))
      let top = result.layers[11].gradient.log10.mean.value
      let bottom = result.layers[1].gradient.log10.mean.value
      // δ = ∂ℓ/∂(Wh) also carries 1/σ of its own layer, the same for each but for the input's.
      let perLayer = (bottom - top) / 10
      #expect(abs(perLayer - 0.16634) < 0.02, "\(perLayer)")
    }
  }

  /// Layer norm feeds every activation a vector of mean 0 and mean square exactly 1.
  @Test func layerNormalizationFixesTheScale() async throws {
    let result = try await propagate(
      PropagationRequest(
        width: 50, depth: 5, activation: Identity(), initializer: Normal(standardDeviation: 40),
        normalization: .layer, trials: 50, seed: seed))
    for layer in result.layers {
      #expect(abs(layer.activation.mean.value - 1) < 1e-5)
      #expect(abs(layer.activationVariance.mean.value - 1) < 1e-5)
    }
  }

  /// The correlation of two inputs through a rectifier under He's rule: the arc-cosine kernel of order
  /// one, c ↦ (√(1 − c²) + c(π − arccos c))/π (Cho and Saul 2009).
  @Test func correlationFollowsTheArcCosineKernel() async throws {
    let result = try await propagate(
      PropagationRequest(
        width: 4000, depth: 3, activation: ReLU(), initializer: HeNormal(), batch: 2,
        inputs: InputLaw(secondMoment: 1, correlation: 0.2), trials: 60, seed: seed))
    // κ, κ∘κ and κ∘κ∘κ at 0.2, by the formula in high precision.
    let expected = [0.424_697_6, 0.559_822_0, 0.649_546_1]
    for (layer, value) in zip(result.layers, expected) {
      let cosine = try #require(layer.activationCosine)
      #expect(abs(cosine.value - value) < 0.006, "layer \(layer.layer): \(cosine.value)")
    }
  }

  /// Binary16 loses what is below 2⁻²⁵ and makes infinite what is above 65520.
  @Test func halfPrecisionLosesGradients() async throws {
    func run(_ deviation: Double, _ precision: Precision) async throws -> PropagationResult {
      try await propagate(
        PropagationRequest(
          width: 100, depth: 12, activation: Identity(),
          initializer: Normal(standardDeviation: deviation), precision: precision, trials: 20,
          seed: seed))
    }
    let vanishing = try await run(0.02, .float16)
    #expect(vanishing.sampler == .dense)
    let bottom = try #require(vanishing.layers[0].irregular)
    let top = try #require(vanishing.layers[11].irregular)
    // Layer 1's gradient has the size 0.2¹¹ = 2·10⁻⁸, beside the smallest half 6·10⁻⁸: P(|g| < 2⁻²⁵) is
    // about erf(2⁻²⁵/(√2 · 2.05·10⁻⁸)) = 0.85 were it normal; rounding on the way costs more.
    #expect(bottom.zeroGradients.value > 0.7)
    #expect(top.zeroGradients.value < 0.001)
    let single = try await run(0.02, .float32)
    #expect(single.layers[0].gradient.log10.zeros == 0)
    let exploding = try await run(1, .float16)
    let output = try #require(exploding.layers[11].irregular)
    #expect(output.lostActivations.value > 0.99)
    #expect(exploding.layers[11].activation.log10.overflows == 20)
    // Where everything fits, half precision only adds rounding.
    let tame = try await run(0.1, .float16)
    let reference = try await run(0.1, .float32)
    for (a, b) in zip(tame.layers, reference.layers) {
      #expect(abs(a.activation.log10.mean.value - b.activation.log10.mean.value) < 0.2)
    }
  }
}
