import Foundation
import TestSupport
import Testing

@Suite("report propagate") struct PropagateCommandTests {
  func run(_ arguments: String) throws -> ProgramRun {
    let scratch = try Scratch()
    return try Command.run(
      ["propagate"] + arguments.split(separator: " ").map(String.init), in: scratch.url)
  }

  struct Document: Decodable, Equatable {
    struct Moment: Decodable, Equatable {
      var value: Double?
      var low: Double?
      var high: Double?
      var samples: Int
    }
    struct Theory: Decodable, Equatable {
      var activationSecondMoment: Double?
      var gradientSecondMoment: Double?
    }
    struct Layer: Decodable, Equatable {
      var layer: Int
      var width: Int
      var activationSecondMoment: Moment
      var gradientSecondMoment: Moment
      var theory: Theory?
    }
    var sampler: String
    var seconds: Double
    var trials: Int
    var layers: [Layer]
  }

  func document(_ arguments: String) throws -> Document {
    let outcome = try run(arguments + " --json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
  }

  /// The notes' network under He's rule with rectifiers: E h² = 1 in every layer, exactly.
  @Test func jsonHasEstimatesAndTheory() throws {
    let result = try document(
      "--widths 64,128,256,128,64 --activation relu --init he-normal --trials 400")
    #expect(result.sampler == "exact")
    #expect(result.trials == 400)
    #expect(result.layers.map(\.width) == [128, 256, 128, 64])
    #expect(result.layers.map(\.layer) == [1, 2, 3, 4])
    for layer in result.layers {
      let moment = layer.activationSecondMoment
      let value = try #require(moment.value)
      let (low, high) = (try #require(moment.low), try #require(moment.high))
      #expect(low < value && value < high)
      #expect(abs(value - 1) < 4.5 * (high - low) / 3.92)
      #expect(moment.samples == 400)
      let theory = try #require(layer.theory?.activationSecondMoment)
      #expect(abs(theory - 1) < 1e-9)
    }
    #expect(abs((result.layers[3].gradientSecondMoment.value ?? 0) - 0.5) < 0.05)
  }

  @Test func jobsAndRunsDoNotChangeTheNumbers() throws {
    let arguments = "--width 20 --depth 4 --activation gelu --init orthogonal --seed 9"
    let one = try document(arguments + " --jobs 1").layers
    #expect(try document(arguments + " --jobs 7").layers == one)
    #expect(try document(arguments).layers == one)
    #expect(try document(arguments.replacing("9", with: "10")).layers != one)
  }

  @Test func samplersAreChosenAndNamed() throws {
    let network = "--width 8 --depth 2 --activation tanh --trials 20"
    #expect(try document(network + " --init xavier-uniform").sampler == "dense")
    #expect(try document(network + " --init xavier-normal").sampler == "exact")
    #expect(try document(network + " --init xavier-normal --sampler dense").sampler == "dense")
    #expect(
      try document(network + " --init he-normal --precision float16").sampler == "dense")
    #expect(
      try document(network + " --init lsuv --batch 4 --normalization batch").layers[0].theory == nil
    )
  }

  @Test func csvAndTableHaveALinePerLayer() throws {
    let network = "--width 16 --depth 3 --activation tanh --init xavier-normal"
    let csv = try run(network + " --csv")
    let lines = csv.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("layer,width,activation,"))
    #expect(lines.allSatisfy { $0.split(separator: ",").count == 12 })
    let table = try run(network)
    #expect(table.output.contains("exact sampler"))
    #expect(table.output.split(separator: "\n").count == 5)
  }

  /// 10^−800 is no double, but its logarithm is printed.
  @Test func scalesOutOfRangeAreShown() throws {
    let outcome = try run("--width 100 --depth 400 --activation tanh --init normal-0.01 --trials 4")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("median 10^-80"))
    let zero = try run("--width 10 --depth 3 --activation tanh --init zero --json")
    #expect(zero.status == 0, "\(zero.errors)")
  }

  @Test(arguments: ["svg", "png", "pdf"]) func chartsAreDrawn(_ format: String) throws {
    let scratch = try Scratch()
    let outcome = try Command.run(
      [
        "propagate", "--width", "30", "--depth", "8", "--activation", "tanh", "--init",
        "xavier-normal", "--chart", "chart.\(format)",
      ], in: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let bytes = try Data(contentsOf: scratch.url.appending(path: "chart.\(format)"))
    let magic = ["svg": "<?xml", "png": "PNG", "pdf": "%PDF"][format] ?? "?"
    #expect(String(decoding: bytes.prefix(8), as: UTF8.self).contains(magic))
  }

  @Test(arguments: [
    ("--activation tanh --init lecun", "--widths"),
    ("--widths 64 --activation tanh --init lecun", "at least one layer"),
    ("--widths 64,x --activation tanh --init lecun", "'x'"),
    ("--widths 64,0 --activation tanh --init lecun", "width 0"),
    ("--widths 64,1000000000000 --activation tanh --init lecun", "1000000000000"),
    ("--width 4 --depth 0 --activation tanh --init lecun", "--depth 0"),
    ("--width 4 --depth 2 --activation tahn --init lecun", "did you mean 'tanh'"),
    ("--width 4 --depth 2 --activation tanh --init xavir", "initialiser 'xavir'"),
    ("--width 4 --depth 2 --activation tanh --init lecun --trials 0", "trials"),
    ("--width 4 --depth 2 --activation tanh --init lecun --bias-variance=-1", "--bias-variance -1"),
    (
      "--width 4 --depth 2 --activation tanh --init lecun --bias-variance nan",
      "--bias-variance nan"
    ),
    ("--width 4 --depth 2 --activation tanh --init normal-nan", "normal-nan"),
    ("--width 4 --depth 2 --activation tanh --init xavier-uniform --sampler exact", "exact"),
    ("--width 4 --depth 2 --activation tanh --init lecun --batch 0", "batch"),
    ("--width 4 --depth 2 --activation tanh --init lecun --normalization batch", "at least 2"),
    ("--widths 4,5 --activation tanh --init lecun --residual plain", "one width"),
    ("--width 4 --depth 2 --activation tanh --init lecun --precision float8", "float8"),
    ("--width 4 --depth 2 --activation tanh --init lecun --json --csv", "exclude"),
    ("--width 4 --depth 2 --activation tanh --init lecun --chart a.gif", "a.gif"),
    ("--width 4 --depth 2 --activation tanh --init lecun --input-correlation 2", "correlation"),
    ("--width 4 --depth 2 --activation tanh --init lecun --gain 0", "--gain 0"),
    ("--width 4 --depth 2 --activation tanh --init lsuv --gain 2", "gain"),
    ("--widths 4,5 --activation tanh --init lecun --tied", "one width"),
    ("--width 4 --depth 2 --activation tanh --init lecun --expansion 4", "skip connections"),
    ("--width 4 --depth 2 --activation tanh --init lecun --columns deviaton", "'deviation'"),
  ])
  func wrongUsageIsOneSentenceAndExits64(_ arguments: String, _ fragment: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(fragment), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func whatCannotFitIsRefusedWithItsSize() throws {
    let outcome = try run(
      "--width 50000000 --depth 2 --activation tanh --init lecun --sampler dense")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("PB of memory"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func aChartThatCannotBeWrittenIsOneSentence() throws {
    let outcome = try run(
      "--width 4 --depth 2 --activation tanh --init lecun --chart /nowhere/at/all.svg")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("/nowhere/at/all.svg"))
  }
}
