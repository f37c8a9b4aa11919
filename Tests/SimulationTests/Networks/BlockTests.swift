import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra
@testable import Theory

/// Blocks of two layers, and weights that all layers share.
@Suite struct BlockTests {
  let seed = SeedTree(seed: 5).child("block-tests")

  /// Sums of squares as automatic differentiation of the written-out formula gives them.
  private struct Written {
    var activation: [Double] = []
    var gradient: [Double] = []
    var inputGradient = 0.0
  }

  private static func normals(
    _ seed: SeedTree, _ lane: Lane, _ layer: Int, _ count: Int, deviation: Double
  ) -> [Double] {
    let buffer = Buffer<Double>(count: count)
    Double.fillNormals(
      buffer.base, count: count, from: seed.source(lane: lane.of(layer)).address,
      standardDeviation: deviation)
    return (0..<count).map { buffer.base[$0] }
  }

  /// W of a layer as the dense sampler draws it, m × n.
  private static func weights(
    _ request: PropagationRequest, _ seed: SeedTree, layer: Int, _ m: Int, _ n: Int
  ) -> [Double] {
    let buffer = Buffer<Double>(count: m * n)
    var random = seed.source(lane: Lane.weights.of(layer))
    request.initializer.fill(buffer.base, fanIn: m, fanOut: n, random: &random)
    return (0..<(m * n)).map { buffer.base[$0] }
  }

  /// The network of trial 0, written as formulas of scalars.
  private static func written(_ request: PropagationRequest) -> Written {
    let seed = request.seed.child(0)
    let (n, depth) = (request.widths[0], request.widths.count - 1)
    var graph = Graph()
    func linear(_ x: [Graph.Node], _ w: [Double], _ n: Int, _ bias: [Double]) -> [Graph.Node] {
      (0..<n).map { j in
        var terms = x.indices.map { graph.multiply(x[$0], graph.constant(w[$0 * n + j])) }
        if !bias.isEmpty { terms.append(graph.constant(bias[j])) }
        return graph.sum(terms)
      }
    }
    let deviation = request.biasVariance.squareRoot()
    var x = normals(seed, .input, 0, n, deviation: 1).enumerated().map {
      graph.input("x\($0.offset)", $0.element)
    }
    let first = x
    var measured: [[Graph.Node]] = []
    var result = Written()
    for layer in 0..<depth {
      if let expansion = request.expansion {
        let inner = expansion * n
        let z = linear(
          x, weights(request, seed, layer: 2 * layer, n, inner), inner,
          normals(seed, .innerBias, layer, inner, deviation: deviation))
        let h = z.map { graph.tanh($0) }
        let u = linear(
          h, weights(request, seed, layer: 2 * layer + 1, inner, n), n,
          normals(seed, .bias, layer, n, deviation: deviation))
        x = zip(x, u).map { graph.add($0, $1) }
        measured.append(x)
      } else {
        let z = linear(
          x, weights(request, seed, layer: 0, n, n), n,
          normals(seed, .bias, 0, n, deviation: deviation))
        x = z.map { graph.tanh($0) }
        measured.append(z)
      }
      result.activation.append(
        x.map { graph.value($0) * graph.value($0) }.reduce(0, +) / Double(n))
    }
    let g = normals(seed, .outputGradient, depth, n, deviation: 1)
    let loss = graph.sum(zip(x, g).map { graph.multiply($0, graph.constant($1)) })
    let gradient = graph.gradient(of: loss)
    func meanSquare(_ nodes: [Graph.Node]) -> Double {
      nodes.map { gradient.derivative($0) * gradient.derivative($0) }.reduce(0, +) / Double(n)
    }
    result.gradient = measured.map(meanSquare)
    result.inputGradient = meanSquare(first)
    return result
  }

  @Test(arguments: [nil, 3] as [Int?], [0.0, 0.2])
  func passesAgreeWithAutomaticDifferentiation(expansion: Int?, bias: Double) async throws {
    var request = PropagationRequest(
      width: 5, depth: 4, activation: Tanh(), initializer: Normal(standardDeviation: 0.6),
      biasVariance: bias, residual: expansion == nil ? nil : .plain, sampler: .dense,
      precision: .float64, trials: 2, keepsTrials: true, seed: seed)
    request.expansion = expansion
    request.tiesWeights = expansion == nil
    let result = try await propagate(request)
    let networks = try #require(result.networks)
    let written = Self.written(request)
    for layer in 0..<4 {
      let h = Double.exp(networks.activation[layer][0])
      let g = Double.exp(networks.gradient[layer][0])
      #expect(abs(h / written.activation[layer] - 1) < 1e-11)
      #expect(abs(g / written.gradient[layer] - 1) < 1e-11)
    }
    #expect(abs(Double.exp(networks.inputGradient[0]) / written.inputGradient - 1) < 1e-11)
  }

