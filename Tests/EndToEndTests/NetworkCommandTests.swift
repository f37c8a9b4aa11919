import Foundation
import TestSupport
import Testing

@Suite("report propagate --network") struct NetworkCommandTests {
  func run(_ arguments: String, files: [String: String] = [:]) throws -> ProgramRun {
    let scratch = try Scratch()
    for (name, text) in files {
      try Data(text.utf8).write(to: scratch.url.appending(path: name))
    }
    return try Command.run(arguments.split(separator: " ").map(String.init), in: scratch.url)
  }

  struct Document: Decodable, Equatable {
    struct Moment: Decodable, Equatable {
      var value: Double?
      var status: String
    }
    struct Gradient: Decodable, Equatable { var secondMoment: Moment }
    struct Estimate: Decodable, Equatable { var value: Double? }
    struct Output: Decodable, Equatable {
      var mean: Estimate
      var standardDeviation: Double?
      var secondMoment: Moment
      var cosine: Estimate?
      var saturated: Estimate?
      var zero: Estimate
    }
    struct Stage: Decodable, Equatable {
      var name: String
      var kind: String
      var shape: [Int]
      var fanIn: Int?
      var fanOut: Int?
      var terms: Int?
      var output: Output
      var gradient: Gradient
      var weightGradient: Gradient?
    }
    var network: String
    var weights: Int
    var firstOverflow: String?
    var stages: [Stage]
  }

  private static let file = """
    name: small
    init: he-normal
    activation: relu
    batch: 4
    input: {image: [6, 6], channels: 2}
    stack:
      - convolution: {channels: 4, kernel: 3, padding: 1, groups: 2, name: conv}
      - activation
      - repeat: {name: blocks, count: 2, stack: [{residual: [dense: 4]}]}
      - flatten
      - dense: {units: 3, name: out}
    """

