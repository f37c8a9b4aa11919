import Kernels
import TestSupport
import Testing

@testable import Simulation

/// Networks as people meet them: defaults with biases, numbers that overflow, laws that have no mean.
///
/// Values from `Tests/References/practice.py` or from closed forms.
@Suite struct PracticeTests {
  struct File: Decodable {
    struct Gains: Decodable {
      let mean, secondMoment, forwardGain, standardDeviationGain: Double
    }
    let defaultWithBiases: [String: Double]
    let gains: [String: Gains]
    let criticalLeaky: Double
    let erf: [[Double]]
    let geometric: [String: [Double]]
  }

  let file: File
  let seed = SeedTree(seed: 31)

  init() throws { file = try Reference.load(File.self, "practice") }

  // MARK: Biases of a rule

  /// PyTorch's default keeps 1/(5n) of any signal, through its biases.
  @Test func theDefaultDrawsItsBiases() async throws {
    let request = PropagationRequest(
      width: 64, depth: 30, activation: ReLU(), initializer: TorchDefault(), trials: 400,
      seed: seed)
    let result = try await propagate(request)
    let theory = try #require(try MeanFieldPass(request))
    for layer in [1, 2, 5, 30] {
      let expected = try #require(file.defaultWithBiases["\(layer)"])
      #expect(relativeError(theory.layers[layer - 1].activationSecondMoment, expected) < 1e-12)
      #expect(result.layers[layer - 1].activation.mean.within(sigmas: 4.5, of: expected))
    }
    // Without them 6 of 7 decades in ten layers are gone: (1/6)³⁰.
    let bare = try await propagate(
      PropagationRequest(
        width: 64, depth: 30, activation: ReLU(), initializer: TorchDefault().withoutBiases,
        trials: 20, seed: seed))
    #expect(bare.layers[29].activation.mean.value < 1e-20)
  }

  /// A rule with normal weights and biases goes the exact road, and has the law of the dense one.
  @Test func biasesOfARuleAreOnBothRoads() async throws {
    struct Rule: GaussianInitializer {
      let name = "own"
      func variance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanIn) }
      func biasVariance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanOut) }
    }
    // q = E h² + 1/n for a linear network, layer by layer.
    for sampler in [Sampler.exact, .dense] {
      let result = try await propagate(
        PropagationRequest(
          widths: [20, 10, 20], activation: Identity(), initializer: Rule(), sampler: sampler,
          trials: 4000, seed: seed))
      #expect(result.layers[0].activation.mean.within(sigmas: 4.5, of: 1.1))
      #expect(result.layers[1].activation.mean.within(sigmas: 4.5, of: 1.15))
    }
    await #expect(throws: PropagationError.self) {
      _ = try await sampleNorms(
        PropagationRequest(
          width: 4, depth: 2, activation: ReLU(), initializer: Rule(), seed: seed))
    }
  }
}
