import ChildProcess
import Foundation

/// What a program that was run to its end left behind.
package struct ProgramRun {
  /// How it ended: by itself, or by a signal.
  package let ending: ChildProcess.Ending
  /// Its standard output.
  package let output: String
  /// Its standard errors; empty where they went with the output.
  package let errors: String

  /// As a shell tells it: 128 and the signal's number for a program that a signal ended.
  package var status: Int32 {
    switch ending {
    case .status(let status): status
    case .signal(let signal): 128 + signal
    case .overtime: 128 + SIGKILL
    }
  }

  /// Runs a program, for ten minutes at most: far longer than any takes on a slow machine, and short enough that
  /// the test run tells which one hung.
  ///
  /// - Parameters:
  ///   - environment: nil for that of the test run.
  ///   - joinsErrors: whether both outputs are one text, in the order in which they were written.
  ///   - running: called while it runs.
  package init(
    _ program: String, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String]? = nil, joinsErrors: Bool = false,
    atMost patience: Duration = .seconds(600), while running: ((ChildProcess) -> Void)? = nil
  ) throws {
    let out = try NamelessFile()
    let err = joinsErrors ? out : try NamelessFile()
    let child = try ChildProcess(
      program, arguments, in: folder, environment: environment, output: out.handle,
      errors: err.handle)
    running?(child)
    ending = child.wait(atMost: patience)
    output = try out.text()
    errors = joinsErrors ? "" : try err.text()
    guard ending != .overtime else {
      throw Overtime(
        command: ([program] + arguments).joined(separator: " "), patience: patience,
        said: output + errors)
    }
  }
}

/// A program that did not come to an end.
private struct Overtime: Error, CustomStringConvertible {
  let command: String
  let patience: Duration
  let said: String

  var description: String {
    "still running after \(patience), and killed: \(command.prefix(300)); it had said: \(said.suffix(600))"
  }
}

/// A file for what a process writes, without a name: nothing is left of it, not even by a test run that
/// is killed.
private struct NamelessFile {
  let handle: FileHandle

  init() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    handle = try FileHandle(forUpdating: file)
  }

  func text() throws -> String {
    try handle.seek(toOffset: 0)
    return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
  }
}
