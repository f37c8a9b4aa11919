import Foundation
import Testing
import WeightFiles

@testable import Diagnosis

/// What frameworks wrote, with the rule that each tensor was drawn by.
private struct Truth: Decodable {
  var files: [String]
  var tensors: [String: Tensor]

  struct Tensor: Decodable {
    var family: String
    var std: Double?
    var cut: Double?
    var layout: String?
    var wrongAxes: Bool?
    var transposed: Bool?
    var initial: Initial?

    enum CodingKeys: String, CodingKey {
      case family, std, cut, layout, transposed, initial
      case wrongAxes = "wrong_axes"
    }
  }
  struct Initial: Decodable {
    var family: String
    var std: Double?
  }

  /// What is known of a tensor: by its name, or by the longest end of it after a dot ("attn.out.kernel" ends with
  /// another tensor's name, "out.kernel", too).
  func entry(of name: String) -> Tensor? {
    tensors[name]
      ?? tensors.filter { name.hasSuffix(".\($0.key)") }.max { $0.key.count < $1.key.count }?.value
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  static func read(_ name: String) throws -> Truth {
    try JSONDecoder().decode(
      Truth.self, from: Data(contentsOf: folder.appendingPathComponent("\(name)/truth.json")))
  }
}

private func diagnose(_ path: String) async throws -> FileDiagnosis {
  let full = Truth.folder.appendingPathComponent(path).path
  return try await FileDiagnosis(
    WeightFile(path: full), configuration: HubConfiguration(beside: full))
}

@Suite("Checkpoints of PyTorch, timm, PEFT, Keras, Flax and JAX")
struct FixtureTests {
  static let fresh = [
    "attention-keras-old", "convs-keras", "convs-torch", "rnn-torch", "rnn-keras", "rnn-flax",
    "stacked-jax", "laws-torch", "lora", "mlp-onnx", "mlp-torch-default", "encoder-torch",
    "efficientnet-timm", "attention-flax", "cnn-flax", "mlp-xavier-tanh",
  ]

  @Test("families, laws and layouts are those that were drawn")
  func laws() async throws {
    var (families, count, first, compatible, drawn, layouts) = (0, 0, 0, 0, 0, 0)
    var misses: [String] = []
    for fixture in Self.fresh {
      let truth = try Truth.read(fixture)
      for path in truth.files {
        let file = try await diagnose("\(fixture)/\(path)")
        for tensor in file.tensors {
          guard let entry = truth.entry(of: tensor.name) else { continue }
          let want: String =
            switch entry.family {
            case "blocks": "gate blocks"
            case "sparse": "sparse normal"
            case "truncated-normal": "truncated-normal-\(Int(entry.cut ?? 0))"
            default: entry.family
            }
          count += 1
          if tensor.law.family == want {
            families += 1
          } else {
            misses.append("\(fixture) \(tensor.name): \(tensor.law.phrase)")
          }
          #expect(tensor.law.word != .noLaw, "\(fixture) \(tensor.name)")
          if let std = entry.std, std > 0,
            ["normal", "uniform", "truncated-normal"].contains(entry.family)
          {
            drawn += 1
            func fits(_ law: LawVerdict.Named) -> Bool {
              law.family == want && !law.names.isEmpty
                && (law.deviation / std - 1).magnitude < 0.004
            }
            if tensor.law.best.map(fits) == true {
              first += 1
            } else {
              misses.append("\(fixture) \(tensor.name): \(tensor.law.phrase)")
            }
            if ([tensor.law.best].compactMap { $0 } + tensor.law.others).contains(where: fits) {
              compatible += 1
            }
          }
          if let layout = entry.layout {
            layouts += 1
            #expect(tensor.layout?.axes.replacing(" ", with: "") == layout, "\(tensor.name)")
          }
        }
        // A right start raises no error.
        #expect(!Finding.all(in: file).contains { $0.severity == .error }, "\(fixture)")
        #expect(file.start == .fresh, "\(fixture)")
      }
    }
    #expect(count > 190 && drawn > 60 && layouts > 10)
    #expect(families == count, "\(misses)")
    #expect(Double(first) >= 0.96 * Double(drawn), "\(misses)")
    #expect(Double(compatible) >= 0.98 * Double(drawn), "\(misses)")
  }

