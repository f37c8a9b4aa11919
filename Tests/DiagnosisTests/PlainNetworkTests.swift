import Engine
import Simulation
import Testing

@testable import Diagnosis
@testable import WeightFiles

@Suite("Networks of convolutions as graphs and configurations tell them")
struct PlainNetworkTests {
  private func node(
    _ operation: String, _ inputs: [String], _ output: String,
    _ attributes: [String: [Double]] = [:]
  ) -> GraphNode {
    GraphNode(
      operation: operation, name: output, inputs: inputs, outputs: [output],
      attributes: attributes.sorted { $0.key < $1.key }.map {
        GraphAttribute(name: $0.key, values: $0.value)
      })
  }

  private var nodes: [GraphNode] {
    let pads: [String: [Double]] = ["pads": [1, 1, 1, 1]]
    return [
      node("Conv", ["x", "conv1"], "a", pads), node("Add", ["a", "conv1_bias"], "b"),
      node("Relu", ["b"], "c"), node("Conv", ["c", "conv2"], "d", pads),
      node("Add", ["d", "c"], "e"), node("Relu", ["e"], "f"),
      node("MaxPool", ["f"], "g", ["kernel_shape": [2, 2], "strides": [2, 2]]),
      node("Conv", ["g", "conv3"], "h", pads.merging(["strides": [2, 2]]) { $1 }),
      node("Tanh", ["h"], "i"), node("Flatten", ["i"], "j"),
      node("Gemm", ["j", "fc"], "k", ["transB": [1]]),
    ]
  }

  @Test("a graph's strides, pools, skips and flattened channels are those of numpy")
  func graph() async throws {
    let reference = try #require(try SignalReference.all()["graph"])
    let file = try await FileDiagnosis(try reference.checkpoint().file())
    let shelf = WeightShelf(file)
    let steps = try #require(try GraphSteps.steps(of: nodes, shelf))
    var plan = try PlainNetwork.draft(shelf, steps, input: nil, source: "the graph")
    // The smallest picture whose flattened channels the last matrix takes.
    #expect(plan.network.input.shape == Shape(positions: [6, 6], channels: 3))
    plan = try PlainNetwork.draft(
      shelf, steps, input: Shape(positions: [8, 8], channels: 3), source: "the graph")
    plan.samples = 4
    let count = plan.network.input.shape.count * plan.samples
    plan.network.input.law = .given(
      SignalReference.values("picture", count: count, scale: 1).map(Double.init))
    let layers = try await ChainPropagation(plan).layers
    #expect(layers.map(\.weight) == ["conv1", "conv2", "conv3", "fc"])
    for (layer, rms) in zip(layers, reference.rms) {
      #expect((layer.signal / rms - 1).magnitude < 1e-6, "\(layer.weight)")
    }
  }

