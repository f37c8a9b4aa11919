import Simulation
import Testing
import WeightFiles

@testable import Diagnosis

@Suite("Findings")
struct FindingTests {
  private func findings(
    _ checkpoint: Checkpoint, configuration: String? = nil
  ) async throws -> [Finding] {
    let file = try await FileDiagnosis(
      try checkpoint.file(), configuration: try configuration.map { try HubConfiguration($0) })
    return Finding.all(in: file, propagation: try? await ChainPropagation(file))
  }

  private func ids(_ found: [Finding]) -> [String] { found.map(\.id) }

  @Test("GPT-2's projections without their factor, only where the configuration names it")
  func depthFactor() async throws {
    var file = Checkpoint()
    for layer in 0..<4 {
      for (name, shape) in [
        ("attn.c_proj", [64, 64]), ("mlp.c_fc", [64, 256]), ("mlp.c_proj", [256, 64]),
      ] {
        file.add("h.\(layer).\(name).weight", shape, seed: 1, Draw.normal(0.02))
        file.add("h.\(layer).\(name).bias", [shape[1]], constant: 0)
      }
    }
    let configuration = #"{"model_type": "gpt2", "initializer_range": 0.02, "n_layer": 4}"#
    let found = try await findings(file, configuration: configuration)
    let finding = try #require(found.first)
    #expect(finding.id == "depth-factor" && finding.tensors.count == 8)
    #expect(finding.message.contains("the depth factor was not applied"))
    #expect(!ids(try await findings(file)).contains("depth-factor"))
    let llama = #"{"model_type": "llama", "initializer_range": 0.02, "num_hidden_layers": 4}"#
    #expect(!ids(try await findings(file, configuration: llama)).contains("depth-factor"))
  }

  @Test("an adapter whose product is not zero")
  func lora() async throws {
    var file = Checkpoint()
    file.add("q.lora_A.weight", [8, 256], seed: 1, Draw.uniform(1 / 16.0))
    file.add("q.lora_B.weight", [128, 8], constant: 0)
    #expect(!ids(try await findings(file)).contains("lora-not-identity"))
    file.change("q.lora_B.weight") { values in
      var source = SeedTree(seed: 2).source()
      for i in values.indices { values[i] = Float(0.02 * source.normal()) }
    }
    #expect(ids(try await findings(file)).contains("lora-not-identity"))
  }

  @Test("layers of one seed, tied or copied")
  func equal() async throws {
    var file = Checkpoint()
    file.add("0.weight", [32, 32], seed: 1, Draw.normal(0.1))
    file.add("2.weight", [32, 32], seed: 2, Draw.normal(0.1))
    let first = file.tensors[0].values
    file.add("4.weight", [32, 32], first)
    let found = try await findings(file)
    let equal = try #require(found.first { $0.id == "equal-tensors" })
    #expect(equal.tensors == ["0.weight", "4.weight"])
  }

  @Test("a module that stayed at its start in a file that did not")
  func untouched() async throws {
    var file = Checkpoint()
    file.add("a.weight", [64, 64], seed: 1, Draw.uniform(0.125))
    file.add("b.weight", [64, 64], seed: 2, Draw.uniform(0.125))
    file.add("c.weight", [64, 64], seed: 3, Draw.uniform(0.125))
    for name in ["a.weight", "c.weight"] {
      // A step of rank one, as gradients are.
      file.change(name) { values in
        for i in values.indices {
          values[i] += 0.06 * (i / 64 % 2 == 0 ? 1 : -1) * (i % 3 == 0 ? 1 : -0.5)
        }
      }
    }
    let found = try await findings(file)
    let finding = try #require(found.first { $0.id == "untouched" })
    #expect(finding.tensors == ["b.weight"])
    #expect(finding.message.contains("torch-default"))
  }

  @Test("a deep chain that explodes names the layer that leaves float16")
  func explodes() async throws {
    var file = Checkpoint()
    for layer in 0..<12 {
      file.add("layers.\(layer).weight", [64, 64], seed: UInt64(layer), Draw.normal(0.6))
    }
    let found = try await findings(file)
    #expect(ids(found).contains("signal-explodes") && ids(found).contains("gradient-explodes"))
    #expect(ids(found).contains("leaves-float16-forward"))
    // √(64·0.36/2) = 3.4 a layer: ln 65504/ln 3.4 = 9.1 layers at the root mean square, less at the largest.
    let layer = try #require(found.first { $0.id == "leaves-float16-forward" }?.tensors.first)
    #expect(["layers.6.weight", "layers.7.weight", "layers.8.weight"].contains(layer))
  }

  @Test("He's start raises nothing")
  func nothing() async throws {
    var file = Checkpoint()
    for layer in 0..<8 {
      file.add("layers.\(layer).weight", [128, 128], seed: UInt64(layer), Draw.normal(0.125))
      file.add("layers.\(layer).bias", [128], constant: 0)
    }
    #expect(try await findings(file).filter { $0.severity != .note } == [])
  }

  @Test("lines of zeros and copies")
  func lines() async throws {
    var file = Checkpoint()
    file.add("fc.weight", [64, 48], seed: 1, Draw.normal(0.2))
    file.change("fc.weight") { values in
      for i in 0..<48 { values[5 * 48 + i] = 0 }
      for row in 0..<64 { values[row * 48 + 7] = 0 }
      for i in 0..<48 { values[9 * 48 + i] = values[2 * 48 + i] }
    }
    let found = try await findings(file)
    #expect(Set(ids(found)).isSuperset(of: ["dead-rows", "dead-columns", "duplicate-rows"]))
    #expect(
      found.first { $0.id == "dead-columns" }?.message.contains("column 7 is all zero: inputs")
        == true)
    #expect(Finding.lines([3], "row") == "row 3")
    #expect(Finding.lines([3, 4], "row") == "rows 3 and 4")
    #expect(Finding.lines(Array(0..<96), "row") == "rows 0 … 95")
    #expect(Finding.lines([1, 5, 9, 20, 40], "row") == "5 rows (1, 5, 9, …)")
  }
}
