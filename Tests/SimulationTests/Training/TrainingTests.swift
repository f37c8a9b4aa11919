import Kernels
import Testing

@testable import Networks
@testable import Numerics
@testable import Theory

@Suite struct TrainingTests {
  let seed = SeedTree(seed: 4).child("training")

  private func request(
    _ hidden: [Int], _ activation: any Activation = Tanh(), steps: Int = 200,
    optimizer: Optimizer = .adam(rate: 0.02), recordEvery: Int = 50
  ) -> TrainingRequest {
    TrainingRequest(
      hidden: hidden, activation: activation, initializer: XavierNormal(), optimizer: optimizer,
      steps: steps, recordEvery: recordEvery, seed: seed)
  }

  @Test(arguments: [nil, Normalization.batch, .layer], [nil, Residual.plain, .scaled])
  func gradientsAreCentralDifferences(
    normalization: Normalization?, residual: Residual?
  ) throws {
    for task in [Dataset.Task.regression, .classification] {
      let data =
        task == .regression
        ? try Dataset.linearTeacher(samples: 5, inputs: 3, outputs: 2, noise: 0.3, seed: seed)
        : try Dataset.spirals(samples: 6, classes: 3, noise: 0.2, seed: seed)
      var network = DenseNetwork(
        widths: [data.inputs.columns, 4, 4, 4, data.targets.columns], activation: Tanh(),
        initializer: Normal(standardDeviation: 0.7), normalization: normalization,
        residual: residual, seed: seed)
      var pass = DensePass(network, rows: data.count)
      func loss(_ network: DenseNetwork) -> (Double, [Double]) {
        pass.forward(network, inputs: data.inputs.elements)
        var outputGradient = [Double](repeating: 0, count: data.targets.elements.count)
        let value = Loss.evaluate(
          task, outputs: pass.outputs, targets: data.targets.elements, rows: data.count,
          gradient: &outputGradient)
        var gradient = [Double](repeating: 0, count: network.parameters.count)
        pass.backward(network, outputGradient: outputGradient, into: &gradient)
        return (value, gradient)
      }
      let gradient = loss(network).1
      for index in network.parameters.indices {
        let value = network.parameters[index]
        func difference(_ h: Double) -> Double {
          network.parameters[index] = value + h
          let up = loss(network).0
          network.parameters[index] = value - h
          let down = loss(network).0
          network.parameters[index] = value
          return (up - down) / (2 * h)
        }
        // Richardson's combination leaves h⁴ times the fifth derivative, which batch norm makes large.
        let expected = (4 * difference(5e-5) - difference(1e-4)) / 3
        #expect((gradient[index] - expected).magnitude < 1e-9 * (1 + expected.magnitude))
      }
    }
  }

  @Test func agreesWithAutomaticDifferentiation() throws {
    // A 2-3-1 sigmoid network as a graph of scalars.
    let data = try Dataset(
      inputs: Matrix([[0.3, -0.8]]), targets: Matrix([[0.4]]), task: .regression)
    let network = DenseNetwork(
      widths: [2, 3, 1], activation: Sigmoid(), initializer: Normal(standardDeviation: 1),
      normalization: nil, residual: nil, seed: seed)
    var pass = DensePass(network, rows: 1)
    pass.forward(network, inputs: data.inputs.elements)
    var outputGradient = [0.0]
    let loss = Loss.evaluate(
      .regression, outputs: pass.outputs, targets: [0.4], rows: 1, gradient: &outputGradient)
    var gradient = [Double](repeating: 0, count: network.parameters.count)
    pass.backward(network, outputGradient: outputGradient, into: &gradient)

    var graph = Graph()
    let p = network.parameters.enumerated().map { graph.input("p\($0.offset)", $0.element) }
    let x = [graph.constant(0.3), graph.constant(-0.8)]
    let hidden = (0..<3).map { unit in
      let terms = (0..<2).map { graph.multiply(p[$0 * 3 + unit], x[$0]) }
      return graph.sigmoid(graph.add(graph.sum(terms), p[6 + unit]))
    }
    let output = graph.add(
      graph.sum((0..<3).map { graph.multiply(hidden[$0], p[9 + $0]) }), p[12])
    let error = graph.multiply(
      graph.constant(0.5), graph.square(graph.subtract(output, graph.constant(0.4))))
    #expect(relativeError(loss, graph.value(error)) < 1e-14)
    let reverse = graph.gradient(of: error)
    for (a, node) in zip(gradient, p) {
      #expect((a - reverse.derivative(node)).magnitude < 1e-15)
    }
  }

  @Test func optimizersTakeTheTextbookSteps() {
    func run(_ optimizer: Optimizer, _ gradients: [Double]) -> Double {
      var state = OptimizerState(optimizer, count: 1)
      var p = [1.0]
      for g in gradients { state.step(&p, gradient: [g]) }
      return p[0]
    }
    #expect((run(.gradientDescent(rate: 0.1), [2, 3]) - 0.5).magnitude < 1e-15)
    // v = 2, then 0.5·2 + 3 = 4.
    #expect((run(.momentum(rate: 0.1, decay: 0.5), [2, 3]) - (1 - 0.2 - 0.4)).magnitude < 1e-15)
    // Adam's first step is η g/|g|, whatever the size of g.
    #expect((run(.adam(rate: 0.1), [1e-3]) - 0.9).magnitude < 1e-5)
    #expect((run(.adam(rate: 0.1), [1e3]) - 0.9).magnitude < 1e-9)
  }

