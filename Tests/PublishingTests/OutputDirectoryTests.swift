import Experiments
import Study
import Foundation
import Testing

@testable import Publishing
@testable import ReportFolder

@Suite("Output folder") struct OutputDirectoryTests {
  /// A folder for one test, removed at its end.
  private final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "output-\(UUID().uuidString)")
    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: url) }
    func text(_ path: String) -> String? {
      try? String(contentsOf: url.appending(path: path), encoding: .utf8)
    }
    var entries: [String] {
      (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? []
    }
  }

  private func write(_ files: [String: String], into path: String) throws {
    let output = try OutputDirectory(path: path)
    for (name, text) in files { try output.write(text, to: name) }
    let manifest = Manifest(
      version: "1", study: StudyConfiguration(), chapters: [], files: output.digests)
    try output.write(CanonicalJSON.encode(manifest), to: "manifest.json")
    try output.commit()
  }

  @Test func replacesTheWholeReport() throws {
    let scratch = try Scratch()
    let path = scratch.url.appending(path: "out").path
    try write(["a/b.txt": "old", "gone.txt": "old"], into: path)
    try write(["a/b.txt": "new"], into: path)
    #expect(scratch.text("out/a/b.txt") == "new")
    #expect(scratch.text("out/gone.txt") == nil)
    #expect(scratch.entries == ["out"])
  }

  @Test func keepsFilesOfTheUser() throws {
    let scratch = try Scratch()
    let path = scratch.url.appending(path: "out").path
    try write(["report.md": "old"], into: path)
    try "mine".write(toFile: path + "/notes.txt", atomically: true, encoding: .utf8)
    try write(["report.md": "new"], into: path)
    #expect(scratch.text("out/notes.txt") == "mine")
    #expect(scratch.text("out/report.md") == "new")
  }

  @Test func discardingLeavesThePreviousReport() throws {
    let scratch = try Scratch()
    let path = scratch.url.appending(path: "out").path
    try write(["report.md": "old"], into: path)
    let output = try OutputDirectory(path: path)
    try output.write("half", to: "report.md")
    output.discard()
    #expect(scratch.text("out/report.md") == "old")
    #expect(scratch.entries == ["out"])
  }

  @Test func leftoversOfAKilledRunAreCleared() throws {
    let scratch = try Scratch()
    let path = scratch.url.appending(path: "out").path
    let leftover = scratch.url.appending(path: ".out.partial")
    try FileManager.default.createDirectory(at: leftover, withIntermediateDirectories: true)
    try "junk".write(to: leftover.appending(path: "junk"), atomically: true, encoding: .utf8)
    try write(["report.md": "new"], into: path)
    #expect(scratch.text("out/junk") == nil)
  }

  @Test func aSecondWriterIsRefused() throws {
    let scratch = try Scratch()
    let path = scratch.url.appending(path: "out").path
    let first = try OutputDirectory(path: path)
    #expect(throws: OutputError.busy(path: first.url.path)) { try OutputDirectory(path: path) }
    first.discard()
  }

  @Test func foldersWithOtherFilesAreNotTakenOver() throws {
    let scratch = try Scratch()
    try "x".write(to: scratch.url.appending(path: "thesis.tex"), atomically: true, encoding: .utf8)
    #expect(throws: OutputError.notAReport(path: scratch.url.resolvingSymlinksInPath().path)) {
      try OutputDirectory(path: scratch.url.path)
    }
    #expect(throws: OutputError.self) {
      try OutputDirectory(path: scratch.url.appending(path: "thesis.tex").path)
    }
    #expect(throws: OutputError.self) { try OutputDirectory(path: "/") }
  }

  /// Web pages and browser extensions have a `manifest.json` too.
  @Test(arguments: [
    #"{"name": "my web app"}"#, "", #"{"version": "1", "files": ["a.js"]}"#,
    #"{"version": "1", "files": {"a.js": "a script"}}"#,
  ])
  func foldersWithAnotherManifestAreNotTakenOver(manifest: String) throws {
    let scratch = try Scratch()
    let folder = scratch.url.resolvingSymlinksInPath().path
    try manifest.write(toFile: folder + "/manifest.json", atomically: true, encoding: .utf8)
    try "mine".write(toFile: folder + "/precious.txt", atomically: true, encoding: .utf8)
    #expect(throws: OutputError.notAReport(path: folder)) {
      try write(["report.md": "new"], into: folder)
    }
    #expect(scratch.text("precious.txt") == "mine")
    #expect(scratch.text("manifest.json") == manifest)
  }

  /// What a later or earlier version says of its study does not matter for whose files are whose.
  @Test func reportsOfOtherVersionsAreReplaced() throws {
    let scratch = try Scratch()
    let path = scratch.url.appending(path: "out").path
    try write(["report.md": "old"], into: path)
    let digest = String(repeating: "0", count: 64)
    try #"{"version": "9", "files": {"report.md": "\#(digest)"}, "study": 3}"#
      .write(toFile: path + "/manifest.json", atomically: true, encoding: .utf8)
    try "mine".write(toFile: path + "/notes.txt", atomically: true, encoding: .utf8)
    try write(["report.md": "new"], into: path)
    #expect(scratch.text("out/notes.txt") == "mine")
    #expect(scratch.text("out/report.md") == "new")
  }

  @Test func followsSymbolicLinks() throws {
    let scratch = try Scratch()
    let real = scratch.url.appending(path: "real").path
    let link = scratch.url.appending(path: "link").path
    try write(["report.md": "old"], into: real)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
    try write(["report.md": "new"], into: link)
    #expect(scratch.text("real/report.md") == "new")
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil)
  }
}
