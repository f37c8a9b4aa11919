import Kernels
import Numerics
import Testing

@testable import Engine
@testable import Networks

/// Chains of dense layers, which have passes of their own.
extension ExactNetworkTests {
  struct Chain: Sendable, CustomTestStringConvertible {
    var name: String
    var request: PropagationRequest
    var stages: [NamedStage]
    /// The stages, from one, whose outputs are the chain's activations, and those whose gradients are ∂ℓ/∂z.
    var activations: [String]
    var gradients: [String]
    var testDescription: String { name }
  }

  static func chain(
    _ name: String, widths: [Int], rule: any WeightInitializer, activation: any Activation,
    bias: Double = 0, normalization: Normalization? = nil, batch: Int = 1
  ) -> Chain {
    let request = PropagationRequest(
      widths: widths, activation: activation, initializer: rule, biasVariance: bias,
      normalization: normalization, batch: batch, sampler: .dense, precision: .float64,
      trials: trials, keepsTrials: true, seed: SeedTree(seed: 1))
    var stages: [NamedStage] = []
    for (layer, width) in widths.dropFirst().enumerated() {
      stages.append(
        NamedStage(
          Dense(width, rule: rule, bias: BiasLaw(variance: bias)), name: "z\(layer + 1)"))
      switch normalization {
      case .layer: stages.append(NamedStage(Normalize(.layer, epsilon: 0)))
      case .batch: stages.append(NamedStage(Normalize(.batch, epsilon: 0)))
      case nil: break
      }
      stages.append(NamedStage(ActivationStage(activation), name: "h\(layer + 1)"))
    }
    let layers = 1..<widths.count
    return Chain(
      name: name, request: request, stages: stages, activations: layers.map { "h\($0)" },
      gradients: layers.map { "z\($0)" })
  }

  static func residualChain(
    _ name: String, width: Int, depth: Int, expansion: Int? = nil
  ) -> Chain {
    let rule = HeNormal()
    var request = PropagationRequest(
      width: width, depth: depth, activation: ReLU(), initializer: rule, biasVariance: 0.1,
      normalization: .layer, residual: .scaled, sampler: .dense, precision: .float64,
      trials: trials, keepsTrials: true, seed: SeedTree(seed: 1))
    request.expansion = expansion
    let bias = BiasLaw(variance: 0.1)
    let wide = expansion.map { [NamedStage(Dense($0 * width, rule: rule, bias: bias))] } ?? []
    let stages = (1...depth).map { layer in
      NamedStage(
        ResidualStage(
          named(Normalize(.layer, epsilon: 0)) + wide
            + named(ActivationStage(ReLU()), Dense(width, rule: rule, bias: bias)),
          scale: .inverseRootOfCount),
        name: "h\(layer)")
    }
    let names = (1...depth).map { "h\($0)" }
    return Chain(
      name: name, request: request, stages: stages, activations: names, gradients: names)
  }

  static let chains: [Chain] = [
    chain(
      "tanh, biases", widths: [12, 10, 14, 9], rule: XavierNormal(), activation: Tanh(), bias: 0.3),
    chain("ReLU", widths: [12, 12, 12, 12], rule: HeNormal(), activation: ReLU()),
    chain("Haar", widths: [9, 9, 9, 9], rule: Orthogonal(gain: 1.2), activation: Tanh()),
    chain(
      "all N(0, s²)", widths: [12, 12, 12, 12], rule: Normal(standardDeviation: 0.4),
      activation: SELU()),
    chain(
      "layer normalisation", widths: [10, 12, 8], rule: XavierNormal(), activation: Tanh(),
      normalization: .layer),
    chain(
      "batch normalisation", widths: [12, 12, 12], rule: HeNormal(), activation: ReLU(),
      normalization: .batch, batch: 4),
    chain(
      "uniform", widths: [10, 12, 8], rule: XavierUniform(), activation: Softplus(), batch: 3),
    chain(
      "weights that saw data", widths: [8, 9, 7], rule: LSUV(), activation: Tanh(), bias: 0.2,
      batch: 4),
    residualChain("residual", width: 10, depth: 3),
    residualChain("residual, wide inside", width: 6, depth: 3, expansion: 3),
  ]

  /// The engine's networks have the law of the passes that it replaces, whose own tests are elsewhere.
  @Test(arguments: chains) func equalsChains(_ chain: Chain) async throws {
    let request = chain.request
    let hasExactLaw = [.gaussian, .orthogonal].contains(request.initializer.law)
    let sources: [WeightSource] = hasExactLaw ? [.exact, .dense] : [.automatic]
    let networks = try #require(try await propagate(request).networks)
    let reference = (0..<Self.trials).map { trial in
      (networks.activation + networks.gradient).map { max(-50, $0[trial]) }
        + [max(-50, networks.inputGradient[trial])]
    }
    for source in sources {
      let run = try NetworkRun<Double>(
        NetworkRequest(
          Network(
            input: NetworkInput(Shape(channels: request.widths[0])), stages: chain.stages),
          samples: request.batch, source: source, arithmetic: .float64), isCounting: false)
      let names = run.builder.recorder.stages.map(\.name)
      func places(_ wanted: [String]) throws -> [Int] {
        try wanted.map { try #require(names.firstIndex(of: $0)) }
      }
      let activations = try places(chain.activations)
      let gradients = try places(chain.gradients)
      let own = (0..<Self.trials).map { trial in
        let records = run.trial(SeedTree(seed: 2).child(trial))
        return activations.map { max(-50, records[$0].logSecondMoment) }
          + gradients.map { max(-50, records[$0].logGradient) }
          + [max(-50, records[0].logGradient)]
      }
      let result = TwoSample(own, reference)
      #expect(result.worst < result.bound, "\(source)")
    }
  }
}
