import Foundation

/// Another program, which ends by itself or is ended at its deadline.
///
/// In place of Foundation's `Process`, whose `waitUntilExit()` waits for a socket to close that the child was
/// given, and so for whoever else was given it: a program that another thread starts in that moment, or one that
/// stays behind. Where that goes wrong, it waits for ever for a program that is long gone. Here the kernel is
/// asked about this one child, and never for longer than the deadline.
package final class ChildProcess {
  /// How a program ended.
  package enum Ending: Equatable, Sendable {
    /// By itself, with this status.
    case status(Int32)
    /// By this signal.
    case signal(Int32)
    /// It was still running at its deadline and was killed.
    case overtime
  }

  /// The number of the process, for `kill`.
  package let identifier: pid_t
  private var ending: Ending?

  /// Starts a program, with nothing to read and no open files but the two that it writes.
  ///
  /// - Parameters:
  ///   - program: the path of the program.
  ///   - arguments: without the program's name.
  ///   - folder: where it works; nil for the caller's.
  ///   - environment: nil for the caller's.
  ///   - output: what takes its standard output; nil for the caller's.
  ///   - errors: what takes its standard errors, which may be the same; nil for the caller's.
  /// - Throws: `ChildProcessError` when the program cannot be started; in a folder of its own it is a shell that
  ///   starts it, which ends with status 127 instead.
  package init(
    _ program: String, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String]? = nil, output: FileHandle? = nil, errors: FileHandle? = nil
  ) throws(ChildProcessError) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    if let output { posix_spawn_file_actions_adddup2(&actions, output.fileDescriptor, 1) }
    if let errors { posix_spawn_file_actions_adddup2(&actions, errors.fileDescriptor, 2) }
    // Signals as a shell leaves them: what this program ignores or blocks is not the child's affair.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE, SIGQUIT, SIGHUP] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0)=\($1)" }
    // The C library's way of changing the folder is not in Swift's view of it; a shell makes room for the program.
    let words =
      folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0.path, program] } ?? [program]
    var identifier: pid_t = 0
    let failure = Self.withStrings(words + arguments) { arguments in
      Self.withStrings(variables) { variables in
        posix_spawn(&identifier, words[0], &actions, &attributes, arguments, variables)
      }
    }
    guard failure == 0 else {
      throw ChildProcessError(program: program, reason: String(cString: strerror(failure)))
    }
    self.identifier = identifier
  }

  /// How the program ended; nil while it runs.
  package func poll() -> Ending? {
    if ending == nil {
      var status: Int32 = 0
      if waitpid(identifier, &status, WNOHANG) == identifier { ending = Self.ending(of: status) }
    }
    return ending
  }

  /// Waits for the program's end, and kills it at the deadline.
  @discardableResult
  package func wait(atMost patience: Duration) -> Ending {
    let deadline = ContinuousClock.now + patience
    var pause = 0.000_5
    while true {
      if let ending = poll() { return ending }
      guard ContinuousClock.now < deadline else { break }
      Thread.sleep(forTimeInterval: pause)
      // Short programs are noticed at once, long ones cost nothing.
      pause = min(1.5 * pause, 0.02)
    }
    kill(identifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
    ending = .overtime
    return .overtime
  }

  /// What the macros of `sys/wait.h` say of a status; they are not Swift's to call.
  private static func ending(of status: Int32) -> Ending {
    status & 0x7F == 0 ? .status((status >> 8) & 0xFF) : .signal(status & 0x7F)
  }

  /// Hands strings over as C's `argv` and `environ` are: pointers, with a null at their end.
  private static func withStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    // Never empty, so there is an address.
    return copies.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else {
        preconditionFailure("no strings, not even a null")
      }
      return body(first)
    }
  }
}

/// A program that could not be started.
package struct ChildProcessError: Error, CustomStringConvertible {
  let program: String
  let reason: String

  package var description: String { "“\(program)” cannot be started (\(reason))" }
}
