import Foundation
import Testing

/// `render` with a study file: what the file did not change is redrawn, what it changed is simulated.
@Suite("Redrawing a study of one's own") struct RenderStudyTests {
  private static func study(_ title: String, gain: String, values: String = "[1, 2]") -> String {
    """
    title: \(title)
    trials: 100
    networks:
      - {name: a, width: 16, depth: 4, activation: tanh, init: lecun, gain: \(gain)}
    sweeps:
      - {name: s, network: a, over: depth, values: \(values)}
    """
  }

  private func built() throws -> Scratch {
    let scratch = try Scratch()
    try write(Self.study("One", gain: "1"), scratch)
    let run = try Command.run(["--study", "s.yml", "--output", "out"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    return scratch
  }

  private func write(_ study: String, _ scratch: Scratch) throws {
    try Data(study.utf8).write(to: scratch.url.appending(path: "s.yml"))
  }

  private func read(_ path: String, _ scratch: Scratch) throws -> String {
    try String(contentsOf: scratch.url.appending(path: path), encoding: .utf8)
  }

  private static let render = ["render", "--study", "s.yml", "--output", "out", "--verbose"]

  @Test func aTitleNeedsNoSimulation() throws {
    let scratch = try built()
    try write(Self.study("Another title", gain: "1"), scratch)
    let run = try Command.run(Self.render, in: scratch.url)
    #expect(run.status == 0 && run.errors.contains("with 2 of 2 results"), "\(run.errors)")
    #expect(try read("out/report.md", scratch).hasPrefix("# Another title"))
  }

  @Test(arguments: [
    ("2", "[1, 2]", "0"), ("1", "[1, 2, 3]", "1 of 2 results from before"),
  ])
  func whatBelongsToAnotherStudyIsSimulatedAgain(gain: String, values: String, said: String) throws
  {
    let scratch = try built()
    try write(Self.study("One", gain: gain, values: values), scratch)
    let run = try Command.run(Self.render, in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("results from before") == (said != "0"))
    if said != "0" { #expect(run.errors.contains(said), "\(run.errors)") }
    let fresh = try Command.run(["--study", "s.yml", "--output", "fresh"], in: scratch.url)
    #expect(fresh.status == 0)
    #expect(try read("out/manifest.json", scratch) == read("fresh/manifest.json", scratch))
  }

  @Test func resultsOfAnotherVersionAreSimulatedAgain() throws {
    let scratch = try built()
    let manifest = try read("out/manifest.json", scratch)
    let version = try #require(manifest.firstMatch(of: #/"version" : "([^"]+)"/#)).1
    let old = manifest.replacing("\"version\" : \"\(version)\"", with: "\"version\" : \"0.0.1\"")
    try Data(old.utf8).write(to: scratch.url.appending(path: "out/manifest.json"))
    // A number that the other version measured.
    let results = scratch.url.appending(path: "out/results/own-networks.json")
    let text = try String(contentsOf: results, encoding: .utf8)
    try Data(text.replacing("\"samples\":100", with: "\"samples\":99").utf8).write(to: results)
    let run = try Command.run(["render", "--output", "out", "--verbose"], in: scratch.url)
    #expect(run.status == 0 && run.errors.contains("version 0.0.1"), "\(run.errors)")
    #expect(try read("out/manifest.json", scratch) == manifest)
  }
}

/// The studies that come with the program.
@Suite("Ready studies") struct ReadyStudyTests {
  static let names = [
    "convolutions", "deep-rnn", "default", "feed-forward-block", "paper-figures", "trained-starts",
    "transformers", "wide-or-deep",
  ]

  @Test func allAreListed() throws {
    let scratch = try Scratch()
    let templates = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "templates/studies")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: templates.path).sorted() == Self.names)
    for arguments in [["list"], ["help", "init"]] {
      let run = try Command.run(arguments, in: scratch.url)
      for name in Self.names { #expect(run.output.contains(name)) }
    }
    let unknown = try Command.run(["init", "x", "--study", "deep-rn"], in: scratch.url)
    #expect(unknown.status == 64 && unknown.errors.contains("deep-rnn"), "\(unknown.errors)")
  }

  /// Each is written, checked and run; the sentences quote what was measured.
  @Test(arguments: zip(names, [5, 5, 20, 6, 4, 6, 5, 5])) func runs(name: String, figures: Int)
    throws
  {
    let scratch = try Scratch()
    #expect(try Command.run(["init", "s", "--study", name], in: scratch.url).status == 0)
    #expect(try Command.run(["validate", "s/study.yml"], in: scratch.url).status == 0)
    let run = try Command.run(
      ["--study", "s/study.yml", "--output", "r", "--quick"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    let report = try String(
      contentsOf: scratch.url.appending(path: "r/report.md"), encoding: .utf8)
    #expect(report.components(separatedBy: "**Figure ").count - 1 >= figures)
    if name == "deep-rnn" {
      // An orthogonal recurrence without activation keeps every norm.
      let facts = try Command.run(["list", "--facts", "--output", "r"], in: scratch.url).output
      #expect(facts.contains("own-identity-orthogonal-verdict"))
      let line = facts.split(separator: "\n").first { $0.contains("identity-orthogonal-verdict") }
      #expect(line?.contains("kept") == true)
    }
  }

  /// The default study as a file measures what the program measures without one.
  @Test func theDefaultStudyIsTheBuiltInOne() throws {
    let scratch = try Scratch()
    #expect(try Command.run(["init", "s", "--study", "default"], in: scratch.url).status == 0)
    for arguments in [["--study", "s/study.yml", "--output", "a"], ["--output", "b"]] {
      let run = try Command.run(arguments + ["--only", "products"], in: scratch.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    let path = "results/gaussian-product.json"
    #expect(
      try Data(contentsOf: scratch.url.appending(path: "a/\(path)"))
        == Data(contentsOf: scratch.url.appending(path: "b/\(path)")))
  }
}
