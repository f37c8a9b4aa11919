import Engine
import Foundation
import Simulation
import Testing
import WeightFiles

@testable import Diagnosis

/// What `Tests/References/diagnosis_signal.py` computed with numpy.
struct SignalReference: Decodable {
  var configuration: String
  var tensors: [Tensor]
  var rms: [Double]

  struct Tensor: Decodable {
    var name: String
    var shape: [Int]
    var scale: Double
    var shift: Double
  }

  static func all() throws -> [String: SignalReference] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try JSONDecoder().decode(
      [String: SignalReference].self,
      from: Data(contentsOf: folder.appending(path: "References/diagnosis_signal.json")))
  }

  /// Whole numbers over 2003, as the script has them.
  static func values(_ name: String, count: Int, scale: Double, shift: Double = 0) -> [Float] {
    var seed = 0
    for (i, c) in name.unicodeScalars.enumerated() { seed += (i + 1) * Int(c.value) }
    seed %= 2_003
    return (0..<count).map { k in
      let v = Double((k * 7_919 + k * k % 1_009 * 31 + seed * 613) % 2_003) / 2_003 - 0.5
      return Float(shift + 2 * scale * v)
    }
  }

  func checkpoint() -> Checkpoint {
    var file = Checkpoint()
    for tensor in tensors {
      file.add(
        tensor.name, tensor.shape,
        Self.values(
          tensor.name, count: tensor.shape.reduce(1, *), scale: tensor.scale, shift: tensor.shift))
    }
    return file
  }
}

@Suite("Families of models, recognised by names and sent through the engine")
struct TemplateTests {
  @Test(
    "the signal is that of the family's own code",
    arguments: ["gpt2", "llama", "bert", "t5", "vit", "resnet"])
  func signal(family: String) async throws {
    let reference = try #require(try SignalReference.all()[family])
    let file = try await FileDiagnosis(
      try reference.checkpoint().file(),
      configuration: try HubConfiguration(reference.configuration))
    var plan = try WeightNetwork(file, WeightNetwork.Request())
    let count = plan.network.input.shape.count * plan.samples
    if case .tokens = plan.network.input.law {
      let tokens = (0..<count).map { place -> Double in
        let (sequence, position) = (place / 16, place % 16)
        return Double((7 * position + 3 * sequence) % 11)
      }
      plan.network.input.law = .given(tokens)
    } else {
      plan.network.input.law = .given(
        SignalReference.values("picture", count: count, scale: 1).map(Double.init))
    }
    let layers = try await ChainPropagation(plan).layers
    #expect(layers.count == reference.rms.count)
    for (layer, rms) in zip(layers, reference.rms) {
      #expect((layer.signal / rms - 1).magnitude < 1e-6, "\(layer.weight)")
      #expect(layer.gradient > 0 && layer.gradient.isFinite)
    }
  }

  @Test("a fresh stack stays in the band of its own laws")
  func band() async throws {
    var file = Checkpoint()
    file.add("wte.weight", [50, 64], seed: 1, Draw.normal(0.02))
    file.add("wpe.weight", [32, 64], seed: 1, Draw.normal(0.02))
    for layer in 0..<3 {
      for (name, shape) in [
        ("attn.c_attn", [64, 192]), ("attn.c_proj", [64, 64]), ("mlp.c_fc", [64, 256]),
        ("mlp.c_proj", [256, 64]),
      ] {
        file.add("h.\(layer).\(name).weight", shape, seed: 5, Draw.normal(0.02))
      }
    }
    let layers = try await ChainPropagation(try await FileDiagnosis(try file.file())).layers
    for layer in layers {
      let (theory, band) = (try #require(layer.signalTheory), try #require(layer.signalBand))
      // Wider than 95 %: one file of one seed.
      #expect(Double.log(layer.signal / theory).magnitude < 2 * Double.log(band) + 1e-3, "\(layer)")
      let (back, width) = (try #require(layer.gradientTheory), try #require(layer.gradientBand))
      #expect(Double.log(layer.gradient / back).magnitude < 2 * Double.log(width) + 1e-3)
    }
  }

  @Test("a chain that is told, with ranges and stars")
  func told() async throws {
    var file = Checkpoint()
    for layer in 0..<3 {
      file.add("net.\(layer).fc.weight", [16, 16], seed: UInt64(layer), Draw.normal(0.25))
    }
    file.add("attn.weight", [16, 16], seed: 9, Draw.normal(0.25))
    let diagnosis = try await FileDiagnosis(try file.file())
    let told = try await ChainPropagation(
      diagnosis, chain: ChainSpecification("net.{0..1}.fc tanh net.2.fc"))
    #expect(told.layers.map(\.weight) == (0..<3).map { "net.\($0).fc.weight" })
    #expect(told.activation == "tanh" && told.certainty == .known)
    let star = try await ChainPropagation(diagnosis, chain: ChainSpecification("net.*.fc"))
    #expect(star.layers.count == 3 && star.activation == "identity")
    await #expect(throws: WeightChain.Absence.self) {
      try await ChainPropagation(diagnosis, chain: ChainSpecification("net.7.fc"))
    }
    for (text, column) in [("a {0..x}", 3), ("relu", 1), ("net.{0", 1)] {
      let fault = #expect(throws: ChainSpecification.Fault.self) { try ChainSpecification(text) }
      #expect(fault?.column == column)
    }
  }

  @Test("a network that is described elsewhere takes the tensors of its stages' names")
  func described() async throws {
    var file = Checkpoint()
    for layer in 0..<2 {
      file.add("blocks.\(layer).fc.weight", [16, 16], seed: UInt64(layer), Draw.normal(0.25))
    }
    file.add("head.weight", [5, 16], seed: 7, Draw.normal(0.25))
    let rule = Normal(standardDeviation: 0.25)
    func network(_ units: Int) -> Network {
      Network(
        input: NetworkInput(Shape(channels: 16)),
        stages: [
          NamedStage(
            Repeat(
              2,
              [NamedStage(Dense(16, rule: rule), name: "fc"), NamedStage(ActivationStage(Tanh()))]),
            name: "blocks"),
          NamedStage(Dense(units, rule: rule), name: "head"),
        ])
    }
    let diagnosis = try await FileDiagnosis(try file.file())
    let described = try await ChainPropagation(
      diagnosis, network: network(5), samples: 64, source: "a file")
    let told = try await ChainPropagation(
      diagnosis, chain: ChainSpecification("blocks.0.fc tanh blocks.1.fc tanh head"))
    #expect(described.layers.map(\.signal).count == 3)
    for (a, b) in zip(described.layers, told.layers) {
      #expect((a.signal / b.signal - 1).magnitude < 1e-9)
    }
    let absence = await #expect(throws: WeightChain.Absence.self) {
      try await ChainPropagation(diagnosis, network: network(6), samples: 4, source: "a file")
    }
    #expect(absence?.reason.contains("'head.weight' is 5 × 16") == true)
  }

