import Foundation
import Testing

@testable import ReportFolder

/// A folder that is removed goes with all that is in it, and with nothing that is not.
@Suite struct FolderRemovalTests {
  private let parent: URL
  private let files = FileManager.default

  init() throws {
    parent = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
  }

  private func clear() { try? files.removeItem(at: parent) }

  private func folder(_ path: String) throws -> URL {
    let folder = parent.appending(path: path)
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func write(_ path: String) throws {
    try Data("text".utf8).write(to: parent.appending(path: path))
  }

  /// Whether there is anything of that name, a link without its target too.
  private func exists(_ path: String) -> Bool {
    (try? files.attributesOfItem(atPath: parent.appending(path: path).path)) != nil
  }

  @Test func foldersWithinFoldersGo() throws {
    defer { clear() }
    for place in ["report", "report/a", "report/a/b/c", "report/.hidden", "report/empty/empty"] {
      _ = try folder(place)
      // More than there are threads, and names that need care.
      for index in 0..<20 { try write("\(place)/\(index).txt") }
      for name in [".dot", "two words", "*", "ä", "e\u{301}", "line\nbreak", "-rf"] {
        try write("\(place)/\(name)")
      }
    }
    try write("beside.txt")
    removeFolder(parent.appending(path: "report"))
    #expect(try files.contentsOfDirectory(atPath: parent.path) == ["beside.txt"])
  }

  @Test func anEmptyFolderGoes() throws {
    defer { clear() }
    removeFolder(try folder("empty"))
    #expect(!exists("empty"))
  }

  @Test func whatIsNotThereIsNoError() throws {
    defer { clear() }
    removeFolder(parent.appending(path: "missing"))
    #expect(try files.contentsOfDirectory(atPath: parent.path).isEmpty)
  }

  /// Links go, what they lead to stays: files, folders, the parent, and places that are not there.
  @Test func linksAreNotFollowed() throws {
    defer { clear() }
    let inside = try folder("report/inside")
    _ = try folder("outside/deep")
    for path in ["outside/a.txt", "outside/deep/b.txt", "report/own.txt"] { try write(path) }
    let targets = ["../../outside", "../../outside/a.txt", "..", "../..", "nowhere", "../own.txt"]
    for (index, target) in targets.enumerated() {
      try files.createSymbolicLink(
        atPath: inside.appending(path: "link\(index)").path, withDestinationPath: target)
    }
    removeFolder(parent.appending(path: "report"))
    #expect(!exists("report"))
    #expect(exists("outside/a.txt") && exists("outside/deep/b.txt"))
  }

  /// A folder that is itself a link to one: the link goes.
  @Test(arguments: ["report", "report/"]) func aLinkInItsPlaceGoesAlone(_ path: String) throws {
    defer { clear() }
    _ = try folder("outside/deep")
    for path in ["outside/a.txt", "outside/deep/b.txt"] { try write(path) }
    try files.createSymbolicLink(
      atPath: parent.appending(path: "report").path, withDestinationPath: "outside")
    removeFolder(parent.appending(path: path))
    #expect(exists("outside/a.txt") && exists("outside/deep/b.txt"))
    #expect(!exists("report"))
  }

  /// What may not be read stays, unless who removes it may do anything, and the rest goes.
  @Test func whatMayNotBeReadKeepsNothingElse() throws {
    defer { clear() }
    let closed = try folder("report/closed")
    _ = try folder("report/open")
    for path in ["report/closed/a.txt", "report/open/b.txt", "report/c.txt"] { try write(path) }
    try files.setAttributes([.posixPermissions: 0], ofItemAtPath: closed.path)
    defer { try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: closed.path) }
    removeFolder(parent.appending(path: "report"))
    #expect(!exists("report/open/b.txt") && !exists("report/c.txt"))
    #expect(exists("report/closed") == (getuid() != 0))
  }
}
