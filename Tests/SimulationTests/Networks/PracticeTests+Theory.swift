import Kernels
import TestSupport
import Testing

@testable import Simulation

/// Where theory is known, and where it is not.
extension PracticeTests {
  @Test func dependentWeightsHaveNoTheory() throws {
    func request(_ rule: any WeightInitializer) -> PropagationRequest {
      PropagationRequest(
        width: 8, depth: 3, activation: Tanh(), initializer: rule, batch: 4, seed: seed)
    }
    #expect(try MeanFieldPass(request(Constant(0.01))) == nil)
    #expect(try MeanFieldPass(request(LSUV())) == nil)
    var tied = request(LeCun())
    tied.tiesWeights = true
    #expect(try MeanFieldPass(tied) == nil)
    #expect(tied.obstacleToTheory?.contains("share") == true)
    tied.tiesWeights = false
    for normalization in [nil, Normalization.layer] {
      tied.normalization = normalization
      tied.residual = .plain
      #expect(try MeanFieldPass(tied) != nil)
    }
    tied.normalization = .batch
    #expect(try MeanFieldPass(tied) == nil)
  }

  /// Norms and histograms of tied weights are not those of weights of their own.
  @Test func tiedWeightsAreRefusedWhereLayersAreIndependent() async {
    var request = PropagationRequest(
      width: 4, depth: 3, activation: ReLU(), initializer: HeNormal(), seed: seed)
    request.tiesWeights = true
    request.sampler = .dense
    await #expect(throws: PropagationError.self) { _ = try await sampleNorms(request) }
    request.initializer = HeUniform()
    await #expect(throws: PropagationError.self) {
      _ = try await layerHistograms(request, low: -1, high: 1, bins: 4)
    }
  }

  /// E 1/χ²ₖ = 1/(k − 2) needs k ≥ 3.
  @Test func smallNormalizedGroupsHaveNoMeanGradient() {
    func hasMean(_ normalization: Normalization?, batch: Int, width: Int) -> Bool {
      PropagationRequest(
        width: width, depth: 2, activation: Tanh(), initializer: LeCun(),
        normalization: normalization, batch: batch, seed: seed
      ).gradientHasMean
    }
    #expect(!hasMean(.batch, batch: 3, width: 9) && hasMean(.batch, batch: 4, width: 9))
    #expect(!hasMean(.layer, batch: 1, width: 3) && hasMean(.layer, batch: 1, width: 4))
    #expect(hasMean(nil, batch: 2, width: 2))
  }

  /// Closed forms under erf, at variances where its bend is a needle in the range.
  @Test func correlationsHoldAtLargeVariances() throws {
    for row in file.erf {
      let phase = try MeanFieldPhase(
        activation: Erf(), weightVariance: row[0], biasVariance: row[1])
      #expect(abs(try #require(phase.cStar) - row[2]) < 1e-9)
      #expect(relativeError(try #require(phase.depthScale), row[3]) < 1e-8)
    }
  }

  @Test func gainsAreThoseOfQuadrature() throws {
    for (name, gains) in file.gains.sorted(by: { $0.key < $1.key }) {
      let moments = try GaussianMoments(
        of: ActivationCatalog.activation(named: name), variance: 1)
      #expect(abs(moments.mean - gains.mean) < 1e-12, "\(name)")
      #expect(relativeError(moments.secondMoment, gains.secondMoment) < 1e-11, "\(name)")
      #expect(relativeError(moments.forwardGain, gains.forwardGain) < 1e-11, "\(name)")
      let deviation = try OutputDeviation(
        of: ActivationCatalog.activation(named: name), variance: 1)
      #expect(
        relativeError(deviation.gain, gains.standardDeviationGain) < 1e-10, "\(name)")
    }
    let edge = try EdgeOfChaos.criticalPoint(
      of: ActivationCatalog.activation(named: "leaky-relu-0.2"), biasVariance: 0)
    #expect(relativeError(edge.weightVariance, file.criticalLeaky) < 1e-10)
  }

  /// Lengths square from layer to layer: ln q′ = ln(3/2 · σ_w²) + 2 ln q in wide layers, at any size.
  @Test func squaredRectifiersLeaveEveryRange() async throws {
    for (deviation, depth) in [(0.001, 12), (1.0, 12)] {
      let request = PropagationRequest(
        width: 400, depth: depth, activation: SquaredReLU(),
        initializer: Normal(standardDeviation: deviation), trials: 20, seed: seed)
      let result = try await propagate(request)
      let theory = try #require(try MeanFieldPass(request))
      for (layer, predicted) in zip(result.layers, theory.layers) {
        let expected = predicted.logActivationSecondMoment / 2.302585092994046
        // The scatter doubles with every layer as the logarithm does.
        #expect(abs(layer.activation.log10.mean.value / expected - 1) < 0.03, "\(layer.layer)")
      }
      #expect(result.inputGradient.log10.mean.value.isFinite)
    }
    // So deep that exponents themselves would overflow: zero, not a crash.
    let deep = try await propagate(
      PropagationRequest(
        width: 8, depth: 200, activation: SquaredReLU(), initializer: LeCun(), trials: 2,
        seed: seed))
    #expect(deep.layers[199].activation.log10.zeros == 2)
  }

  /// The bounds of a sine hold however large its argument is.
  @Test func sinesStayBounded() async throws {
    for deviation in [1.0, 1e12] {
      let result = try await propagate(
        PropagationRequest(
          width: 300, depth: 3, activation: Sine(frequency: 30),
          initializer: Normal(standardDeviation: deviation), trials: 50, seed: seed))
      // E sin² = ½ for a random phase.
      for layer in result.layers {
        #expect(layer.activation.mean.within(sigmas: 4.5, of: 0.5) || deviation > 1)
        #expect(abs(layer.activation.mean.value - 0.5) < 0.01)
      }
    }
  }
}
