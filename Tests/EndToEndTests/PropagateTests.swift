import Foundation
import Testing

@Suite("report propagate") struct PropagateCommandTests {
  func run(_ arguments: String) throws -> Command.Outcome {
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

  // MARK: What has no number

  private func object(_ arguments: String) throws -> [String: Any] {
    let outcome = try run(arguments + " --json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// Layer 4 of 512 linear units leaves half precision: a word, inf and null, never 0.
  @Test func overflowIsShownAsOverflow() throws {
    let network =
      "--width 512 --depth 6 --activation identity --init normal-1 --precision float16 --trials 3"
    let lines = try run(network).output.split(separator: "\n").map(String.init)
    #expect(!lines[3].prefix(40).contains("overflow") && lines[4].contains("overflow"))
    #expect(lines[6].contains("overflow"))
    let csv = try run(network + " --csv").output.split(separator: "\n")
    #expect(csv[4].hasPrefix("4,512,inf,inf,inf,inf,"))
    let document = try object(network)
    let layers = try #require(document["layers"] as? [[String: Any]])
    for layer in layers.suffix(3) {
      for key in ["activationSecondMoment", "activationVariance"] {
        let moment = try #require(layer[key] as? [String: Any])
        for name in ["value", "low", "high"] { #expect(moment[name] is NSNull, "\(key) \(name)") }
        #expect(moment["shareOverflowed"] as? Double == 1)
        #expect(moment["status"] as? String == "overflow")
        let law = try #require(moment["log10"] as? [String: Any])
        #expect(law["overflows"] as? Int == 3 && law["median"] is NSNull)
      }
    }
    // The same keys in a layer that overflowed and in one that did not.
    func keys(_ value: Any) -> [String] {
      guard let object = value as? [String: Any] else { return [] }
      return object.keys.sorted().flatMap { key in
        [key] + keys(object[key] ?? 0).map { key + "." + $0 }
      }
    }
    #expect(
      keys(layers[0]["activationSecondMoment"] ?? 0)
        == keys(layers[5]["activationSecondMoment"] ?? 0))
    #expect(Set(layers[0].keys) == Set(layers[5].keys))
  }

  /// Layers before the overflow are drawn, and a mark says where it is.
  @Test func chartsShowWhereSignalsLeave() throws {
    let scratch = try Scratch()
    let outcome = try Command.run(
      [
        "propagate", "--width", "256", "--depth", "8", "--activation", "relu", "--init", "normal-1",
        "--precision", "float16", "--trials", "4", "--chart", "x.svg",
      ], in: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let svg = try String(contentsOf: scratch.url.appending(path: "x.svg"), encoding: .utf8)
    #expect(svg.contains("Activation second moment: overflow from layer"))
  }

  /// 96 of 100 networks are dead: the median is zero, and no mean is given that few networks rule.
  @Test func deadAndUnknownMeansAreTold() throws {
    let network = "--width 4 --depth 50 --activation relu --init he-normal"
    let csv = try run(network + " --csv").output.split(separator: "\n")
    #expect(csv[50].split(separator: ",", omittingEmptySubsequences: false)[5] == "-inf")
    let text = try run(network).output
    #expect(text.contains("median 0") && text.contains("networks are dead in a layer"))
    let gelu = try run(
      "--width 128 --depth 50 --activation gelu --init he-normal --trials 400"
    ).output
    #expect(!gelu.contains("e+") && gelu.contains("mean unknown"))
    let batch = try object(
      "--width 8 --depth 3 --activation relu --init he-normal --normalization batch --batch 3")
    let layers = try #require(batch["layers"] as? [[String: Any]])
    let gradient = try #require(layers[0]["gradientSecondMoment"] as? [String: Any])
    #expect(gradient["status"] as? String == "has no mean" && gradient["value"] is NSNull)
  }

  // MARK: What can be asked

  /// The framework's default keeps 1/(5n) through its biases; --bias-variance 0 leaves them out.
  @Test func theDefaultHasItsBiases() throws {
    let network = "--width 64 --depth 30 --activation relu --init torch-default"
    let last = try #require(try document(network).layers.last)
    #expect(abs((last.theory?.activationSecondMoment ?? 0) / 0.003125 - 1) < 1e-9)
    let (low, high) = (last.activationSecondMoment.low ?? 9, last.activationSecondMoment.high ?? 9)
    #expect(abs((last.activationSecondMoment.value ?? 0) - 0.003125) < 4.5 * (high - low) / 3.92)
    let bare = try #require(try document(network + " --bias-variance 0").layers.last)
    #expect((bare.theory?.activationSecondMoment ?? 1) < 1e-20)
  }

  /// Tests/References/practice.json: the length map of tanh under Xavier's rule with a gain.
  @Test(arguments: [
    ("1.6666666666666667", 10, 0.65139287), ("1.6666666666666667", 100, 0.65134705),
    ("1", 10, 0.22847337), ("1", 100, 0.071197045),
  ])
  func gainsAreAnOption(_ gain: String, _ layer: Int, _ deviation: Double) throws {
    let network =
      "--width 1000 --depth 100 --activation tanh --init xavier --gain \(gain) --trials 40"
    let lines = try run(network + " --columns deviation,preactivation --csv").output
      .split(separator: "\n")
    let cells = lines[layer].split(separator: ",", omittingEmptySubsequences: false)
    let (value, low, high) = (
      try #require(Double(cells[2])), try #require(Double(cells[3])), try #require(Double(cells[4]))
    )
    // The interval, and the finite width's 1/n of a signal that decays: 1 % at layer 100.
    #expect(abs(value - deviation) < 4.5 * (high - low) / 3.92 + 0.01 * deviation)
  }

  @Test func everyColumnCanBeShown() throws {
    let names =
      "activation,deviation,mean,preactivation,gradient,weight-gradient,across-inputs,cosine,"
      + "gradient-cosine,log10,dead,zeros"
    let network = "--width 16 --depth 3 --activation tanh --init lecun --batch 4 --columns \(names)"
    let text = try run(network)
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("deviation of h") && text.output.contains("cosine"))
    let csv = try run(network + " --csv").output.split(separator: "\n")
    let counts = csv.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
    #expect(Set(counts).count == 1 && counts[0] > 40)
    let help = try run("--help").output
    for name in names.split(separator: ",") { #expect(help.contains(name)) }
  }

  /// Options and spellings that study files have, too.
  @Test(arguments: [
    "--init kaiming_normal --activation LeakyReLU(0.2) --residual 1/√L --expansion 4",
    "--init glorot-uniform --activation SiLU --tied --residual none",
    "--init truncated-normal-0.02 --activation prelu-0.1 --normalization layer --gain 2",
    "--init constant--2 --activation sine-30 --normalization none",
  ])
  func studyFilesWordsAreUnderstood(_ words: String) throws {
    let outcome = try run("--width 8 --depth 2 --trials 3 " + words)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// Skips and layer normalisation have their theory; dependent weights say why they have none.
  @Test func theoryIsThereWhereItIsKnown() throws {
    let network = "--width 64 --depth 3 --activation tanh --trials 4"
    for words in ["--init lecun --residual plain", "--init lecun --normalization layer"] {
      #expect(try document("\(network) \(words)").layers[2].theory != nil)
    }
    for words in ["--init constant-0.01", "--init lsuv --batch 4", "--init lecun --tied"] {
      let result = try object("\(network) \(words)")
      #expect(result["theoryObstacle"] is String)
      #expect(try document("\(network) \(words)").layers[2].theory == nil)
    }
  }
}
