import Kernels
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra
@testable import Theory

/// Every backward pass against reverse-mode differentiation of the same network, number by number.
///
/// A trial's weights, biases, input and output gradient are drawn again from their documented lanes, the
/// network is written as a graph of scalars, and the loss Σ gᵢhᵢ is differentiated with respect to every
/// layer. What the pass reports, the mean square of each layer's derivative, must agree to rounding.
@Suite struct BackwardPassTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var activation: any Activation
    var normalization: Normalization?
    var residual: Residual?
    var initializer: any WeightInitializer = XavierNormal()
    var bias = 0.2
    var testDescription: String {
      "\(activation.name), \(normalization?.rawValue ?? "plain"), "
        + "\(residual?.rawValue ?? "no skip"), \(initializer.name), bias \(bias)"
    }
  }

  /// All activations with every normalisation and skip, then every law of weights.
  static let cases: [Case] =
    ActivationCatalog.all.flatMap { activation in
      [nil, .batch, .layer].flatMap { (normalization: Normalization?) in
        [nil, .plain, .scaled].map { (residual: Residual?) in
          Case(activation: activation, normalization: normalization, residual: residual)
        }
      }
    }
    + InitializerCatalog.all.flatMap { rule in
      // Without biases rectifiers go through the reference scale.
      [
        Case(activation: ReLU(), initializer: rule, bias: 0),
        Case(activation: Tanh(), initializer: rule),
      ]
    }

  static let batch = 3
  static let depth = 3

  @Test(arguments: cases) func passAgreesWithAutomaticDifferentiation(_ c: Case) async throws {
    // Batches of 3 multiply plain matrices, those of 9 packed ones.
    for batch in [Self.batch, 9] {
      let widths = c.residual == nil ? [5, 4, 6, 3] : [4, 4, 4, 4]
      let seed = SeedTree(seed: 31)
      let request = PropagationRequest(
        widths: widths, activation: c.activation, initializer: c.initializer,
        biasVariance: c.bias, normalization: c.normalization, residual: c.residual, batch: batch,
        sampler: .dense, precision: .float64, trials: 2, keepsTrials: true, seed: seed)
      let networks = try #require(try await propagate(request).networks)
      for trial in 0..<request.trials {
        let expected = Reference(request, seed.child(trial))
        for layer in 0..<Self.depth {
          expectEqual(networks.activation[layer][trial], expected.activation[layer], "h\(layer)")
          expectEqual(networks.gradient[layer][trial], expected.gradient[layer], "z\(layer)")
        }
        expectEqual(networks.inputGradient[trial], expected.inputGradient, "input")
      }
    }
  }

  private func expectEqual(_ logarithm: Double, _ square: Double, _ name: String) {
    if square == 0 {
      // A dead network, or a normalisation that leaves nothing but rounding.
      #expect(logarithm < -50, "\(name)")
    } else if square > 1e-25 {
      #expect(abs(logarithm - Double.log(square)) < 1e-7, "\(name): \(square)")
    }
  }

  /// The mean squares of one trial by a graph of scalars.
  struct Reference {
    var activation: [Double] = []
    var gradient: [Double] = []
    var inputGradient = 0.0

    init(_ request: PropagationRequest, _ seed: SeedTree) {
      let (widths, batch) = (request.widths, request.batch)
      let depth = widths.count - 1
      func draw(_ count: Int, _ lane: Int, _ deviation: Double = 1) -> [Double] {
        var numbers = [Double](repeating: 0, count: count)
        Double.fillNormals(
          &numbers, count: count, from: seed.source(lane: lane).address,
          standardDeviation: deviation)
        return numbers
      }
      var graph = Graph()
      func isInput(_ x: Double) -> Graph.Node { graph.input("x", x) }
      let input = draw(batch * widths[0], Lane.input.of(0)).map(isInput)
      var h = input
      var layers: [[Graph.Node]] = []  // z, or the sum of a residual layer
      var outputs: [[Graph.Node]] = []
      let branch = request.residual?.branchFactor(depth: depth) ?? 1
      for layer in 0..<depth {
        let (m, n) = (widths[layer], widths[layer + 1])
        var weights = [Double](repeating: 0, count: m * n)
        var random = seed.source(lane: Lane.weights.of(layer))
        request.initializer.fill(&weights, fanIn: m, fanOut: n, random: &random)
        var biases =
          request.biasVariance > 0
          ? draw(n, Lane.bias.of(layer), request.biasVariance.squareRoot())
          : Array(repeating: 0, count: n)
        // What a framework's default draws itself is uniform.
        let own = request.initializer.biasVariance(fanIn: m, fanOut: n)
        if request.biasVariance == 0, own > 0 {
          var source = seed.source(lane: Lane.bias.of(layer))
          source.fillUniforms(&biases, count: n, radius: (3 * own).squareRoot())
        }
        func activate(_ x: [Graph.Node], _ width: Int) -> [Graph.Node] {
          Self.normalized(&graph, x, batch, width, request.normalization).map {
            graph.apply(request.activation, $0)
          }
        }
        func linear(_ x: [Graph.Node]) -> [Graph.Node] {
          (0..<(batch * n)).map { index in
            let (row, unit) = (index / n, index % n)
            let terms = (0..<m).map { i in
              graph.multiply(graph.constant(weights[i * n + unit]), x[row * m + i])
            }
            return graph.sum(terms)
          }
        }
        func biased(_ x: [Graph.Node]) -> [Graph.Node] {
          x.indices.map { graph.add(x[$0], graph.constant(biases[$0 % n])) }
        }
        if request.residual == nil {
          var u = linear(h)
          if let rule = request.initializer as? any DataDependentInitializer {
            let values = u.map(graph.value)
            let mean = values.reduce(0, +) / Double(values.count)
            let variance =
              values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            let factor = graph.constant(rule.rescaling(outputVariance: variance))
            u = u.map { graph.multiply(factor, $0) }
          }
          let z = biased(u)
          layers.append(z)
          h = activate(z, n)
        } else {
          let added = biased(linear(activate(h, m)))
          h = h.indices.map {
            graph.add(h[$0], graph.multiply(graph.constant(branch), added[$0]))
          }
          layers.append(h)
        }
        outputs.append(h)
      }
      let top = draw(batch * widths[depth], Lane.outputGradient.of(depth))
      let loss = graph.sum(h.indices.map { graph.multiply(graph.constant(top[$0]), h[$0]) })
      let sweep = graph.gradient(of: loss)
      func meanSquare(_ numbers: [Double]) -> Double {
        numbers.reduce(0) { $0 + $1 * $1 } / Double(numbers.count)
      }
      activation = outputs.map { meanSquare($0.map(graph.value)) }
      gradient = layers.map { meanSquare($0.map(sweep.derivative)) }
      inputGradient = meanSquare(input.map(sweep.derivative))
    }

    /// (x − μ)/σ over the batch of a unit or the units of an input, out of elementary operations.
    static func normalized(
      _ graph: inout Graph, _ x: [Graph.Node], _ batch: Int, _ width: Int,
      _ normalization: Normalization?
    ) -> [Graph.Node] {
      guard let normalization else { return x }
      var result = x
      let groups: [[Int]] =
        normalization == .batch
        ? (0..<width).map { unit in (0..<batch).map { $0 * width + unit } }
        : (0..<batch).map { row in (0..<width).map { row * width + $0 } }
      for group in groups {
        let share = graph.constant(1 / Double(group.count))
        let mean = graph.multiply(share, graph.sum(group.map { x[$0] }))
        let centred = group.map { graph.subtract(x[$0], mean) }
        let squares = centred.map { graph.square($0) }
        let variance = graph.multiply(share, graph.sum(squares))
        if graph.value(variance) < 1e-25 {
          // A constant group is sent to zero, without a slope.
          for index in group { result[index] = graph.constant(0) }
          continue
        }
        // σ⁻¹ = exp(−½ ln σ²).
        let inverse = graph.exp(
          graph.multiply(graph.constant(-0.5), graph.log(variance)))
        for (index, node) in zip(group, centred) { result[index] = graph.multiply(node, inverse) }
      }
      return result
    }
  }
}
