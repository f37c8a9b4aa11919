import Foundation
import TestSupport
import Testing

@Suite("report train") struct TrainTests {
  struct Document: Decodable, Equatable {
    struct Estimate: Decodable, Equatable { var value: Double? }
    struct Spread: Decodable, Equatable {
      var step: Int
      var low: Double?
      var median: Double?
      var high: Double?
    }
    struct Layer: Decodable, Equatable {
      var name: String
      var movement: Double?
    }
    struct Stage: Decodable, Equatable {
      var name: String
      var gradient: Double?
      var saturated: Double?
    }
    struct Test: Decodable, Equatable {
      var step: Int
      var networks: Int
      var loss: Spread
      var accuracy: Spread?
      var layers: [Layer]
      var stages: [Stage]
    }
    struct Task: Decodable, Equatable {
      var classes: Int?
      var constantLoss: Double
    }
    struct Optimizer: Decodable, Equatable { var warmUp: Int }
    var parameters: Int
    var task: Task
    var optimizer: Optimizer
    var learned: Estimate
    var learningTime: Estimate?
    var divergedAt: [Int?]
    var losses: [Spread]
    var tests: [Test]
  }

  func run(_ arguments: String, files: [String: String] = [:]) throws -> ProgramRun {
    let scratch = try Scratch()
    for (name, text) in files {
      try Data(text.utf8).write(to: scratch.url.appending(path: name))
    }
    return try Command.run(
      ["train"] + arguments.split(separator: " ").map(String.init), in: scratch.url)
  }

  func document(
    _ arguments: String, files: [String: String] = [:]
  ) throws -> Document {
    let outcome = try run(arguments + " --json", files: files)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
  }

  @Test func helpTeaches() throws {
    let outcome = try run("--help")
    #expect(outcome.status == 0)
    for word in [
      "EXAMPLES", "report train --depth 30", "OPTIMISERS", "--clip-norm", "--warm-up", "TASKS",
    ] {
      #expect(outcome.output.contains(word))
    }
  }

  /// A wide step on easy digits learns; ten classes by turns cost ln 10 whoever always says the same.
  @Test func learnsDigitsOnAnyNumberOfThreads() throws {
    let line =
      "--width 32 --depth 2 --steps 120 --networks 6 --samples 400 --difficulty 0.5 --tests 6 --seed 3"
    let one = try document(line + " --jobs 1")
    #expect(abs(one.task.constantLoss - 2.302585093) < 1e-6)
    #expect(one.task.classes == 10)
    // 256 · 32 + 32, 32 · 32 + 32, 32 · 10 + 10.
    #expect(one.parameters == 8224 + 1056 + 330)
    #expect(one.learned.value == 1)
    #expect(one.losses.count == 120)
    #expect(one.tests.map(\.step) == [0, 20, 40, 60, 80, 100, 120])
    let (first, last) = (try #require(one.tests.first), try #require(one.tests.last))
    #expect((last.accuracy?.median ?? 0) > 0.8)
    #expect((last.loss.median ?? 9) < (first.loss.median ?? 0) / 2)
    #expect(last.layers.map(\.name) == ["layer-1.dense", "layer-2.dense", "answer"])
    #expect(first.layers.allSatisfy { $0.movement == 0 })
    #expect(last.layers.allSatisfy { ($0.movement ?? 0) > 0.01 })
    #expect((one.learningTime?.value ?? 0) > 0)
    #expect(try document(line + " --jobs 2").tests == one.tests)
  }

  @Test func divergingIsAResult() throws {
    let outcome = try run(
      "--activation identity --learning-rate 50 --steps 30 --networks 6 --width 16 --depth 3 --samples 100 --batch 10 --chart x.svg"
    )
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("6 of 6 networks diverged"))
    #expect(outcome.output.contains("0 of 6 networks learned"))
    let report = try document(
      "--activation identity --learning-rate 50 --steps 30 --networks 6 --width 16 --depth 3 --samples 100 --batch 10"
    )
    #expect(report.divergedAt.compactMap(\.self).count == 6)
    #expect(report.losses.last?.median == nil)
  }

  /// 20 lines leave four to test on: the usual batch of 32 shrinks, one that was asked for does not.
  @Test func theUsualBatchFitsSmallFiles() throws {
    let text = (0..<20).map { "\($0),\($0 % 2)" }.joined(separator: "\n")
    let small = try run("--task own.csv --steps 2 --networks 1", files: ["own.csv": text])
    #expect(small.status == 0 && small.output.contains("batch 4"), "\(small.output)")
    let asked = try run("--task own.csv --steps 2 --batch 32", files: ["own.csv": text])
    #expect(asked.status == 1 && asked.errors.contains("a batch of 32"), "\(asked.errors)")
  }

  @Test func learnsFromAFileOfItsOwn() throws {
    // y = 1 where x > 0.
    let lines = (0..<100).map { i in
      let x = Double((i * 37) % 100) / 50 - 0.99
      return "\(x),\(x * x),\(x > 0 ? "yes" : "no")"
    }
    let text = "x,square,label\n" + lines.joined(separator: "\n")
    let report = try document(
      "--task own.csv --widths 16 --steps 200 --batch 16 --networks 6 --learning-rate 0.5",
      files: ["own.csv": text])
    #expect(report.task.classes == 2)
    #expect((report.tests.last?.accuracy?.median ?? 0) >= 0.9)
  }