  @Test func clippingKeepsTheDirectionOrNot() {
    var byNorm = [3.0, 4]
    Clipping.norm(1).apply(to: &byNorm)
    #expect((byNorm[0] - 0.6).magnitude < 1e-15 && (byNorm[1] - 0.8).magnitude < 1e-15)
    var byValue = [3.0, -0.5]
    Clipping.value(1).apply(to: &byValue)
    #expect(byValue == [1, -0.5])
    var small = [0.3, 0.4]
    Clipping.norm(1).apply(to: &small)
    #expect(small == [0.3, 0.4])
  }

  @Test func widerNetworksFitBetter() throws {
    // Universal approximation, as far as a fixed budget of steps shows it.
    let data = try Dataset.curve(samples: 64) { Double.cosine(ofTurns: $0) * $0 }
    let losses = try [1, 4, 32].map { width in
      var fit = request([width], steps: 3000)
      fit.initializer = Normal(standardDeviation: 2)
      return try trainNetwork(fit, on: data).records.last?.loss ?? .nan
    }
    #expect(losses[0] > losses[1] && losses[1] > losses[2])
    // 32 units explain 98 % of the curve's energy, one unit not even half.
    let energy = data.targets.elements.reduce(0) { $0 + 0.5 * $1 * $1 / 64 }
    #expect(losses[2] < 0.02 * energy && losses[0] > 0.5 * energy)
  }

  @Test func spiralsAreLearned() throws {
    let data = try Dataset.spirals(samples: 120, noise: 0.02, seed: seed)
    var request = request([24, 24], steps: 600)
    request.batch = 30
    let result = try trainNetwork(request, on: data)
    let last = try #require(result.records.last)
    #expect(try #require(last.accuracy) > 0.97)
    #expect(last.loss < result.records[0].loss / 3)
    #expect(last.layers.count == 3)
    #expect(last.layers[0].weightMovement > 0)
    for layer in result.records[0].layers { #expect(layer.weightMovement == 0) }
    #expect(try trainNetwork(request, on: data) == result)
  }

  @Test func equalStartsStaySymmetric() throws {
    // Constant weights: every unit of a layer gets the same gradient for ever.
    let data = try Dataset.spirals(samples: 40, seed: seed)
    for (rule, activation) in [
      (Constant(0.1), Tanh()), (Constant(0), Sigmoid()), (Constant(0), ReLU()),
    ] as [(Constant, any Activation)] {
      var symmetric = request([8, 8], activation, steps: 100)
      symmetric.initializer = rule
      let result = try trainNetwork(symmetric, on: data)
      for record in result.records {
        for layer in record.layers.prefix(2) { #expect(layer.distinctUnits == 1) }
      }
    }
    let random = try trainNetwork(request([8, 8], steps: 1), on: data)
    #expect(random.records[0].layers[0].distinctUnits == 8)
  }

  @Test func divergenceIsAnOutcome() throws {
    let data = try Dataset.linearTeacher(samples: 20, inputs: 4, outputs: 1, seed: seed)
    let wild = request(
      [16], Identity(), steps: 500, optimizer: .gradientDescent(rate: 100), recordEvery: 1)
    let result = try trainNetwork(wild, on: data)
    #expect(result.divergedAt != nil)
    for record in result.records { #expect(record.loss.isFinite) }
  }

  @Test func deadAndSaturatedUnitsAreCounted() throws {
    let data = try Dataset.linearTeacher(samples: 20, inputs: 4, outputs: 1, seed: seed)
    var large = request([50], Tanh(), steps: 0)
    large.initializer = Normal(standardDeviation: 100)
    let saturated = try trainNetwork(large, on: data).records[0].layers[0]
    #expect(try #require(saturated.saturation) > 0.9)
    var zero = request([50], ReLU(), steps: 0)
    zero.initializer = Constant(0)
    #expect(try trainNetwork(zero, on: data).records[0].layers[0].deadUnits == 1)
    #expect(try trainNetwork(zero, on: data).records[0].layers[1].deadUnits == nil)
  }

  @Test func impossibleRequestsAreRefused() throws {
    let data = try Dataset.linearTeacher(samples: 20, inputs: 4, outputs: 1, seed: seed)
    var bad = request([0])
    #expect(throws: TrainingError.self) { try trainNetwork(bad, on: data) }
    bad = request([100_000, 100_000])
    #expect(throws: TrainingError.self) { try trainNetwork(bad, on: data) }
    bad = request([3], optimizer: .adam(rate: .nan))
    #expect(throws: TrainingError.self) { try trainNetwork(bad, on: data) }
    bad = request([3])
    bad.batch = 21
    #expect(throws: TrainingError.self) { try trainNetwork(bad, on: data) }
    bad.batch = nil
    bad.clipping = .norm(0)
    #expect(throws: TrainingError.self) { try trainNetwork(bad, on: data) }
  }
}
