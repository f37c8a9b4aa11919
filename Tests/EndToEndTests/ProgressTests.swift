import Foundation
import TestSupport
import Testing

@Suite("What the program says while it works") struct ProgressTests {
  private static let study = """
    title: Small
    trials: 200
    networks:
      - {name: a, width: 16, depth: 4, activation: tanh, init: lecun}
    sweeps:
      - {name: s, network: a, over: gain, values: [0.5, 1, 2]}
    """

  private func scratch(_ study: String = Self.study) throws -> Scratch {
    let scratch = try Scratch()
    try Data(study.utf8).write(to: scratch.url.appending(path: "s.yml"))
    return scratch
  }

  private static let build = ["--study", "s.yml", "--output", "out"]

  private struct Event: Decodable {
    let event: String
    let experiment: String?
    let position: Int?
    let count: Int?
    let trials: Int?
    let expected: Int?
  }

  @Test func jsonIsALineForEachStep() throws {
    let scratch = try scratch()
    let run = try Command.run(Self.build + ["--json-progress"], in: scratch.url)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let events = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Event.self, from: Data($0.utf8))
    }
    #expect(
      events.filter { $0.event != "drawing" }.map(\.event)
        == ["simulating", "simulated", "simulating", "simulated", "assembled", "finished"])
    #expect(events[0].experiment == "own-networks" && events[0].expected == 200)
    #expect(events[2].expected == 600 && events[2].position == 2 && events[2].count == 2)
    // One network, then three settings of the sweep, 200 trials each.
    #expect(events[1].trials == 200 && events[3].trials == 800)
  }

  @Test func verboseSaysMoreAndQuietNothing() throws {
    let scratch = try scratch()
    let verbose = try Command.run(Self.build + ["--verbose"], in: scratch.url)
    for words in ["of memory", "1/2 own-networks  200 trials", "2/2 own-sweeps", "Wrote the"] {
      #expect(verbose.errors.contains(words), "\(verbose.errors)")
    }
    let plain = try Command.run(Self.build, in: scratch.url)
    #expect(plain.errors.split(separator: "\n").count == 1, "\(plain.errors)")
    let quiet = try Command.run(Self.build + ["--quiet"], in: scratch.url)
    #expect(quiet.errors.isEmpty && quiet.output.isEmpty)
    let both = try Command.run(Self.build + ["--verbose", "--json-progress"], in: scratch.url)
    #expect(both.status == 64 && both.errors.contains("exclude each other"))
  }

  @Test(arguments: ["lots", "0", "-4GB", "4 parsecs", "10KB"])
  func aLimitIsANumberOfBytes(limit: String) throws {
    let scratch = try scratch()
    let run = try Command.run(Self.build + ["--max-memory", limit], in: scratch.url)
    #expect(run.status == 64 && run.errors.contains("--max-memory"), "\(run.errors)")
  }

  @Test func whatDoesNotFitIntoMemoryIsRefusedFirst() throws {
    let scratch = try scratch(
      """
      title: Large
      networks:
        - {name: small, width: 16, depth: 4, activation: tanh, init: lecun}
        - {name: "large one", width: 5000, depth: 3, activation: tanh, init: xavier-uniform}
      """)
    let run = try Command.run(Self.build + ["--max-memory", "20MB"], in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.contains("“large one”") && run.errors.contains("20 MB"), "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["s.yml"])
    // A matrix of 5000 × 5000 single-precision numbers takes 100 MB.
    let valid = try Command.run(["validate", "s.yml"], in: scratch.url)
    let bytes = valid.output.firstMatch(of: #/at most (\d+) MB of memory/#).flatMap { Int($0.1) }
    #expect(bytes.map { (100...600).contains($0) } == true, "\(valid.output)")
  }

  @Test func aStudyOfHoursSaysSoFirst() throws {
    let scratch = try scratch(
      """
      title: Long
      trials: 100000
      networks:
        - {name: n, width: 4096, depth: 200, activation: tanh, init: xavier-uniform}
      """)
    let run = try Command.run(Self.build, in: scratch.url) { process in
      Thread.sleep(forTimeInterval: 1)
      kill(process.identifier, SIGINT)
    }
    #expect(run.status == 130)
    #expect(run.errors.contains("warning: this study takes roughly"), "\(run.errors)")
    #expect(run.errors.contains("--shard"))
    let valid = try Command.run(["validate", "s.yml"], in: scratch.url)
    #expect(valid.output.contains("days"), "\(valid.output)")
  }

  @Test func finishedExperimentsAreTakenOverAndThatIsSaid() throws {
    let scratch = try scratch(
      """
      title: Slow
      trials: 4000
      networks: [{name: a, width: 16, depth: 4, activation: tanh, init: lecun}]
      sweeps:
        - {name: s, network: a, over: width, values: [16, 4096, 8192, 16384]}
        - {name: t, network: a, over: depth, values: [4, 1000, 5000]}
      """)
    let stopped = try Command.run(Self.build, in: scratch.url) { process in
      let first = scratch.url.appending(path: ".out.partial/results/own-networks.json")
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: first.path) {
        Thread.sleep(forTimeInterval: 0.02)
      }
      kill(process.identifier, SIGINT)
    }
    #expect(stopped.status == 130)
    let again = try Command.run(Self.build, in: scratch.url)
    #expect(again.status == 0)
    #expect(again.errors.contains("with 1 of 2 results from before"), "\(again.errors)")
  }
}
