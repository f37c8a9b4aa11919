import Kernels
import Simulation
import Testing

/// Fixed points at 0 and at infinity, and edges of chaos that no deep network reaches.
@Suite struct CriticalPointTests {
  /// At q* = 0 half of the inputs see the slope on either side of 0: χ₁ = σ_w² (s₋² + s₊²)/2.
  @Test(arguments: [
    (ReLU() as any Activation, 0.8, 0.5), (LeakyReLU(), 0.8, (1 + 1e-4) / 2),
    (Tanh(), 0.8, 1), (GELU(), 0.8, 0.25),
    // λ² (1 + α²)/2 with the constants of Klambauer et al. 2017.
    (
      SELU(), 0.4,
      1.0507009873554805 * 1.0507009873554805 * (1 + 1.6732632423543772 * 1.6732632423543772) / 2
    ),
  ])
  func slopesOnBothSidesCountWhereSignalsDieOut(
    activation: any Activation, weightVariance: Double, slopeSecondMoment: Double
  ) throws {
    let phase = try MeanFieldPhase(activation: activation, weightVariance: weightVariance)
    #expect(phase.qStar == 0)
    #expect(abs(phase.chi1 - weightVariance * slopeSecondMoment) < 1e-14)
    #expect(phase.phase == .ordered)
    // The limit of small lengths, not a value of its own.
    let near = try GaussianMoments(of: activation, variance: 1e-12)
    let zero = try GaussianMoments(of: activation, variance: 0)
    #expect(abs(near.slopeSecondMoment - zero.slopeSecondMoment) < 1e-5)
    #expect(abs(near.secondMomentDerivative - zero.secondMomentDerivative) < 1e-5)
  }

  /// f(0) ≠ 0 adds f(0) f″(0): for softplus ¼ + ¼ ln 2.
  @Test func derivativeOfTheSecondMomentOfSoftplusAtZero() throws {
    let zero = try GaussianMoments(of: Softplus(), variance: 0)
    #expect(abs(zero.secondMomentDerivative - 0.25 * (1 + 0.69314718055994531)) < 1e-9)
  }

  /// V(q) = q + σ_b², or grows like it: however slowly, lengths have no limit.
  @Test(arguments: [
    (ReLU() as any Activation, 2.0, 0.1), (Identity(), 1, 0.1), (Identity(), 1, 1e-6),
    (LeakyReLU(), 2 / (1 + 1e-4), 0.1), (Softplus(), 2, 0), (ReLU(), 2.1, 0),
  ])
  func slowGrowthIsUnbounded(activation: any Activation, weightVariance: Double, bias: Double)
    throws
  {
    let phase = try MeanFieldPhase(
      activation: activation, weightVariance: weightVariance, biasVariance: bias)
    #expect(phase.qStar == nil)
    #expect(phase.cStar == nil)
  }

  /// Just below, the fixed point σ_b²/(1 − σ_w²/2) is far away but there.
  @Test func distantFixedPointsAreFound() throws {
    let phase = try MeanFieldPhase(
      activation: ReLU(), weightVariance: 2 - 1e-8, biasVariance: 0.1)
    let q = try #require(phase.qStar)
    #expect(abs(q / 2e7 - 1) < 1e-6)
  }

  /// Roberts and Yaida, *The Principles of Deep Learning Theory* (2022), section 5.3.2: GELU has its
  /// half-stable critical point at K* = (3 + √17)/2, C_W = 1.98305826, C_b = 0.17292239.
  @Test func geluIsHalfStableWhereTheBookSays() throws {
    let length = (3 + 17.0.squareRoot()) / 2
    let point = try EdgeOfChaos.point(of: GELU(), length: length)
    #expect(abs(point.lengthSlope - 1) < 1e-10)
    #expect(abs(point.weightVariance - 1.98305826) < 1e-8)
    #expect(abs(point.biasVariance - 0.17292239) < 1e-8)
  }

  @Test func edgesThatLengthsLeaveAreNamedUnstable() throws {
    // Below the book's bias variance the edge of GELU is unstable, above it stable.
    #expect(try !EdgeOfChaos.criticalPoint(of: GELU(), biasVariance: 0.05).isStable)
    #expect(try !EdgeOfChaos.criticalPoint(of: GELU(), biasVariance: 0).isStable)
    #expect(try EdgeOfChaos.criticalPoint(of: GELU(), biasVariance: 0.2).isStable)
    let tanh = try EdgeOfChaos.criticalPoint(of: Tanh(), biasVariance: 0.05)
    #expect(tanh.isStable && tanh.lengthSlope < 1)
    #expect(try EdgeOfChaos.criticalPoint(of: Tanh(), biasVariance: 0).isStable)
    let selu = try EdgeOfChaos.criticalPoint(of: SELU(), biasVariance: 0)
    #expect(abs(selu.weightVariance - 0.47677101788275) < 1e-12)
  }

  /// A stable edge is where the phase found for its variances is critical.
  @Test(arguments: [0.01, 0.1, 1])
  func stablePointsAreThoseThatNetworksReach(bias: Double) throws {
    for activation: any Activation in [Tanh(), Erf(), Sigmoid(), HardTanh(), Softsign(), GELU()] {
      guard let point = try? EdgeOfChaos.criticalPoint(of: activation, biasVariance: bias),
        point.isStable
      else { continue }
      let phase = try MeanFieldPhase(
        activation: activation, weightVariance: point.weightVariance, biasVariance: bias)
      let q = try #require(phase.qStar, "\(activation.name)")
      #expect(abs(q / point.qStar - 1) < 1e-6, "\(activation.name)")
      #expect(abs(phase.chi1 - 1) < 1e-6, "\(activation.name)")
    }
  }
}
