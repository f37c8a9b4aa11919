import Experiments
import Study
import Foundation
import Simulation
import Testing

@testable import StudyFiles

@Suite("Study files") struct StudyFileTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "BadStudies")

  /// The broken files and, from `expected.tsv`, the message each must give.
  static let bad: [(file: String, message: String)] = {
    let table =
      (try? String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)) ?? ""
    return table.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
  }()

  @Test func everyBrokenFileHasItsMessage() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".yml") }.sorted()
    #expect(files.count >= 60)
    #expect(files == Self.bad.map(\.file))
  }

  @Test(arguments: bad)
  func aBrokenFileGetsOneClearMessage(file: String, message: String) throws {
    let path = Self.folder.appending(path: file).path
    #expect {
      _ = try StudyFile.read(path: path)
    } throws: { error in
      guard var error = error as? StudyFileError else { return false }
      error.file = file
      if error.description != message { Issue.record("\(error.description)") }
      return error.description == message
    }
  }

  @Test func aStudySaysWhatToMeasure() throws {
    let plan = try StudyFile.parse(
      """
      title: GELU against ReLU   # a comment
      author: "Ada: Lovelace"
      seed: 18446744073709551615
      trials: 500
      precision: ±2 %
      networks:
        - name: gelu-he
          widths: [64, 128, 64]
          activation: tanh
          init: he-normal
          gain: 1.5
        - {name: "relu", width: 32, depth: 3, activation: relu, init: normal-0.02, bias-variance: 0.1}
      sweeps:
        - {name: gains, network: relu, over: gain, values: [0.5, 1, 2]}
      chapters: [products]
      """)
    #expect(plan.title == "GELU against ReLU")
    #expect(plan.author == "Ada: Lovelace")
    #expect(plan.seed == .max)
    #expect(plan.trials == 500)
    #expect(plan.precision == 0.02)
    #expect(plan.networks.map(\.widths) == [[64, 128, 64], [32, 32, 32, 32]])
    #expect(plan.networks.map(\.gain) == [1.5, 1])
    #expect(plan.networks.map(\.biasVariance) == [0, 0.1])
    #expect(plan.networks[1].initializer == "normal-0.02")
    #expect(
      plan.sweeps == [
        SweepPlan(name: "gains", network: "relu", axis: .gain, values: ["0.5", "1", "2"])
      ])
    #expect(plan.chapters == ["products"])
  }

  @Test func networksMayHaveRemedies() throws {
    let plan = try StudyFile.parse(
      """
      title: Remedies
      summary: What helps?
      language: pt-BR
      theme: dark
      networks:
        - {name: a, width: 8, depth: 3, activation: gelu, init: he-normal, residual: 1/√L, normalization: layer, expansion: 4}
        - {name: b, width: 8, depth: 3, activation: relu, init: he-normal, normalization: batch}
        - {name: c, width: 8, depth: 9, activation: tanh, init: orthogonal, tied: true, batch: 2}
        - {name: d, width: 8, depth: 3, activation: relu, init: lsuv, residual: none}
      sweeps:
        - name: pairs
          network: b
          grid:
            init: [lecun, he-normal, orthogonal]
            activation: [tanh, relu]
      chapters: all
      """)
    #expect(plan.summary == "What helps?" && plan.language == "pt-BR" && plan.theme == .dark)
    #expect(plan.networks.map(\.residual) == [.scaled, nil, nil, nil])
    #expect(plan.networks.map(\.normalization) == [.layer, .batch, nil, nil])
    #expect(plan.networks.map(\.batch) == [1, 32, 2, 1])
    #expect(plan.networks.map(\.expansion) == [4, nil, nil, nil])
    #expect(plan.networks.map(\.tiesWeights) == [false, false, true, false])
    #expect(plan.chapters == ExperimentCatalog.chapters.map(\.id))
    // The grid varies in the order of the file: the first property fastest.
    let variants = plan.sweeps[0].variants(of: plan.networks[1])
    #expect(
      variants.map(\.initializer) == [
        "lecun", "he-normal", "orthogonal", "lecun", "he-normal", "orthogonal",
      ])
    #expect(variants.map(\.activation) == ["tanh", "tanh", "tanh", "relu", "relu", "relu"])
    #expect(plan.settings.count == 10)
  }

  /// Every entry of the schema is one that the reader knows, and it knows no other.
  @Test func theSchemaNamesWhatIsRead() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(StudySchema())) as? [String: Any])
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    func knownKeys(_ text: String) -> Set<String> {
      do {
        _ = try StudyFile.parse(text)
        return []
      } catch {
        let list = error.problem.components(separatedBy: "the entries are ").last ?? ""
        return Set(list.components(separatedBy: ", "))
      }
    }
    #expect(knownKeys("title: T\nzzzzzzzzzzzz: 1\n") == Set(properties.keys))
    let network = "name: a, width: 8, depth: 2, activation: tanh, init: lecun"
    for (list, text) in [
      ("networks", "title: T\nnetworks: [{\(network), zzzzzzzzzzzzzzzz: 1}]\n"),
      (
        "sweeps",
        "title: T\nnetworks: [{\(network)}]\nsweeps: [{name: s, network: a, over: gain, values: [1], zzzzzzzzzzzz: 1}]\n"
      ),
    ] {
      let items = try #require(properties[list]?["items"] as? [String: Any])
      let keys = try #require(items["properties"] as? [String: Any]).keys
      #expect(knownKeys(text) == Set(keys), "\(list)")
    }
  }

  /// Whatever spelling the reader takes, the schema takes, and what neither should take neither does.
  @Test(
    arguments: [
      ("activation", "leaky-relu-0.2", true), ("activation", "LeakyReLU(0.2)", true),
      ("activation", "prelu-0.1", true), ("activation", "SiLU", true),
      ("activation", "swish", true),
      ("activation", "sine-30", true), ("activation", "Leaky ReLU", true),
      ("activation", "tahn", false), ("activation", "leaky-relu-x", false),
      ("activation", "x * sigmoid(1.702 x)", true), ("activation", "max(x, 0)^2", true),
      ("activation", "2e-3 X + x²", true), ("activation", "ln(1 + exp(−x))", true),
      ("activation", "MAX (x,0)·pi", true), ("activation", "x", true),
      ("activation", "x + y", false), ("activation", "relux(x)", false),
      ("activation", "sigmoid x", false), ("activation", "1 + 1", false),
      ("init", "x * 2", false), ("init", "kaiming_normal_", true),
      ("init", "xavier_uniform_", true),
      ("init", "trunc_normal_(0.02)", true), ("init", "kaiming_normal__", false),
      ("init", "uniform-0.17", true), ("init", "orthogonal-1.41", true),
      ("init", "constant-0.5", true), ("init", "constant--2", true), ("init", "sparse-5", true),
      ("init", "truncated-normal-0.02", true), ("init", "normal-1e-3", true),
      ("init", "kaiming_normal", true), ("init", "kaiming-normal", true),
      ("init", "glorot-uniform", true), ("init", "xavier", true), ("init", "he", true),
      ("init", "normal-", false), ("init", "he--normal", false), ("init", "normal-0x1p3", false),
      ("init", "normal-nan", false),
    ] as [(String, String, Bool)])
  func theSchemaTakesWhatTheReaderTakes(key: String, value: String, isTaken: Bool) throws {
    let other = key == "init" ? "activation: tanh" : "init: lecun"
    let text =
      "title: T\nnetworks: [{name: a, width: 8, depth: 2, \(other), \(key): \"\(value)\"}]\n"
    #expect(((try? StudyFile.parse(text)) != nil) == isTaken)
    let schema = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(StudySchema())) as? [String: Any])
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    let items = try #require(properties["networks"]?["items"] as? [String: Any])
    let entry = try #require((items["properties"] as? [String: [String: Any]])?[key])
    let choices = try #require(entry["anyOf"] as? [[String: Any]])
    let isAllowed = try choices.contains { choice in
      if let names = choice["enum"] as? [String] { return names.contains(value) }
      let pattern = try #require(choice["pattern"] as? String)
      return value.range(of: pattern, options: .regularExpression) != nil
    }
    #expect(isAllowed == isTaken)
  }

  /// What `propagate` has, a study file has; names come as their catalogue prints them.
  @Test func networksHaveTheirInputsAndPrecision() throws {
    let plan = try StudyFile.parse(
      """
      title: Inputs
      networks:
        - {name: a, width: 8, depth: 2, activation: LeakyReLU, init: kaiming_uniform, input-second-moment: 4,
           input-correlation: 0.5, batch: 3, precision: float16}
        - {name: b, width: 8, depth: 2, activation: relu, init: torch-default}
        - {name: c, width: 8, depth: 2, activation: relu, init: torch-default, bias-variance: 0}
      """)
    #expect(plan.networks.map(\.activation) == ["leaky-relu", "relu", "relu"])
    #expect(plan.networks[0].initializer == "he-uniform")
    let requests = try plan.networks.map {
      try $0.request(trials: 2, seed: SeedTree(seed: 1), jobs: 1)
    }
    #expect(requests[0].inputs == InputLaw(secondMoment: 4, correlation: 0.5))
    #expect(requests[0].precision == .float16)
    for variance in requests[1].biasVariances { #expect(abs(variance * 24 - 1) < 1e-12) }
    #expect(requests[1].biasVariances.count == 2)
    #expect(requests[2].biasVariances == [0, 0])
  }
}