  @Test func jsonHasStages() throws {
    let outcome = try run(
      "propagate --network net.yml --networks 4 --json", files: ["net.yml": Self.file])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    #expect(document.network == "small")
    // 9 · 1 · 4 + 2 · 4² + 144 · 3.
    #expect(document.weights == 36 + 32 + 432)
    let names = document.stages.map(\.name)
    #expect(
      names == [
        "input", "conv", "activation-2", "blocks.1.residual-1.dense-1", "blocks.1.residual-1",
        "blocks.2.residual-1.dense-1", "blocks.2.residual-1", "flatten-4", "out",
      ])
    let conv = document.stages[1]
    #expect(conv.kind == "convolution" && conv.shape == [6, 6, 4])
    #expect(conv.fanIn == 9 && conv.fanOut == 18 && conv.terms == 9)
    #expect(conv.output.secondMoment.status == "estimated")
    #expect(conv.output.cosine?.value != nil && conv.output.saturated == nil)
    #expect(document.stages[2].output.saturated?.value ?? 0 > 0.3)
    #expect(document.stages[8].weightGradient != nil)
  }

  @Test func jobsDoNotChangeAResult() throws {
    let files = ["net.yml": Self.file]
    let one = try run("propagate --network net.yml --csv --jobs 1", files: files)
    let three = try run("propagate --network net.yml --csv --jobs 3", files: files)
    #expect(one.status == 0 && one.output == three.output)
    #expect(one.output.hasPrefix("stage,kind,shape,mean,deviation,rms"))
  }

  @Test func aTableHasALineForEachBlock() throws {
    let outcome = try run(
      "propagate --network net.yml --networks 2 --set blocks.count=3", files: ["net.yml": Self.file]
    )
    let first = outcome.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
    #expect(
      first.prefix(9).map(String.init) == [
        "stage", "input", "conv", "activation-2", "blocks.1", "blocks.2", "blocks.3", "flatten-4",
        "out",
      ])
  }

  /// Of 4 × 4 taps a stride of two leaves four for each place: 8 · 4 terms, where rules are told of 8 · 16.
  @Test func aTransposedConvolutionSumsWhatReachesAPlace() throws {
    let text = """
      input: {image: [8, 8], channels: 8}
      init: he-normal
      stack:
        - convolution: {channels: 8, kernel: 4, stride: 2, padding: 1, transposed: true, name: up}
      """
    let outcome = try run(
      "propagate --network net.yml --networks 2 --json", files: ["net.yml": text])
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    #expect(document.stages[1].fanIn == 128 && document.stages[1].terms == 32)
    let table = try run("propagate --network net.yml --networks 2", files: ["net.yml": text])
    #expect(table.output.contains("a fan-in of 128, but a unit sums 32 terms"))
  }

  /// Spreadsheets write a byte order mark; the first sample is a sample all the same.
  @Test func aByteOrderMarkIsNoSample() throws {
    let text = "input: {vector: 2, file: rows.csv}\nstack: [dense: 2]\ninit: lecun-normal"
    let plain = try run(
      "propagate --network n.yml --networks 2 --csv",
      files: ["n.yml": text, "rows.csv": "1,2\n3,4\n"])
    let marked = try run(
      "propagate --network n.yml --networks 2 --csv",
      files: ["n.yml": text, "rows.csv": "\u{FEFF}1,2\r\n3,4\r\n"])
    #expect(plain.status == 0 && marked.output == plain.output)
  }

  @Test func overflowIsSaid() throws {
    let text =
      "input: 512\ninit: normal-1\nstack: [{repeat: {name: a, count: 6, stack: [dense: 512]}}]"
    let outcome = try run(
      "propagate --network net.yml --networks 2 --precision float16", files: ["net.yml": text])
    #expect(outcome.output.contains("overflow"))
    #expect(outcome.output.contains("“a.4.dense-1” is the first stage"))
    let json = try run(
      "propagate --network net.yml --networks 2 --precision float16 --json",
      files: ["net.yml": text])
    let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
    #expect(document.firstOverflow == "a.4.dense-1")
    let last = try #require(document.stages.last)
    #expect(last.output.secondMoment == .init(value: nil, status: "overflow"))
    #expect(last.output.standardDeviation == nil)
  }

  @Test func presetsArePrintedAndRun() throws {
    let list = try run("presets")
    #expect(list.output.contains("gpt2-xl") && list.output.contains("lenet-5"))
    let printed = try run("presets siren")
    #expect(printed.output.hasPrefix("# SIREN"))
    let again = try run(
      "propagate --network siren.yml --networks 1 --csv", files: ["siren.yml": printed.output])
    let direct = try run("propagate --preset siren --networks 1 --csv")
    #expect(direct.status == 0 && again.output == direct.output)
    #expect(try run("presets sirem").errors.contains("did you mean 'siren'"))
  }

  /// Columns are spelt as JSON spells them too.
  @Test(arguments: ["--preset siren", "--widths 8,8 --activation tanh --init lecun-normal"])
  func columnsHaveTheirOtherNames(_ network: String) throws {
    let plain = try run("propagate \(network) --columns deviation,weight-gradient --csv")
    #expect(plain.status == 0)
    for spelling in ["standardDeviation,weightGradient", "sd,weight_gradient"] {
      let other = try run("propagate \(network) --columns \(spelling) --csv")
      #expect(other.output == plain.output, "\(spelling)")
    }
  }

  /// Letters are outlines in these files; but a picture of three lines is 120 pixels higher than one of one.
  @Test func aPictureStandsAboveTheCurve() throws {
    func height(_ preset: String) throws -> Int {
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("picture-\(UUID().uuidString).svg")
      defer { try? FileManager.default.removeItem(at: file) }
      let outcome = try run("propagate --preset \(preset) --networks 2 --chart \(file.path)")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let picture = try String(contentsOf: file, encoding: .utf8)
      return try #require(picture.firstMatch(of: /height="(\d+)"/).flatMap { Int($0.output.1) })
    }
    let lines = try height("mlp")
    #expect(try lines - height("lstm --scale 1/4 --tokens 5") == 120)
  }

  /// A setting may be a list: a size for each direction.
  @Test func settingsMayBeLists() throws {
    let outcome = try run(
      "propagate --preset lenet-5 --networks 1 --set input.image=[36,40] --json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    #expect(document.stages.first?.shape.prefix(2) == [36, 40])
  }

  /// He's rule and dropout of a half double the mean square in every layer; the gain 1/√2 stops it.
  @Test func chainsHaveDropout() throws {
    for (gain, growth) in [("1", 32.0), ("0.70710678118654752", 1.0)] {
      let outcome = try run(
        "propagate --width 256 --depth 5 --activation relu --init he-normal --dropout 0.5 --gain \(gain)"
          + " --networks 200 --json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
      let last = try #require(document.stages.last?.output.secondMoment.value)
      #expect(abs(last / growth - 1) < 0.25)
    }
    // x + Wf(W′norm(x)): one from the skip, ½ from the branch, which dropout doubles; so in each of two blocks.
    let blocks = try run(
      "propagate --width 256 --depth 2 --activation relu --init lecun-normal --dropout 0.5 --residual plain"
        + " --normalization layer --expansion 2 --networks 200 --json")
    #expect(blocks.status == 0, "\(blocks.errors)")
    let document = try JSONDecoder().decode(Document.self, from: Data(blocks.output.utf8))
    let last = try #require(document.stages.last?.output.secondMoment.value)
    #expect(abs(last / 3 - 1) < 0.05)
    let wrong = try run(
      "propagate --width 9 --depth 5 --activation relu --init he-normal --dropout 0.5 --tied")
    #expect(wrong.status == 64 && wrong.errors.contains("--dropout does not go with --tied"))
  }

  @Test func stagesAreListedFromTheCatalogue() throws {
    #expect(try run("stages attention").output.contains("head-width"))
    #expect(try run("stages --schema").output.contains("\"$defs\""))
    #expect(try run("stages atention").errors.contains("did you mean 'attention'"))
  }

  @Test func aFormulaIsAnActivation() throws {
    let scratch = try Scratch()
    let outcome = try Command.run(
      ["gain", "--activation", "max(x, 0)^2", "--json"], in: scratch.url)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("0.81649658"))
    let wrong = try Command.run(["gain", "--activation", "x * sigmod(x)"], in: scratch.url)
    #expect(wrong.errors.contains("(character 5)"))
  }
}