  /// Second moments add: with σ₁² = 1/n and σ₂² = 1/(kn) and the identity, each block doubles q and G.
  @Test(arguments: [Sampler.exact, .dense]) func linearBlocksDouble(_ sampler: Sampler) async throws
  {
    var request = PropagationRequest(
      width: 48, depth: 5, activation: Identity(), initializer: LeCun(), residual: .plain,
      sampler: sampler, trials: 3000, seed: seed)
    request.expansion = 4
    let result = try await propagate(request)
    // E over a fan-in rule: forward 1 + 1·1; backward 1 + (n/(kn))·(kn/n) = 2 too.
    for (index, layer) in result.layers.enumerated() {
      let factor = powerOfTwo(index + 1)
      #expect(layer.activation.mean.within(sigmas: 4.5, of: factor))
      #expect(layer.gradient.mean.within(sigmas: 4.5, of: powerOfTwo(4 - index)))
      #expect(layer.weightGradient.log10.mean.samples == 0)
    }
    #expect(result.inputGradient.mean.within(sigmas: 4.5, of: 32))
  }

  /// The exact sampler draws blocks from the law of explicit matrices: means and spreads agree.
  @Test func exactBlocksAgreeWithDense() async throws {
    func measure(_ sampler: Sampler) async throws -> PropagationResult {
      var request = PropagationRequest(
        width: 12, depth: 3, activation: GELU(), initializer: HeNormal(), biasVariance: 0.1,
        normalization: .layer, residual: .scaled, sampler: sampler, trials: 6000,
        seed: seed.child(sampler.rawValue))
      request.expansion = 4
      return try await propagate(request)
    }
    let (exact, dense) = (try await measure(.exact), try await measure(.dense))
    #expect(exact.sampler == .exact && dense.sampler == .dense)
    for (a, b) in zip(exact.layers, dense.layers) {
      for path in [\LayerMoments.activation, \.gradient] {
        let (x, y) = (a[keyPath: path].log10, b[keyPath: path].log10)
        let variances =
          x.standardDeviation * x.standardDeviation + y.standardDeviation * y.standardDeviation
        #expect(abs(x.mean.value - y.mean.value) <= 4.5 * (variances / 6000).squareRoot() + 1e-6)
      }
    }
  }

  /// A linear recurrence with an orthogonal matrix keeps every norm, forward and backward, exactly.
  @Test func tiedOrthogonalMatricesKeepNorms() async throws {
    var request = PropagationRequest(
      width: 24, depth: 200, activation: Identity(), initializer: Orthogonal(), trials: 3,
      keepsTrials: true, seed: seed)
    request.tiesWeights = true
    let result = try await propagate(request)
    #expect(result.sampler == .dense)
    let networks = try #require(result.networks)
    for trial in 0..<3 {
      #expect(abs(networks.activation[199][trial] - networks.activation[0][trial]) < 1e-3)
      #expect(abs(networks.gradient[0][trial] - networks.gradient[199][trial]) < 1e-3)
    }
  }

  /// What theory says of infinite width is what wide networks do: within 5 standard errors of the
  /// geometric mean, with room for the O(depth/width) that a finite width costs.
  @Test(
    arguments: [
      (nil, nil, nil), (nil, Normalization.layer, nil), (Residual.plain, nil, nil),
      (.scaled, .layer, nil), (.plain, .layer, 4), (.scaled, nil, 2),
    ] as [(Residual?, Normalization?, Int?)])
  func theoryIsTheLimit(
    residual: Residual?, normalization: Normalization?, expansion: Int?
  ) async throws {
    var request = PropagationRequest(
      width: 2048, depth: 6, activation: Tanh(), initializer: LeCun(),
      biasVariance: 0.05, normalization: normalization, residual: residual,
      trials: 20, seed: seed)
    request.expansion = expansion
    let theory = try #require(try MeanFieldPass(request))
    let result = try await propagate(request)
    for (layer, predicted) in zip(result.layers, theory.layers) {
      for (measured, expected) in [
        (layer.activation, predicted.logActivationSecondMoment),
        (layer.gradient, predicted.logGradientSecondMoment),
      ] {
        let difference = abs(measured.log10.mean.value - expected / 2.302585092994046)
        #expect(difference < 5 * measured.log10.mean.standardError + 0.003, "\(layer.layer)")
      }
    }
    request.normalization = .batch
    #expect(try MeanFieldPass(request) == nil)
  }

  @Test func contradictionsAreRefused() async {
    func error(_ change: (inout PropagationRequest) -> Void) async -> PropagationError? {
      var bad = PropagationRequest(
        width: 4, depth: 2, activation: Tanh(), initializer: LeCun(), trials: 2, seed: seed)
      change(&bad)
      do {
        _ = try await propagate(bad)
        return nil
      } catch { return error as? PropagationError }
    }
    #expect(
      await error {
        $0.tiesWeights = true
        $0.widths = [4, 5, 4]
      } == .tiedWidths([4, 5, 4]))
    #expect(
      await error {
        $0.tiesWeights = true
        $0.sampler = .exact
      }?.description.contains("tied weights") == true)
    #expect(
      await error {
        $0.tiesWeights = true
        $0.initializer = LSUV()
      } == .tiedInitializer("lsuv"))
    #expect(await error { $0.expansion = 4 }?.description.contains("residual") == true)
    #expect(
      await error {
        $0.residual = .plain
        $0.expansion = 0
      } == .expansion(0))
    for change in [
      { $0.tiesWeights = true }, { $0.precision = .float16 },
    ] as [@Sendable (inout PropagationRequest) -> Void] {
      let refused = await error {
        $0.residual = .plain
        $0.expansion = 2
        change(&$0)
      }
      #expect(refused?.description.hasPrefix("an expansion needs") == true)
    }
  }
}
