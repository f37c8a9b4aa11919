import Kernels
import TestSupport
import Testing

@testable import Simulation

/// What leaves the range of a format, and what must not.
extension PracticeTests {
  /// 512^(l/2) leaves half precision, 65504, in layer 4 of every network: lost, not zero.
  @Test func overflowIsNotZero() async throws {
    let result = try await propagate(
      PropagationRequest(
        width: 512, depth: 6, activation: Identity(), initializer: Normal(standardDeviation: 1),
        precision: .float16, trials: 4, seed: seed))
    for layer in result.layers.suffix(3) {
      for summary in [layer.activation, layer.activationVariance] {
        #expect(summary.mean.value == .infinity)
        #expect(summary.log10.overflows == 4 && summary.log10.zeros == 0)
        #expect(summary.log10.median.value == .infinity)
      }
    }
    #expect(result.layers[2].activation.log10.overflows == 0)
  }

  /// Quantiles are of all networks: where most are dead, the median network is.
  @Test func deadNetworksCount() async throws {
    let result = try await propagate(
      PropagationRequest(
        width: 4, depth: 50, activation: ReLU(), initializer: HeNormal(), trials: 100, seed: seed))
    let law = result.layers[49].activation.log10
    // (1 − 2⁻⁴)⁵⁰ = 4 % are alive.
    #expect(law.zeros > 85 && law.zeros < 100)
    #expect(law.median.value == -.infinity && law.low == -.infinity)
    #expect(law.mean.value.isFinite)
  }

  /// What single precision cannot hold has a power of two of its own.
  @Test func tinyAndHugeInputsAndBiasesAreHeld() async throws {
    for moment in [1e-95, 1e-250] {
      let result = try await propagate(
        PropagationRequest(
          width: 200, depth: 2, activation: Tanh(), initializer: LeCun(),
          inputs: InputLaw(secondMoment: moment), trials: 100, seed: seed))
      #expect(abs(result.layers[1].activation.log10.mean.value - Self.log10(moment)) < 0.02)
      let biased = try await propagate(
        PropagationRequest(
          width: 200, depth: 1, activation: Tanh(), initializer: Constant(0),
          biasVariance: moment, trials: 100, seed: seed))
      #expect(abs(biased.layers[0].activation.log10.mean.value - Self.log10(moment)) < 0.02)
      // Beside inputs of the same size both count.
      let both = try await propagate(
        PropagationRequest(
          width: 200, depth: 1, activation: Identity(), initializer: LeCun(),
          biasVariance: moment, inputs: InputLaw(secondMoment: moment), trials: 100, seed: seed))
      #expect(abs(both.layers[0].activation.log10.mean.value - Self.log10(2 * moment)) < 0.02)
    }
  }

  private static func log10(_ x: Double) -> Double { Double.log(x) / 2.302585092994046 }

  /// Inputs that become alike: single precision shows their distance as double does, and none at all
  /// where there is none.
  @Test func inputsThatBecomeAlikeDoSoInSinglePrecision() async throws {
    func spread(_ rule: any WeightInitializer, _ precision: Precision) async throws
      -> [LayerMoments]
    {
      try await propagate(
        PropagationRequest(
          width: 64, depth: 8, activation: Sigmoid(), initializer: rule, batch: 8,
          precision: precision, trials: 20, seed: seed)
      ).layers
    }
    let single = try await spread(LeCun(), .float32)
    let double = try await spread(LeCun(), .float64)
    for layer in 0..<8 {
      let a = try #require(single[layer].varianceAcrossInputs).log10.mean
      let b = try #require(double[layer].varianceAcrossInputs).log10.mean
      // Each precision draws numbers of its own; rounding adds 10⁻¹⁴ of the mean square.
      let room = 4.5 * (a.standardError + b.standardError)
      if b.value > -11 {
        #expect(abs(a.value - b.value) < room)
      } else {
        #expect(a.value < -10.9)
      }
      #expect(try #require(single[layer].activationCosine).value <= 1)
    }
    let zero = try await spread(Constant(0), .float32)
    #expect(try #require(zero[3].varianceAcrossInputs).log10.zeros == 20)
  }

  @Test func sharesStayBetweenZeroAndOne() async throws {
    let result = try await propagate(
      PropagationRequest(
        width: 8, depth: 3, activation: ReLU(), initializer: HeNormal(), trials: 3,
        countsZeros: true, seed: seed))
    for layer in result.layers {
      let shares = try #require(layer.irregular)
      for share in [shares.zeroActivations, shares.zeroGradients, shares.lostGradients] {
        #expect(share.low >= 0 && share.high <= 1)
      }
    }
  }

  /// Means of activations and pre-activations on request: E h = √(q/2π) after a rectifier.
  @Test func detailsAreRecorded() async throws {
    var request = PropagationRequest(
      width: 300, depth: 1, activation: ReLU(), initializer: HeNormal(), trials: 400, seed: seed)
    #expect(try await propagate(request).layers[0].mean == nil)
    request.recordsDetails = true
    for sampler in [Sampler.exact, .dense] {
      request.sampler = sampler
      let layer = try await propagate(request).layers[0]
      #expect(try #require(layer.preactivation).mean.within(sigmas: 4.5, of: 2))
      // E√(q/2π) of the random q: below that of E q by Var q/8q² = (2/300 + 2/300)/8.
      let expected = (2 / (2 * Double.pi)).squareRoot()
      let mean = try #require(layer.mean)
      #expect(abs(mean.value - expected) < 4.5 * mean.standardError + 0.002 * expected)
    }
  }
}
