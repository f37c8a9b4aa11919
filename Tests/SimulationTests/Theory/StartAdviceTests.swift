import Kernels
import Simulation
import TestSupport
import Testing

/// The start that theory advises, and what it says of it.
@Suite struct StartAdviceTests {
  /// An entry of Tests/References/start_advice.json, which SciPy computed.
  private struct Entry: Decodable {
    let weightVariance: Double
    let biasVariance: Double
    let signalFactor: Double
    let gradientFactor: Double
    let weightFactor: Double
    let cosine: Double
  }

  @Test(arguments: [
    (GELU() as any Activation, StartAdvice.Kind.edgeWithBiases), (SiLU(), .edgeWithBiases),
    (Mish(), .edgeWithBiases), (Tanh(), .edge),
  ])
  func adviceAndProspectAgreeWithSciPy(activation: any Activation, kind: StartAdvice.Kind) throws {
    let expected = try #require(
      try Reference.load([String: Entry].self, "start_advice")[activation.name])
    let advice = try StartAdvice(for: activation)
    #expect(advice.kind == kind)
    #expect(relativeError(advice.weightVariance, expected.weightVariance) < 1e-8)
    #expect(relativeError(advice.biasVariance, expected.biasVariance, floor: 1) < 1e-8)
    let start = try StartProspect(
      activation: activation, weightVariance: advice.weightVariance,
      biasVariance: advice.biasVariance, depth: 20)
    #expect(relativeError(start.signalFactor, expected.signalFactor) < 1e-7)
    #expect(relativeError(start.gradientFactor, expected.gradientFactor) < 1e-7)
    #expect(relativeError(start.weightFactor, expected.weightFactor) < 1e-7)
    let cosine = try #require(try start.cosines(from: 0, activation: activation).last)
    #expect(relativeError(cosine, expected.cosine, floor: 1) < 1e-7)
  }

  @Test func rectifiersAndSaturatingFunctionsNeedNoBiases() throws {
    // Half of the inputs pass with slope 1, the others with slope a: E f′² = (1 + a²)/2.
    for (activation, variance) in [
      (ReLU() as any Activation, 2.0), (LeakyReLU(), 2 / (1 + 1e-4)), (HardTanh(), 1),
      (ScaledSigmoid(), 1), (ELU(), 1), (Softsign(), 1),
    ] {
      let advice = try StartAdvice(for: activation)
      #expect(advice.kind == .edge && advice.biasVariance == 0, "\(activation.name)")
      #expect(relativeError(advice.weightVariance, variance) < 1e-9, "\(activation.name)")
    }
    // χ₁ = 1 lies where lengths run away: V′ > 1 along softplus's edge.
    #expect(try StartAdvice(for: Softplus()).kind == .nearest)
  }

  @Test func lengthsStaySettleFadeOrGrow() throws {
    func stability(_ activation: any Activation, _ variance: Double, _ biases: Double = 0) throws
      -> StartProspect.Stability
    {
      try StartProspect(
        activation: activation, weightVariance: variance, biasVariance: biases, depth: 5
      ).stability
    }
    #expect(try stability(ReLU(), 2) == .stays)
    #expect(try stability(ReLU(), 1) == .fades)
    #expect(try stability(ReLU(), 2.5) == .grows)
    #expect(try stability(Tanh(), 1) == .fadesSlowly)
    #expect(try stability(Tanh(), 2) == .settles)
    #expect(try stability(GELU(), 2) == .fades)
    #expect(try stability(GELU(), 1.9637705562941632, 0.22499622339634673) == .settles)
  }

  /// With σ_w² = 1 every ReLU layer halves signal and gradient: the weights of each of L layers receive
  /// 2^−L, the signal is 2^−L at the top.
  @Test func reluWithUnitVarianceHalvesBothAndFeedsAllLayersAlike() throws {
    let start = try StartProspect(activation: ReLU(), weightVariance: 1, depth: 40)
    for value in start.logWeightGradient {
      #expect(abs(value + 40 * Double.log(2)) < 1e-9)
    }
    #expect(abs(start.weightFactor - 1) < 1e-12)
    #expect(abs(start.signalFactor - 0.5.squareRoot()) < 1e-12)
    // 2^(−L/2) ≥ 2⁻¹⁴ up to L = 28.
    let half = -14 * Double.log(2)...Double.log(65504)
    #expect(start.layers(within: half) == 28)
    let he = try StartProspect(activation: ReLU(), weightVariance: 2, depth: 40)
    #expect(he.layers(within: half) == 40)
  }

  /// Cho and Saul 2009: the correlation of rectified units is (√(1 − c²) + (π − arccos c) c)/π.
  @Test func cosinesOfReLUFollowTheArcCosineKernel() throws {
    let start = try StartProspect(activation: ReLU(), weightVariance: 2, depth: 3)
    let cosines = try start.cosines(from: 0, activation: ReLU())
    // acos(1/π) and so on, by Python's math module.
    let expected = [0.3183098861837907, 0.4937310902003716, 0.6048257201129446]
    for (cosine, value) in zip(cosines, expected) { #expect(abs(cosine - value) < 1e-7) }
    #expect(throws: TheoryError.self) { try start.cosines(from: 1.5, activation: ReLU()) }
  }

  @Test func oneLayerIsTooFew() {
    #expect(throws: TheoryError.self) {
      try StartProspect(activation: Tanh(), weightVariance: 1, depth: 1)
    }
  }
}
