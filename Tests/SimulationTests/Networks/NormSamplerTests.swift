import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

/// Norms alone against whole networks, in distribution; the bound is that of `ExactSamplerTests`.
@Suite struct NormSamplerTests {
  @Test(arguments: [true, false]) func agreesWithTheNetworks(_ rectified: Bool) async throws {
    let activation: any Activation = rectified ? ReLU() : Identity()
    var request = PropagationRequest(
      widths: [3, 2, 5, 4], activation: activation, initializer: HeNormal(), sampler: .dense,
      precision: .float64, trials: 6000, keepsTrials: true, seed: SeedTree(seed: 1))
    let networks = try #require(try await propagate(request).networks)
    request.seed = SeedTree(seed: 2)
    let norms = try await sampleNorms(request)
    for layer in 0..<3 {
      let distance = ExactSamplerTests.distance(
        ExactSamplerTests.finite(norms[layer]), ExactSamplerTests.finite(networks.activation[layer])
      )
      #expect(distance < 3.1 * (2.0 / 6000).squareRoot(), "layer \(layer + 1)")
    }
  }

  /// Two units, depth l: a network lives with probability (3/4)ˡ.
  @Test func rectifiersDieAsTheyShould() async throws {
    let norms = try await sampleNorms(
      PropagationRequest(
        width: 2, depth: 5, activation: ReLU(), initializer: HeNormal(), trials: 40_000,
        seed: SeedTree(seed: 3)))
    for layer in 0..<5 {
      let alive = Double(norms[layer].count { $0 > -.infinity }) / 40_000
      var expected = 1.0
      for _ in 0...layer { expected *= 0.75 }
      #expect(abs(alive - expected) < 5 * (expected * (1 - expected) / 40_000).squareRoot())
    }
  }

  @Test func otherNetworksAreRefused() async {
    for (activation, rule) in [(Tanh(), HeNormal()), (ReLU(), HeUniform())]
      as [(any Activation, any WeightInitializer)]
    {
      await #expect(throws: PropagationError.self) {
        _ = try await sampleNorms(
          PropagationRequest(
            width: 4, depth: 2, activation: activation, initializer: rule,
            seed: SeedTree(seed: 1)))
      }
    }
  }
}
