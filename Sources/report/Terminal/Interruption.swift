import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Runs a command that can be stopped: Ctrl-C and SIGTERM cancel it, and within a second it is gone.
///
/// Exits 130 after SIGINT and 143 after SIGTERM, as shells expect. Nothing is lost by stopping a report: results
/// are saved as they are finished and the report is replaced in one step. Other commands say what they leave.
func interruptible(
  leaving: String =
    "the previous report is untouched, and the same command goes on with the experiments that were"
    + " finished",
  _ body: @escaping @Sendable () async throws -> Void
) async throws {
  let task = Task { try await body() }
  let received = Mutex<Int32>(0)
  let queue = DispatchQueue(label: "signals")
  let sources = [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler {
      received.withLock { $0 = number }
      task.cancel()
      // Some computations do not ask whether they are cancelled.
      queue.asyncAfter(deadline: .now() + 0.8) { stop(number, leaving) }
    }
    source.resume()
    return source
  }
  defer { for source in sources { source.cancel() } }
  do {
    try await task.value
  } catch {
    let number = received.withLock { $0 }
    guard number != 0 else { throw error }
    stop(number, leaving)
  }
}

/// Leaves at once, with one sentence.
private func stop(_ number: Int32, _ leaving: String) -> Never {
  FileHandle.standardError.write(Data("\nreport: stopped; \(leaving)\n".utf8))
  _exit(128 + number)
}