  @Test("attention that is described elsewhere takes the biases beside its matrices")
  func describedAttention() async throws {
    /// The signal behind attention whose values have a bias of that deviation, or none.
    func signal(_ deviation: Double?, biases count: Int = 48) async throws -> Double {
      var file = Checkpoint()
      file.add("attend.in_proj_weight", [48, 16], seed: 1, Draw.normal(0.25))
      file.add("attend.out_proj.weight", [16, 16], seed: 2, Draw.normal(0.25))
      file.add("head.weight", [5, 16], seed: 3, Draw.normal(0.25))
      if let deviation {
        file.add("attend.in_proj_bias", [count], seed: 4, Draw.normal(deviation))
      }
      let rule = Normal(standardDeviation: 0.25)
      let network = Network(
        input: NetworkInput(Shape(positions: [4], channels: 16)),
        stages: [
          NamedStage(Attention(heads: 2, rule: rule), name: "attend"),
          NamedStage(Dense(5, rule: rule), name: "head"),
        ])
      let chain = try await ChainPropagation(
        try await FileDiagnosis(try file.file()), network: network, samples: 8, source: "a file")
      return try #require(chain.layers.last).signal
    }
    let (plain, biased) = (try await signal(nil), try await signal(10))
    // Values of size ten instead of one.
    #expect(biased > 3 * plain, "\(plain), \(biased)")
    let absence = await #expect(throws: WeightChain.Absence.self) {
      try await signal(1, biases: 40)
    }
    #expect(absence?.reason.contains("'attend.in_proj_bias'") == true)
  }

  @Test("convolutions before matrices are propagated as their flattened size allows")
  func convolutions() async throws {
    var file = Checkpoint()
    file.add("conv1.weight", [8, 3, 3, 3], seed: 1, Draw.normal((2.0 / 27).squareRoot()))
    file.add("conv2.weight", [8, 8, 3, 3], seed: 2, Draw.normal((2.0 / 72).squareRoot()))
    file.add("fc.weight", [10, 8 * 36], seed: 3, Draw.normal((2.0 / 288).squareRoot()))
    let chain = try await ChainPropagation(try await FileDiagnosis(try file.file()))
    #expect(chain.layers.map(\.width) == [8, 8, 10])
    #expect(chain.source.contains("6 × 6"))
    // He's rule keeps ReLU networks near √2, up to chance of 8 channels.
    for layer in chain.layers { #expect(layer.signal > 0.8 && layer.signal < 2.3, "\(layer)") }
  }

  @Test("numbers that are not finite are sent nowhere, and names without a tensor say which")
  func absent() async throws {
    var file = Checkpoint()
    file.add("0.weight", [8, 8], seed: 1, Draw.normal(1))
    file.add("1.weight", [8, 8], seed: 2, Draw.normal(1))
    file.change("1.weight") { $0[3] = .infinity }
    var model = Checkpoint()
    model.add("h.0.attn.c_attn.weight", [8, 24], seed: 1, Draw.normal(1))
    model.add("h.0.attn.c_proj.weight", [8, 8], seed: 1, Draw.normal(1))
    for (checkpoint, words) in [(file, "'1.weight' holds"), (model, "'wte.weight' is missing")] {
      let diagnosis = try await FileDiagnosis(try checkpoint.file())
      let absence = await #expect(throws: WeightChain.Absence.self) {
        try await ChainPropagation(diagnosis)
      }
      #expect(absence?.reason.contains(words) == true, "\(absence?.reason ?? "")")
    }
  }
}
