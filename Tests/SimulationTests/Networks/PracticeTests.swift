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

  // MARK: Range

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

  // MARK: Theory

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
      #expect(
        relativeError(moments.standardDeviationGain, gains.standardDeviationGain) < 1e-10, "\(name)"
      )
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

  // MARK: Geometric means

  /// Numpy's dense networks of 64 units, 20 layers: the geometric mean, not the plain one.
  @Test(arguments: ["selu", "tanh"]) func geometricMeansHaveTheirTheory(_ name: String) throws {
    let row = try #require(file.geometric[name])
    let isTanh = name == "tanh"
    let request = PropagationRequest(
      width: 64, depth: 20, activation: isTanh ? Tanh() : SELU(),
      initializer: isTanh
        ? Normal(standardDeviation: (1.5 / 64).squareRoot()) : LeCun(),
      biasVariance: isTanh ? 0.05 : 0, seed: seed)
    let theory = try #require(try LogarithmTheory(request))
    let limit = try #require(try MeanFieldPass(request))
    let decade = 2.302585092994046
    // What is neglected is O(depth/width²), 20/64² = 0.005 with factors of a few.
    let forward = theory.logActivation[19] / decade
    #expect(abs(forward - row[0]) < 4.5 * row[2] + 0.02, "\(forward)")
    let backward = theory.logInputGradient / decade
    #expect(abs(backward - row[1]) < 4.5 * row[3] + 0.04, "\(backward)")
    // The plain mean's theory is further off than that, in the gradient at least.
    #expect(abs(limit.logInputGradientSecondMoment / decade - row[1]) > abs(backward - row[1]))
  }

  /// The first order of the exact law of finite linear and ReLU networks.
  @Test func geometricMeansAgreeWithTheExactLaw() throws {
    for (activation, kind) in [
      (ReLU() as any Activation, FiniteWidthLaw.Nonlinearity.relu), (Identity(), .linear),
    ] {
      let (n, depth) = (200, 30)
      let request = PropagationRequest(
        width: n, depth: depth, activation: activation, initializer: HeNormal(), seed: seed)
      let theory = try #require(try LogarithmTheory(request))
      let law = try FiniteWidthLaw(
        kind, widths: Array(repeating: n, count: depth),
        weightVariances: Array(repeating: 2 / Double(n), count: depth))
      // ln(|h|²/|h₀|²), and E ln χ²ₙ/n = −1/n of the input; terms of 1/n² are 6/n² a layer and less.
      let bound = 10 * Double(depth + 1) / Double(n * n)
      #expect(abs(theory.logActivation[depth - 1] - (law.logMean - 1 / Double(n))) < bound)
      #expect(abs(theory.logInputGradient - (law.logMean - 1 / Double(n))) < bound)
    }
  }

  @Test func geometricMeansBeyondTheFirstOrderAreNotPredicted() throws {
    #expect(
      try LogarithmTheory(
        PropagationRequest(
          width: 4, depth: 3, activation: ReLU(), initializer: HeNormal(), seed: seed)) == nil)
    #expect(
      try LogarithmTheory(
        PropagationRequest(
          width: 64, depth: 3, activation: ReLU(), initializer: Orthogonal(), seed: seed)) == nil)
  }
}