  @Test(
    "mistakes with axes are told, or that they cannot be told",
    arguments: ["attention-keras-old", "stacked-jax", "convs-keras", "convs-torch"])
  func wrongAxes(fixture: String) async throws {
    let truth = try Truth.read(fixture)
    let file = try await diagnose("\(fixture)/\(truth.files[0])")
    var checked = 0
    for tensor in file.tensors {
      guard truth.tensors[tensor.name]?.wrongAxes == true else { continue }
      checked += 1
      // Where a law without a mistake is the same, the alias tells of the one with it.
      #expect(
        tensor.law.best?.mistake != nil || tensor.law.best?.alias != nil
          || tensor.law.others.contains { $0.mistake != nil },
        "\(tensor.name): \(tensor.law.phrase)")
    }
    #expect(checked > 0)
    let found = Finding.all(in: file)
    #expect(found.contains { $0.id == "wrong-axes" || $0.id == "equal-laws" })
    #expect(!found.contains { $0.id == "wrong-axes" && $0.tensors.contains("scan.good.kernel") })
  }

  @Test("every planted defect of a broken file is named, and nothing else")
  func broken() async throws {
    let file = try await diagnose("broken/broken.safetensors")
    let found = Finding.all(in: file)
    let named = found.filter { $0.severity != .note }.map {
      "\($0.id) \($0.tensors.joined(separator: " "))"
    }
    #expect(
      Set(named) == [
        "not-finite 0.weight", "not-finite 8.weight", "garbage empty.weight",
        "dead-rows 2.weight", "duplicate-rows 4.weight", "outlier-entry 6.weight",
      ])
    let repeated = try #require(found.first { $0.id == "duplicate-rows" })
    #expect(repeated.message.contains("Rows 48 … 95 repeat rows 0 … 47"))
    #expect(file.tensors.first { $0.name == "0.weight" }?.notFiniteRows == [5])
    #expect(file.tensors.first { $0.name == "2.weight" }?.zeroRows == [10, 11, 12, 13])
  }

  @Test("a start, five steps from it, and six hundred")
  func training() async throws {
    let start = try await diagnose("trained-digits/step0.safetensors")
    #expect(start.start == .fresh)
    let moved = try await diagnose("trained-digits/step5.safetensors")
    #expect(moved.start == .moved)
    let first = try #require(moved.tensors.first { $0.name == "0.weight" }?.moved)
    // 1/√64, and five steps of Adam at 0.001 are 0.005, 4 % of it.
    #expect(first.rule == "torch-default" && (first.bound - 0.125).magnitude < 1e-15)
    #expect(
      first.share > 0.005 && first.share < 0.02 && first.excess > 0.02 && first.excess <= 0.05)
    let trained = try await diagnose("trained-digits/step600.safetensors")
    #expect(trained.start == .notDraws)
    for name in ["0.weight", "2.weight"] {
      let tensor = try #require(trained.tensors.first { $0.name == name })
      #expect(tensor.law.word == .noLaw && tensor.isDraw == false)
    }
  }

  @Test("a graph makes layouts known, and gives the chain with its activation")
  func graph() async throws {
    let file = try await diagnose("mlp-onnx/mlp.onnx")
    #expect(
      file.tensors.filter { $0.role == .matrix }.allSatisfy { $0.layout?.certainty == .known })
    let chain = try await ChainPropagation(file)
    #expect(chain.certainty == .known && chain.activation == "relu")
    #expect(chain.layers.map(\.width) == [80, 60, 4])
  }
}
