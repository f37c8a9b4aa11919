import Foundation
import TestSupport

/// A program that may or may not be installed.
struct Tool {
  let path: String

  /// Finds a program, or skips the test.
  init(_ name: String, install: String) throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let found = folders.map({ "\($0)/\(name)" })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { try skip("\(name) is not installed (\(install))") }
    path = found
  }

  /// Runs the program with both of its outputs joined.
  func run(_ arguments: [String], in folder: URL? = nil) throws -> ProgramRun {
    try ProgramRun(path, arguments, in: folder, joinsErrors: true)
  }
}

/// A folder that is gone after the test.
func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "site-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The text that the four character references of HTML programs stand for.
func unescaped(_ html: String) -> String {
  html.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
}
