import Kernels
import Testing

@testable import Networks
@testable import Numerics
@testable import Theory

@Suite struct MeanFieldPassTests {
  @Test func linearNetworksFollowTheClosedForm() throws {
    let widths = [64, 128, 256, 128, 64]
    let variances = [0.01, 0.02, 0.003, 0.5]
    let pass = try MeanFieldPass(
      activation: TestActivation.identity, widths: widths, weightVariances: variances)
    let forward = try LinearNetwork.logForwardVariances(
      widths: widths, weightVariances: variances)
    let backward = try LinearNetwork.logBackwardVariances(
      widths: widths, weightVariances: variances)
    for (index, layer) in pass.layers.enumerated() {
      #expect((layer.logActivationSecondMoment - forward[index]).magnitude < 1e-11)
      #expect((layer.logGradientSecondMoment - backward[index + 1]).magnitude < 1e-11)
      #expect(layer.index == index + 1)
      #expect(layer.width == widths[index + 1])
    }
    #expect((pass.logInputGradientSecondMoment - backward[0]).magnitude < 1e-11)
    // ∏ mσ² by hand: 0.64 · 2.56 · 0.768 · 64.
    #expect(relativeError(Double.exp(forward[3]), 0.64 * 2.56 * 0.768 * 64) < 1e-14)
  }

  @Test func heKeepsReluFlat() throws {
    let widths = [Int](repeating: 100, count: 51)
    let pass = try MeanFieldPass(
      activation: TestActivation.relu, widths: widths,
      weightVariances: [Double](repeating: 0.02, count: 50))
    // E h² stays at 1 (q at 2); the gradient at z is half of the gradient at h, which stays at 1.
    for layer in pass.layers {
      #expect((layer.activationSecondMoment - 1).magnitude < 1e-10)
      #expect((layer.gradientSecondMoment - 0.5).magnitude < 1e-10)
    }
  }

  @Test func princesFigure() throws {
    // Prince 2023, fig. 7.7: 50 ReLU layers of 100 units, E h² = (Dσ²/2)^l.
    let widths = [Int](repeating: 100, count: 51)
    for variance in [0.001, 0.01, 0.02, 0.1, 1] {
      let pass = try MeanFieldPass(
        activation: TestActivation.relu, widths: widths,
        weightVariances: [Double](repeating: variance, count: 50))
      let expected = 50 * Double.log(100 * variance / 2)
      #expect((pass.layers[49].logActivationSecondMoment - expected).magnitude < 1e-9)
    }
  }

  @Test func aThousandLayersStayInLogSpace() throws {
    let widths = [Int](repeating: 512, count: 1001)
    let growing = try MeanFieldPass(
      activation: TestActivation.relu, widths: widths,
      weightVariances: [Double](repeating: 1, count: 1000))
    let expected = 1000 * Double.log(256)
    #expect(relativeError(growing.layers[999].logActivationSecondMoment, expected) < 1e-10)
    let shrinking = try MeanFieldPass(
      activation: TestActivation.tanh, widths: widths,
      weightVariances: [Double](repeating: 1e-4, count: 1000))
    // tanh is the identity down there: q shrinks by 0.0512 each layer, ln q to about −2971.
    let last = shrinking.layers[999].logActivationSecondMoment
    #expect((last - 1000 * Double.log(0.0512)).magnitude < 0.1)
    #expect(shrinking.layers[999].activationSecondMoment == 0)
  }

  @Test func zeroWeightsLeaveOnlyTheBias() throws {
    let pass = try MeanFieldPass(
      activation: TestActivation.sigmoid, widths: [4, 4, 4], weightVariances: [0, 0])
    #expect(pass.layers[1].preactivationVariance == 0)
    #expect((pass.layers[1].activationSecondMoment - 0.25).magnitude < 1e-14)
    #expect(pass.layers[0].gradientSecondMoment == 0)
    let dead = try MeanFieldPass(
      activation: TestActivation.relu, widths: [4, 4], weightVariances: [0])
    #expect(dead.layers[0].activationSecondMoment == 0)
  }

  @Test func impossibleNetworksAreRefused() {
    #expect(throws: TheoryError.badWidths([4])) {
      try MeanFieldPass(activation: TestActivation.relu, widths: [4], weightVariances: [])
    }
    #expect(throws: TheoryError.mismatchedLayers(widths: 3, variances: 1)) {
      try MeanFieldPass(activation: TestActivation.relu, widths: [4, 4, 4], weightVariances: [1])
    }
    #expect(throws: TheoryError.badVariance(name: "bias variance", value: -0.5)) {
      try MeanFieldPass(
        activation: TestActivation.relu, widths: [4, 4], weightVariances: [1], biasVariance: -0.5)
    }
  }
}
