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
