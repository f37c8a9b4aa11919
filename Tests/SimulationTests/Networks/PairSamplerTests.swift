import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

/// Samplers without matrices against dense networks of numpy (`Tests/References/chapter08_mean_field.py`,
/// `chapter11_finite_width.py`).
@Suite struct PairSamplerTests {
  struct MeanField: Decodable {
    struct Dense: Decodable {
      let activation: String
      let weightVariance: Double
      let biasVariance: Double
      let width: Int
      let depth: Int
      let inputCorrelation: Double
      /// q, c, |g|², g·g′ at the input, ln Θ(x, x), Θ(x, x′).
      let means: [Double]
      let standardErrors: [Double]
    }

    let dense: [Dense]
  }

  struct FiniteWidth: Decodable {
    struct Jacobian: Decodable {
      let network: String
      let width: Int
      let depth: Int
      /// Var(s²)/(mean s²)², mean s², largest s².
      let means: [Double]
      let standardErrors: [Double]
    }

    struct Dead: Decodable {
      let width: Int
      let bias: Double
      let positive: Bool
      let inputs: String
      let depth: Int
      let trials: Int
      let share: Double
    }

    let jacobians: [Jacobian]
    let dead: [Dead]
  }

  private func expect(
    _ sample: [Double], _ mean: Double, _ error: Double, _ comment: String
  ) throws {
    let ours = try Estimate.mean(of: sample)
    let own = ours.halfWidth / 1.96
    // 4.5 standard errors of both.
    #expect(
      (ours.value - mean).magnitude < 4.5 * (own * own + error * error).squareRoot(),
      "\(comment): \(ours.value) against \(mean)")
  }

  @Test func pairsHaveTheLawOfDenseNetworks() async throws {
    for one in try Reference.load(MeanField.self, "chapter08_mean_field").dense {
      let inputs = PairMoments(square: 1, correlation: one.inputCorrelation)
      let passes = try await samplePairs(
        PairRequest(
          width: one.width, depth: one.depth,
          activation: try ActivationCatalog.activation(named: one.activation),
          weightVariance: one.weightVariance, biasVariance: one.biasVariance, inputs: inputs,
          includesGradients: true, trials: 6000, seed: SeedTree(seed: 5)))
      let kernels = passes.map {
        $0.tangentKernel(
          inputs: inputs, weightVariance: one.weightVariance, biasVariance: one.biasVariance)
      }
      let samples: [[Double]] = [
        passes.map { $0.layers[one.depth - 1].preactivations.first },
        passes.map { $0.layers[one.depth - 1].preactivations.cosine },
        passes.map { $0.inputGradients?.first ?? .nan },
        passes.map { $0.inputGradients?.product ?? .nan },
        kernels.map { Double.log($0.first) }, kernels.map(\.product),
      ]
      for (index, sample) in samples.enumerated() {
        try expect(
          sample, one.means[index], one.standardErrors[index], "\(one.activation) \(index)")
      }
    }
  }

  @Test func equalInputsAreOneInput() async throws {
    func passes(_ correlation: Double) async throws -> [PairPass] {
      try await samplePairs(
        PairRequest(
          width: 20, depth: 5, activation: Tanh(), weightVariance: 1.6, biasVariance: 0.1,
          inputs: PairMoments(square: 1, correlation: correlation), includesGradients: true,
          trials: 3000, seed: SeedTree(seed: 6)))
    }
    let one = try await passes(1)
    for pass in one {
      for layer in pass.layers {
        #expect(layer.preactivations.cosine == 1)
        #expect(layer.gradients?.first == layer.gradients?.second)
      }
    }
    // The first of two inputs has the same law whatever the second is.
    let two = try await passes(0.3)
    for value in [
      { (pass: PairPass) in pass.layers[4].preactivations.first },
      { (pass: PairPass) in Double.log(pass.inputGradients?.first ?? .nan) },
    ] {
      let expected = try Estimate.mean(of: two.map(value))
      try expect(one.map(value), expected.value, expected.halfWidth / 1.96, "one input")
    }
  }

  @Test func lengthsHaveTheLawOfPairs() async throws {
    let request = LengthRequest(
      width: 16, depth: 4, activation: ReLU(), weightVariance: 2, biasVariance: 0.2,
      firstVariance: 1.5, trials: 4000, seed: SeedTree(seed: 7))
    let lengths = try await sampleLengths(request)
    // E q′ = σ_w² E h² + σ_b² = q + 0.2 for He's ReLU, at every width.
    for layer in 0..<4 {
      try expect(
        lengths.map { $0.preactivations[layer] }, 1.5 + 0.2 * Double(layer), 0, "layer \(layer)")
    }
    #expect(try await sampleLengths(request) == lengths)
  }

  @Test func jobsDoNotMatter() async throws {
    func run(_ jobs: Int) async throws -> [PairPass] {
      try await samplePairs(
        PairRequest(
          width: 9, depth: 3, activation: ReLU(), weightVariance: 2,
          inputs: PairMoments(square: 1, correlation: 0.1), includesGradients: true, trials: 70,
          seed: SeedTree(seed: 8), jobs: jobs))
    }
    #expect(try await run(1) == run(7))
  }

  @Test func jacobiansHaveTheLawOfDenseNetworks() async throws {
    for one in try Reference.load(FiniteWidth.self, "chapter11_finite_width").jacobians {
      let isReLU = one.network.hasPrefix("relu")
      let rule: any WeightInitializer =
        one.network == "relu-gaussian"
        ? HeNormal() : Orthogonal(gain: isReLU ? 2.0.squareRoot() : 1)
      for decomposes in [true, false] {
        let shapes = try await sampleJacobians(
          JacobianRequest(
            width: one.width, depths: [one.depth],
            activation: isReLU ? ReLU() as any Activation : Tanh(), initializer: rule,
            decomposes: decomposes, trials: 1000, seed: SeedTree(seed: 9))
        ).map { $0[0] }.filter { $0.meanSquare > 0 }
        let samples = [
          shapes.map(\.relativeVariance), shapes.map(\.meanSquare),
          shapes.map { $0.largest * $0.largest },
        ]
        for (index, sample) in samples.enumerated() {
          try expect(
            sample, one.means[index], one.standardErrors[index], "\(one.network) \(index)")
        }
      }
    }
  }

  @Test func deathsHaveTheLawOfDenseNetworks() async throws {
    for one in try Reference.load(FiniteWidth.self, "chapter11_finite_width").dead {
      let trials = 4000
      let times = try await sampleDeaths(
        DeathRequest(
          width: one.width, depth: one.depth,
          inputs: one.inputs == "line" ? .line : .normal(count: 16, dimensions: 8),
          bias: one.bias, hasPositiveWeight: one.positive, trials: trials,
          seed: SeedTree(seed: 10)))
      let share = try DeathTimes.share(times.constant, after: one.depth).value
      let variance = one.share * (1 - one.share)
      let error = (variance / Double(trials) + variance / Double(one.trials)).squareRoot()
      #expect((share - one.share).magnitude < 4.5 * error, "\(one.inputs) \(one.width)")
      // Never constant before it is silent for the first input, without biases.
      if one.bias == 0 {
        #expect(zip(times.silent, times.constant).allSatisfy { $0 <= $1 })
      }
    }
  }

  @Test func badRequestsAreRefused() async {
    var request = PairRequest(
      width: 8, depth: 2, activation: ReLU(), weightVariance: 2,
      inputs: PairMoments(first: 1, second: 1, product: 1.5), trials: 1, seed: SeedTree(seed: 1))
    await #expect(throws: TheoryError.self) { try await samplePairs(request) }
    request.inputs = PairMoments(square: 1, correlation: 0)
    request.width = 1
    await #expect(throws: TheoryError.self) { try await samplePairs(request) }
    request.width = 8
    request.weightVariance = -1
    await #expect(throws: TheoryError.self) { try await samplePairs(request) }
    await #expect(throws: TheoryError.self) {
      try await sampleDeaths(
        DeathRequest(width: 0, depth: 1, trials: 1, seed: SeedTree(seed: 1)))
    }
    await #expect(throws: TheoryError.self) {
      try await sampleJacobians(
        JacobianRequest(
          width: 8, depths: [2, 2], activation: ReLU(), initializer: HeNormal(), trials: 1,
          seed: SeedTree(seed: 1)))
    }
  }
}
