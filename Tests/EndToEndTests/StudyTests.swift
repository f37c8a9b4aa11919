import Foundation
import Testing

@Suite("A study of one's own") struct StudyTests {
  private func started() throws -> Scratch {
    let scratch = try Scratch()
    let run = try Command.run(["init", "my-study"], in: scratch.url)
    #expect(run.status == 0)
    return scratch
  }

  private func read(_ scratch: Scratch, _ path: String) throws -> String {
    try String(contentsOf: scratch.url.appending(path: path), encoding: .utf8)
  }

  @Test func theStarterStudyRunsAndRedraws() throws {
    let scratch = try started()
    let valid = try Command.run(["validate", "my-study/study.yml"], in: scratch.url)
    #expect(valid.status == 0 && valid.output.contains("3 networks"))
    let arguments = ["--study", "my-study/study.yml", "--output", "report"]
    let build = try Command.run(arguments, in: scratch.url)
    #expect(build.status == 0, "\(build.errors)")
    let manifest = try read(scratch, "report/manifest.json")
    let page = try read(scratch, "report/site/networks-and-sweeps.md")
    for fragment in ["hourglass", "deep ReLU", "gradient vanishes", "own-sweep-1"] {
      #expect(page.contains(fragment))
    }
    #expect(try read(scratch, "report/site/conclusion.md").contains("Of 3 networks, 2 keep"))
    let render = try Command.run(["render"] + arguments, in: scratch.url)
    #expect(render.status == 0, "\(render.errors)")
    #expect(try read(scratch, "report/manifest.json") == manifest)
    let without = try Command.run(["render", "--output", "report"], in: scratch.url)
    #expect(without.status == 1 && without.errors.contains("--study"))
  }

  @Test func shardsMergeIntoTheSameBytes() throws {
    let scratch = try started()
    let study = ["--study", "my-study/study.yml", "--quick"]
    #expect(try Command.run(study + ["--output", "single"], in: scratch.url).status == 0)
    for index in 1...3 {
      let run = try Command.run(
        study + ["--shard", "\(index)/3", "--output", "shard-\(index)"], in: scratch.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    let merge = [
      "merge", "--study", "my-study/study.yml", "--output", "merged", "shard-2", "shard-1",
    ]
    let incomplete = try Command.run(merge, in: scratch.url)
    #expect(incomplete.status == 1 && incomplete.errors.contains("own-networks.2"))
    let merged = try Command.run(merge + ["shard-3"], in: scratch.url)
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(try read(scratch, "merged/manifest.json") == read(scratch, "single/manifest.json"))
  }

  @Test(arguments: ["0/3", "4/3", "x", "1", "1/0", "1/99999999", "-1/3", "1/3/5"])
  func aShardIsAShare(shard: String) throws {
    let scratch = try Scratch()
    let run = try Command.run(["build", "--shard", shard], in: scratch.url)
    #expect(run.status == 64 && run.errors.contains("--shard"))
  }

  @Test func comparingFindsWhatChanged() throws {
    let scratch = try started()
    for (name, gain) in [("a", "1"), ("b", "1.5")] {
      let study = """
        title: T
        trials: 400
        networks:
          - {name: n, width: 64, depth: 10, activation: relu, init: he-normal, gain: \(gain)}
        """
      try Data(study.utf8).write(to: scratch.url.appending(path: "\(name).yml"))
      let run = try Command.run(["--study", "\(name).yml", "--output", name], in: scratch.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    let same = try Command.run(["compare", "a", "a"], in: scratch.url)
    #expect(same.status == 0 && same.output.contains(" 0 of the measured"))
    let different = try Command.run(["compare", "a", "b", "--chart", "c.svg"], in: scratch.url)
    #expect(different.status == 0 && different.output.contains("own-n-forward"))
    #expect(FileManager.default.fileExists(atPath: scratch.url.appending(path: "c.svg").path))
    let json = try Command.run(["compare", "a", "b", "--json"], in: scratch.url)
    #expect(json.output.contains("\"isSignificant\" : true"))
    #expect(try Command.run(["compare", "a", "none"], in: scratch.url).status == 1)
    // The folders of results will do, and a page with charts can be written.
    let page = try Command.run(
      ["compare", "a/results", "b/results", "--to", "differences"], in: scratch.url)
    #expect(page.status == 0 && page.output == different.output, "\(page.errors)")
    let text = try read(scratch, "differences/index.md")
    #expect(text.contains("| `own-n-forward` |") && text.contains("**yes**"))
    for file in ["comparison.svg", "comparison-histogram.png", "comparison.json"] {
      #expect(
        FileManager.default.fileExists(
          atPath: scratch.url.appending(path: "differences/\(file)").path))
    }
  }

  @Test func aFolderInUseIsNotOverwritten() throws {
    let scratch = try started()
    let run = try Command.run(["init", "my-study"], in: scratch.url)
    #expect(run.status == 1 && run.errors.contains("my-study"))
  }

  @Test(arguments: ["build", "validate"])
  func faultsNameFileLineAndColumn(command: String) throws {
    let scratch = try Scratch()
    try Data("title: T\nseed: -1\n".utf8).write(to: scratch.url.appending(path: "s.yml"))
    let arguments = command == "build" ? ["--study", "s.yml"] : ["validate", "s.yml"]
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("report: s.yml:2:7: "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["s.yml"])
  }

  @Test func aNameCannotEscapeItsPlace() throws {
    let scratch = try Scratch()
    let study = """
      title: "<script>alert(1)</script> ](javascript:alert(1)) {{seed}} | $x$"
      networks:
        - {name: "../../etc/passwd", widths: [4, 4], activation: tanh, init: lecun}
        - {name: "<img src=x onerror=alert(1)>", widths: [4, 4], activation: relu, init: lecun}
      trials: 10
      sweeps:
        - {name: "../up", network: "../../etc/passwd", over: gain, values: [1, 2]}
      """
    try Data(study.utf8).write(to: scratch.url.appending(path: "s.yml"))
    let run = try Command.run(["--study", "s.yml", "--output", "out"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted()
        == ["out", "s.yml"])
    for file in ["out/report.md", "out/site/index.md", "out/site/networks-and-sweeps.md"] {
      let text = try read(scratch, file)
      #expect(!text.contains("<script>") && !text.contains("<img src=x"), "\(file)")
      #expect(!text.contains("](javascript:"), "\(file)")
    }
  }
}
