import Foundation
import TestSupport
import Testing

@Suite("The report as users build it") struct ReportTests {
  /// Every file below a folder, by path.
  private static func files(in folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
      let file = folder.appending(path: path)
      if !file.hasDirectoryPath, !path.split(separator: "/").contains(where: { $0.hasPrefix(".") })
      {
        files[path] = try? Data(contentsOf: file)
      }
    }
    return files
  }

  private static func expectSameFiles(_ a: URL, _ b: URL) throws {
    let (a, b) = (try files(in: a), try files(in: b))
    #expect(Set(a.keys) == Set(b.keys))
    for (path, bytes) in a { #expect(bytes == b[path], "\(path) differs") }
    #expect(a.count > 10)
  }

  @Test func anyNumberOfJobsGivesTheSameBytesAndSoDoesRender() throws {
    let scratch = try Scratch()
    for (name, jobs) in [("one", "1"), ("seven", "7")] {
      let run = try Command.run(["--output", name, "--jobs", jobs], in: scratch.url)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.isEmpty)
    }
    let (one, seven) = (scratch.url.appending(path: "one"), scratch.url.appending(path: "seven"))
    try Self.expectSameFiles(one, seven)
    let render = try Command.run(["render", "--output", "seven", "--jobs", "2"], in: scratch.url)
    #expect(render.status == 0, "\(render.errors)")
    try Self.expectSameFiles(one, seven)
  }

  @Test func theSeedChangesTheNumbers() throws {
    let scratch = try Scratch()
    for (name, seed) in [("a", "1"), ("b", "2")] {
      let run = try Command.run(
        ["--output", name, "--seed", seed, "--only", "products"], in: scratch.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    let path = "results/gaussian-product.json"
    #expect(
      try Data(contentsOf: scratch.url.appending(path: "a/" + path))
        != Data(contentsOf: scratch.url.appending(path: "b/" + path)))
  }

  @Test func nothingIsWrittenOutsideTheOutputFolder() throws {
    let scratch = try Scratch()
    let run = try Command.run(["--only", "gaussian-product", "--output", "out"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["out"])
  }

  @Test func theReportNamesNoMachine() throws {
    let scratch = try Scratch()
    let run = try Command.run(["--only", "gaussian-product", "--output", "out"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    let host = ProcessInfo.processInfo.hostName
    for (path, bytes) in try Self.files(in: scratch.url) {
      #expect(bytes.range(of: Data(scratch.url.path.utf8)) == nil, "\(path) holds a path")
      if host.count > 4, host != "localhost" {
        #expect(bytes.range(of: Data(host.utf8)) == nil, "\(path) holds the host name")
      }
    }
  }
}

@Suite("When something is wrong, the previous report stays") struct FailureTests {
  /// A folder with a report in `out`, whose `report.md` was replaced by a mark.
  private func scratchWithReport() throws -> Scratch {
    let scratch = try Scratch()
    let run = try Command.run(["--only", "products", "--output", "out"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    try Data("previous".utf8).write(to: report(in: scratch))
    return scratch
  }

  private func report(in scratch: Scratch) -> URL { scratch.url.appending(path: "out/report.md") }

  private func expectFailure(
    _ arguments: [String], in scratch: Scratch, naming fragments: [String]
  ) throws {
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 1)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    for fragment in fragments { #expect(run.errors.contains(fragment), "\(run.errors)") }
    #expect(try String(contentsOf: report(in: scratch), encoding: .utf8) == "previous")
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
    #expect(!left.contains(".out.partial"))
  }

  @Test(arguments: [
    ("{{no-such-fact}}", ["01-products.md:", "no-such-fact"]),
    ("{{#seed}} never closed", ["01-products.md:", "never closed"]),
    ("{{seed", ["01-products.md:", "}}"]),
    ("```figure own", ["01-products.md:", "not closed"]),
    ("{{>partial}}", ["01-products.md:", "partial"]),
  ])
  func aBrokenTemplate(body: String, fragments: [String]) throws {
    let scratch = try scratchWithReport()
    let chapters = scratch.url.appending(path: "mine/chapters")
    try FileManager.default.createDirectory(at: chapters, withIntermediateDirectories: true)
    try Data("---\ntitle: T\ndescription: D\n---\nText.\n\(body)\n".utf8)
      .write(to: chapters.appending(path: "01-products.md"))
    try expectFailure(
      ["render", "--output", "out", "--templates", "mine"], in: scratch, naming: fragments)
  }

  @Test func templatesThatReplaceNothing() throws {
    let scratch = try scratchWithReport()
    try expectFailure(
      ["render", "--output", "out", "--templates", "nowhere"], in: scratch, naming: ["nowhere"])
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "empty"), withIntermediateDirectories: true)
    try expectFailure(
      ["render", "--output", "out", "--templates", "empty"], in: scratch, naming: ["empty"])
  }

  @Test func resultsThatWereDamaged() throws {
    let scratch = try scratchWithReport()
    let results = scratch.url.appending(path: "out/results/gaussian-product.json")
    try Data("{".utf8).write(to: results)
    try expectFailure(["render", "--output", "out"], in: scratch, naming: ["gaussian-product"])
    try FileManager.default.removeItem(at: results)
    try expectFailure(
      ["render", "--output", "out"], in: scratch, naming: ["gaussian-product.json"])
  }

  @Test func placesThatCannotBeWritten() throws {
    let scratch = try scratchWithReport()
    try expectFailure(
      ["--output", "out/report.md"], in: scratch, naming: ["report.md", "--output"])
    try expectFailure(
      ["--output", "/dev/null/x"], in: scratch, naming: ["/dev/null/x", "--output"])
    try expectFailure(
      ["render", "--output", "none"], in: scratch, naming: ["none", "report build"])
    try Data("x".utf8).write(to: scratch.url.appending(path: "thesis.tex"))
    try expectFailure(["--output", "."], in: scratch, naming: ["manifest.json", "--output"])
  }

  /// A limit on file sizes fails a write in the middle of a file, as a full disk does.
  @Test func aFullDisk() throws {
    let scratch = try scratchWithReport()
    let run = try ProgramRun(
      "/bin/sh",
      [
        "-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" render --output out", Command.program.path,
      ], in: scratch.url)
    #expect(run.status == 1)
    #expect(
      run.errors.contains("cannot be written") && run.errors.contains("--output"), "\(run.errors)")
    #expect(try String(contentsOf: report(in: scratch), encoding: .utf8) == "previous")
  }
}
