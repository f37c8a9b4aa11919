import ArgumentParser
import Dispatch
import Experiments
import Study
import Foundation
import Publishing
import Simulation
import Synchronization
import WeightFiles

/// What the commands print: results on stdout, everything else on stderr.
///
/// On a terminal each experiment has a line that rewrites itself while it runs and stays when it ends.
/// Elsewhere only warnings and the last sentence are printed, unless more is asked for.
final class Console: Sendable {
  /// How much is said.
  enum Mode: Sendable {
    /// Lines of progress on a terminal, nothing of it elsewhere.
    case automatic
    case quiet, verbose, json
  }

  /// Counts trials as they are simulated.
  let counter = TrialCounter()

  private let mode: Mode
  private let isTerminal: Bool
  private let progress = Mutex(ProgressLine())
  private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

  init(_ mode: Mode = .automatic) {
    self.mode = mode
    isTerminal = (mode == .automatic || mode == .verbose) && isatty(STDERR_FILENO) == 1
  }

  deinit { timer.withLock { $0?.cancel() } }

  /// How many experiments were taken over instead of simulated, in words; empty for none.
  var reuse: String { progress.withLock(\.reuse) }

  /// Shows how far a build is.
  func show(_ event: ProgressEvent) {
    let line: String? = progress.withLock { progress in
      progress.take(event)
      return progress.lastingLine(for: event)
    }
    if mode == .json { return Self.print(JSONProgress(event, trials: counter.value).line) }
    if case .warning(let sentence) = event, mode != .quiet { say("warning: \(sentence)") }
    if let line, isTerminal || mode == .verbose { say(line) }
    guard isTerminal else { return }
    startTimer()
    refresh()
  }

  /// Says something that only matters to those who asked for every step.
  func detail(_ sentence: String) {
    if mode == .verbose { say(sentence) }
  }

  /// The last words of a command that succeeded.
  func finish(_ sentence: String) {
    timer.withLock {
      $0?.cancel()
      $0 = nil
    }
    if mode != .quiet, mode != .json { say(sentence) }
  }

  /// Rewrites the line of what is going on.
  private func refresh() {
    let text = progress.withLock { $0.passingLine(width: Self.columns - 1) }
    Self.write("\r\u{1B}[K" + text, to: STDERR_FILENO)
  }

  /// Prints a line that stays.
  private func say(_ line: String) {
    Self.write((isTerminal ? "\r\u{1B}[K" : "") + line + "\n", to: STDERR_FILENO)
  }

  private func startTimer() {
    timer.withLock { timer in
      guard timer == nil else { return }
      let source = DispatchSource.makeTimerSource(queue: .global())
      source.schedule(deadline: .now() + 0.25, repeating: 0.25)
      source.setEventHandler { [weak self] in self?.refresh() }
      source.resume()
      timer = source
    }
  }

  /// The width of the terminal, 80 where it does not say.
  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Prints a result; a reader that closed the pipe (`| head`) is no error, a result that is lost is
  /// one, and ends the program.
  static func print(_ text: String) {
    guard let failure = write(text, to: STDOUT_FILENO), failure != EPIPE else { return }
    let reason = String(cString: strerror(failure))
    write(
      "report: the result cannot be printed (\(reason)); send it to another place\n",
      to: STDERR_FILENO)
    exit(EXIT_FAILURE)
  }

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
    let clear = isatty(STDERR_FILENO) == 1 ? "\r\u{1B}[K" : ""
    write("\(clear)report: \("\(error)".visibleLines)\n", to: STDERR_FILENO)
    // A name that does not exist is wrong usage, like an option that does not exist.
    return error is CatalogError ? .validationFailure : .failure
  }

  /// Writes all of a text; returns the number of the error that prevented it.
  @discardableResult
  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return errno }
      bytes = bytes.dropFirst(written)
    }
    return nil
  }
}
