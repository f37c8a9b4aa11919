import Testing

@testable import Networks
@testable import Numerics

@Suite struct PropagateManyTests {
  func request(_ rule: any WeightInitializer, widths: [Int] = [16, 16, 16]) -> PropagationRequest {
    PropagationRequest(
      widths: widths, activation: Tanh(), initializer: rule, trials: 20, seed: SeedTree(seed: 6))
  }

  /// Every answer is the one that the question alone would get.
  @Test func sharingChangesNothing() async throws {
    let rules: [any WeightInitializer] = [
      XavierNormal(), LeCun(), HeNormal(), Geometric(), XavierUniform(), LeCunUniform(),
      Orthogonal(),
      Quadratic(), Harmonic(),
    ]
    let requests = rules.map { request($0) } + rules.map { request($0, widths: [16, 8, 16]) }
    let together = try await propagate(requests)
    for (answer, question) in zip(together, requests) {
      #expect(answer == (try await propagate(question)))
    }
    #expect(together[0].layers == together[1].layers)
    #expect(together[0].layers != together[4].layers)
  }

  /// Dense cells read one set of matrices, and homogeneous ones are one simulation: the bits of each are
  /// those that it has alone, in every storage and precision.
  @Test(arguments: [Precision.float32, .float64, .float16], [1, 4, 9])
  func denseGridsShareTheirDraws(_ precision: Precision, _ batch: Int) async throws {
    let rules: [any WeightInitializer] = [
      Normal(standardDeviation: 0.01), Normal(standardDeviation: 3), HeNormal(), XavierUniform(),
      UniformRange(radius: 2), Orthogonal(), TruncatedNormal(),
    ]
    var requests: [PropagationRequest] = []
    for activation in [ReLU(), LeakyReLU(), Tanh(), Sigmoid()] as [any Activation] {
      for rule in rules {
        for (bias, residual) in [(0, nil), (0.1, nil), (0, Residual.plain)] {
          requests.append(
            PropagationRequest(
              widths: [20, 20, 20, 20], activation: activation, initializer: rule,
              biasVariance: bias, residual: residual, batch: batch, sampler: .dense,
              precision: precision, trials: 3, keepsTrials: true, seed: SeedTree(seed: 8)))
        }
      }
    }
    for (answer, question) in zip(try await propagate(requests), requests) {
      let alone = try await propagate(question)
      #expect(answer.networks == alone.networks)
      #expect(answer.initializer == question.initializer.name)
      #expect(answer.activation == question.activation.name)
    }
  }

  /// Taking the scale out of a homogeneous network is exact: doubled weights quadruple every layer's
  /// factor in both directions.
  @Test(arguments: ActivationCatalog.all.filter { $0.homogeneousSlopes != nil }.map(\.name))
  func homogeneousNetworksScale(_ name: String) async throws {
    func run(_ deviation: Double) async throws -> PropagationResult {
      try await propagate(
        PropagationRequest(
          widths: [30, 20, 25, 10], activation: try ActivationCatalog.activation(named: name),
          initializer: Normal(standardDeviation: deviation), batch: 2, sampler: .dense, trials: 4,
          keepsTrials: true, seed: SeedTree(seed: 9)))
    }
    let (one, two) = (try await run(0.2), try await run(0.4))
    let four = 2 * Double.ln2
    for trial in 0..<4 {
      let (a, b) = (try #require(one.networks), try #require(two.networks))
      for layer in 0..<3 {
        let up = b.activation[layer][trial] - a.activation[layer][trial]
        #expect(abs(up - four * Double(layer + 1)) < 1e-12)
        let down = b.gradient[layer][trial] - a.gradient[layer][trial]
        #expect(abs(down - four * Double(2 - layer)) < 1e-12)
      }
      #expect(abs(b.inputGradient[trial] - a.inputGradient[trial] - 3 * four) < 1e-12)
    }
    for (a, b) in zip(one.layers, two.layers) {
      let weights = b.weightGradient.log10.mean.value - a.weightGradient.log10.mean.value
      #expect(abs(weights - 2 * 0.602_059_991_327_962) < 1e-12)
    }
  }

  @Test func onlyOneNetworkIsTheSame() {
    #expect(request(XavierNormal()).isSameNetwork(as: request(LeCun())))
    #expect(!request(XavierNormal()).isSameNetwork(as: request(LeCunUniform())))
    #expect(!request(Sparse()).isSameNetwork(as: request(TruncatedNormal())))
    let rectangular = [16, 8, 16]
    #expect(
      !request(XavierNormal(), widths: rectangular).isSameNetwork(
        as: request(LeCun(), widths: rectangular)))
  }
}
