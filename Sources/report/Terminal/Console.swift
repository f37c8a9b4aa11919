import ArgumentParser
import Foundation
import Publishing
import Simulation
import Synchronization

/// What the commands print: results on stdout, everything else on stderr.
///
/// Progress is one line that rewrites itself, and only on a terminal.
final class Console: Sendable {
  private let showsProgress: Bool
  private let isQuiet: Bool
  private let width = Mutex(0)

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    showsProgress = !isQuiet && isatty(STDERR_FILENO) == 1
  }

  /// Shows how far a build is.
  func show(_ event: ProgressEvent) {
    if case .warning(let sentence) = event {
      if showsProgress { rewrite("") }
      if !isQuiet { Self.write("warning: \(sentence)\n", to: STDERR_FILENO) }
    }
    guard showsProgress else { return }
    switch event {
    case .simulating(let id, let position, let count):
      rewrite("simulating \(position)/\(count) \(id)")
    case .reusing(let id, let position, let count):
      rewrite("finished before: \(position)/\(count) \(id)")
    case .outdated(let version):
      rewrite("results are of version \(version): simulating again")
    case .drawing(let done, let count): rewrite("drawing \(done)/\(count)")
    case .warning: break
    case .finished: rewrite("")
    }
  }

  /// The last words of a command that succeeded.
  func finish(_ sentence: String) {
    if showsProgress { rewrite("") }
    if !isQuiet { Self.write(sentence + "\n", to: STDERR_FILENO) }
  }

  private func rewrite(_ line: String) {
    width.withLock { width in
      let padding = String(repeating: " ", count: max(0, width - line.count))
      Self.write("\r" + line + padding + "\r" + line, to: STDERR_FILENO)
      width = line.count
    }
  }

  /// Prints a result; a reader that closed the pipe (`| head`) is no error.
  static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Runs a command; an error becomes one sentence on stderr and exit code 1.
  static func reportingErrors(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch {
      throw exitCode(reporting: error)
    }
  }

  /// Runs a command that does not wait for anything.
  static func reportingErrors(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw exitCode(reporting: error)
    }
  }

  private static func exitCode(reporting error: any Error) -> ExitCode {
    write("report: \(error)\n", to: STDERR_FILENO)
    // A name that does not exist is wrong usage, like an option that does not exist.
    return error is CatalogError ? .validationFailure : .failure
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