  @Test(arguments: [
    ("x,y\n1,2\n3,oops,4\n", "3"), ("1,2\n2,3\nx,4\n", "3"), ("1\n2\n", "1"), ("", "no samples"),
  ]) func linesThatAreNoDataAreNamed(_ text: String, _ fragment: String) throws {
    let outcome = try run("--task own.csv", files: ["own.csv": text])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(fragment), "\(outcome.errors)")
    #expect(outcome.errors.contains("own.csv"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("--task letters", "digits, adding, copy"), ("--steps 0", "--steps"),
    ("--learning-rate -1", "--learning-rate"), ("--warm-up 301", "0 to 300"),
    ("--warm-up -1", "--warm-up"),
    ("--clip-norm 0", "--clip-norm"),
    ("--clip-norm 1 --clip-value 1", "exclude"), ("--loss-scale 3", "power of two"),
    ("--preset mlp --width 3", "--width"), ("--widths 3,x", "'x'"), ("--set a=1", "--network"),
    ("--difficulty 1 --task adding", "--difficulty"), ("--cell gru --widths 0", "--widths"),
    ("--optimizer newton", "newton"), ("--target-loss 0", "--target-loss"),
  ]) func wrongUsageIsOneSentence(_ arguments: String, _ fragment: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(fragment), "\(outcome.errors)")
  }

  @Test func networksThatDoNotFitAreRefused() throws {
    let outcome = try run("--preset gpt2 --steps 1 --networks 1")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("gpt2.yml:13:5: “embedding” takes tokens"))
    let memory = try run("--width 50000 --depth 10 --max-memory 100MB")
    #expect(memory.status == 1)
    #expect(memory.errors.contains("GB of memory"))
  }

  @Test func csvNamesLayers() throws {
    let outcome = try run(
      "--width 8 --depth 1 --steps 4 --tests 2 --networks 2 --samples 40 --batch 8 --csv")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("step,networks,loss_10,loss_50,loss_90,held_out_loss_10"))
    #expect(lines[0].contains("moved.answer"))
    let columns = lines[0].split(separator: ",").count
    for line in lines {
      #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns)
    }
  }

  @Test(arguments: ["--task adding --length 8 --cell rnn", "--task copy --length 3 --cell gru"])
  func sequencesAreTrained(_ arguments: String) throws {
    let report = try document(
      arguments + " --width 12 --steps 10 --networks 2 --samples 60 --batch 10 --optimizer adam")
    #expect(report.losses.count == 10)
    #expect(report.losses.allSatisfy { $0.median != nil })
  }
}

@Suite("report data") struct DataTests {
  @Test func numpyReadsTheDigits() throws {
    let scratch = try Scratch()
    for file in ["digits.npz", "digits.npy", "digits.csv"] {
      let outcome = try Command.run(
        ["data", "digits", "--count", "30", "--seed", "5", "--output", file], in: scratch.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let again = try Command.run(
      ["data", "digits", "--count", "30", "--seed", "5", "--output", "again.npz"], in: scratch.url)
    #expect(again.status == 0)
    func bytes(_ name: String) throws -> Data {
      try Data(contentsOf: scratch.url.appending(path: name))
    }
    #expect(try bytes("digits.npz") == bytes("again.npz"))
    // The place of a picture's brightest pixel needs no numbers of ours: a 0 has none in its middle.
    let script = """
      import numpy as n
      d = n.load('digits.npz')
      a, l = d['images'], d['labels']
      assert a.shape == (30, 16, 16) and a.dtype == n.float32, a.shape
      assert l.dtype == n.int64 and (l == n.arange(30) % 10).all()
      assert (n.load('digits.npy') == a).all()
      c = n.loadtxt('digits.csv', delimiter=',', skiprows=1)
      assert (c[:, :256].astype(n.float32).reshape(a.shape) == a).all() and (c[:, 256] == l).all()
      assert 0.5 < a.max() < 2 and abs(a.mean()) < 0.5
      print('read')
      """
    try script.write(
      to: scratch.url.appending(path: "read.py"), atomically: true, encoding: .utf8)
    let outcome = try Command.shell("python3 -c 'import numpy' && python3 read.py", in: scratch.url)
    if outcome.errors.contains("No module named") || outcome.errors.contains("not found") {
      try skip("NumPy is not installed (apt: python3-numpy)")
    }
    #expect(outcome.output.contains("read"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ["--output", "x.txt"], ["--count", "0", "--output", "x.npy"],
    ["--difficulty", "3", "--output", "x.npy"], [],
  ]) func wrongUsage(_ arguments: [String]) throws {
    let scratch = try Scratch()
    let outcome = try Command.run(["data", "digits"] + arguments, in: scratch.url)
    #expect(outcome.status == 64)
  }

  @Test func foldersThatAreNotThere() throws {
    let scratch = try Scratch()
    let outcome = try Command.run(
      ["data", "digits", "--output", "none/x.npz"], in: scratch.url)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("none/x.npz"))
  }
}