  @Test("what is no chain with skips is told, and forged graphs end")
  func refused() async throws {
    let reference = try #require(try SignalReference.all()["graph"])
    let shelf = WeightShelf(try await FileDiagnosis(try reference.checkpoint().file()))
    func reason(_ nodes: [GraphNode]) throws -> String {
      let absence = #expect(throws: WeightChain.Absence.self) {
        _ = try GraphSteps.steps(of: nodes, shelf)
      }
      return absence?.reason ?? ""
    }
    #expect(try reason([node("Resize", ["x"], "a")]).contains("a step 'Resize'"))
    #expect(try reason([node("MatMul", ["x", "y"], "a")]).contains("2 inputs"))
    let circle = [
      node("Relu", ["x"], "a"), node("Relu", ["a"], "b"), node("Relu", ["b"], "a"),
    ]
    #expect(try reason(circle).contains("circle"))
    let apart = [node("Relu", ["x"], "a"), node("Tanh", ["x"], "b")]
    #expect(try reason(apart).contains("never meet"))
    // Twenty skips, each inside the one before.
    let deep = (0..<20).flatMap { level in
      [node("Relu", ["v\(level)"], "v\(level + 1)"), node("Tanh", ["v\(level)"], "w\(level)")]
    }
    #expect(try reason(deep).contains("16 skips"))
  }

  @Test("a Keras configuration's strides and pools leave what its matrix takes")
  func keras() async throws {
    func layer(_ kind: String, _ config: String) -> String {
      #"{"class_name": "\#(kind)", "config": {\#(config)}}"#
    }
    let configuration =
      #"{"class_name": "Sequential", "config": {"name": "s", "layers": ["#
      + [
        layer("InputLayer", #""batch_shape": [null, 8, 8, 3]"#),
        layer(
          "Conv2D", #""strides": [2, 2], "padding": "same", "activation": "tanh", "name": "one""#),
        layer("MaxPooling2D", #""pool_size": [2, 2], "strides": [2, 2], "padding": "valid""#),
        layer("Flatten", #""name": "flatten""#),
        layer("Dense", #""units": 5, "activation": "softmax", "name": "two""#),
      ].joined(separator: ", ") + "]}}"
    var file = Checkpoint()
    file.add("layers/conv2d/vars/0", [3, 3, 3, 8], seed: 1, Draw.normal(0.2))
    file.add("layers/conv2d/vars/1", [8], constant: 0)
    file.add("layers/dense/vars/0", [32, 5], seed: 2, Draw.normal(0.2))
    file.add("layers/dense/vars/1", [5], constant: 0)
    let diagnosis = try await FileDiagnosis(try file.file())
    let chain = try await ChainPropagation(diagnosis, keras: configuration)
    // 8 × 8 halved twice are 4 positions of 8 channels: 32.
    #expect(chain.layers.map(\.width) == [8, 5] && chain.activation == "tanh")
    #expect(chain.source.contains("Keras' configuration on pictures of 8 × 8"))
    let absence = await #expect(throws: WeightChain.Absence.self) {
      try await ChainPropagation(
        diagnosis,
        keras: configuration.replacing(
          "\"strides\": [2, 2], \"padding\": \"same\"",
          with: "\"strides\": [1, 1], \"padding\": \"same\""))
    }
    #expect(absence?.reason.contains("takes 32 numbers where 128 come in") == true)
  }

  @Test("heads that share what comes in are no chain")
  func heads() async throws {
    var file = Checkpoint()
    file.add("conv1.weight", [8, 3, 3, 3], seed: 1, Draw.normal(0.2))
    for (name, shape) in [
      ("dense1", [16, 8 * 4]), ("dense2_1", [2, 16]), ("dense2_2", [4, 16]),
    ] {
      file.add("\(name).weight", shape, seed: 2, Draw.normal(0.2))
    }
    let diagnosis = try await FileDiagnosis(try file.file())
    let absence = await #expect(throws: WeightChain.Absence.self) {
      try await ChainPropagation(diagnosis)
    }
    #expect(absence?.reason == "'dense2_2.weight' takes 16 numbers where 2 come in")
  }

  @Test("norms and tables of another size are an absence, never a write beyond their place")
  func sizes() async throws {
    let reference = try #require(try SignalReference.all()["llama"])
    for name in ["model.norm.weight", "model.layers.0.input_layernorm.weight"] {
      var checkpoint = Checkpoint()
      for tensor in reference.checkpoint().tensors {
        if tensor.name == name {
          checkpoint.add(name, [4_096], constant: 1)
        } else {
          checkpoint.add(tensor.name, tensor.shape, tensor.values)
        }
      }
      let file = try await FileDiagnosis(try checkpoint.file())
      let absence = await #expect(throws: WeightChain.Absence.self) {
        try await ChainPropagation(file)
      }
      #expect(absence?.reason.contains("4096 numbers where the stage takes 8") == true)
    }
  }

  @Test("positions and tied tables are taken by the names of a described network")
  func positions() async throws {
    var file = Checkpoint()
    file.add("tokens.weight", [20, 8], seed: 1, Draw.normal(1))
    file.add("places", [1, 12, 8], seed: 2, Draw.normal(0.5))
    let rule = Normal(standardDeviation: 1)
    func network(_ length: Int) -> Network {
      Network(
        input: NetworkInput(
          Shape(positions: [length], channels: 1), law: .tokens(vocabulary: 20)),
        stages: [
          NamedStage(Embedding(vocabulary: 20, width: 8, rule: rule, isTied: true), name: "tokens"),
          NamedStage(Positions(rule: rule), name: "places"),
          NamedStage(TiedReadOut(vocabulary: 20), name: "logits"),
        ])
    }
    let diagnosis = try await FileDiagnosis(try file.file())
    let chain = try await ChainPropagation(
      diagnosis, network: network(12), samples: 64, source: "a file")
    // σ² = 1 of the tokens and ¼ of the positions, up to chance of 12 and 20 rows.
    let last = try #require(chain.layers.last)
    #expect(last.weight == "places" && (last.signal * last.signal - 1.25).magnitude < 0.3)
    let absence = await #expect(throws: WeightChain.Absence.self) {
      try await ChainPropagation(diagnosis, network: network(13), samples: 4, source: "a file")
    }
    #expect(absence?.reason.contains("'places' is no table of 13 positions") == true)
  }

  @Test("a transposed convolution is told as one, with its bias or by what comes after")
  func transposed() async throws {
    func reason(_ build: (inout Checkpoint) -> Void) async throws -> String {
      var checkpoint = Checkpoint()
      checkpoint.add("0.weight", [32, 3, 3, 3], seed: 1, Draw.normal(0.1))
      build(&checkpoint)
      let file = try await FileDiagnosis(try checkpoint.file())
      let absence = await #expect(throws: WeightChain.Absence.self) {
        _ = try await ChainPropagation(file)
      }
      return absence?.reason ?? ""
    }
    let withBias = try await reason {
      $0.add("2.weight", [32, 8, 4, 4], seed: 2, Draw.normal(0.1))
      $0.add("2.bias", [8], constant: 0)
    }
    #expect(
      withBias.contains("'2.weight' is the kernel of a transposed convolution"), "\(withBias)")
    let byNext = try await reason {
      $0.add("2.weight", [32, 8, 4, 4], seed: 2, Draw.normal(0.1))
      $0.add("4.weight", [5, 8, 3, 3], seed: 3, Draw.normal(0.1))
    }
    #expect(
      byNext.contains("'2.weight' takes all 32 channels if it is a transposed convolution"),
      "\(byNext)")
    // A bias of 32 tells of groups: what is wrong is then the next kernel.
    let grouped = try await reason {
      $0.add("2.weight", [32, 8, 4, 4], seed: 2, Draw.normal(0.1))
      $0.add("2.bias", [32], constant: 0)
      $0.add("4.weight", [5, 8, 3, 3], seed: 3, Draw.normal(0.1))
    }
    #expect(grouped.contains("'4.weight' takes 8 channels where 32 come in"), "\(grouped)")
  }
}
