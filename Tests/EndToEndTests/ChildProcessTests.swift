import ChildProcess
import Foundation
import TestSupport
import Testing

@Suite("Other programs, run to their end") struct ChildProcessTests {
  @Test func endingsAreToldApart() throws {
    #expect(try ProgramRun("/bin/sh", ["-c", "exit 3"]).ending == .status(3))
    #expect(try ProgramRun("/bin/sh", ["-c", "kill -TERM $$"]).ending == .signal(SIGTERM))
    #expect(try ProgramRun("/bin/sh", ["-c", "kill -TERM $$"]).status == 143)
  }

  @Test func outputFolderAndSurroundingsAreTheGivenOnes() throws {
    let scratch = try Scratch()
    let run = try ProgramRun(
      "/bin/sh", ["-c", "basename \"$PWD\"; echo \"$WORD\" >&2; cat"], in: scratch.url,
      environment: ["PATH": "/usr/bin:/bin", "WORD": "two words"])
    #expect(run.output == "\(scratch.url.lastPathComponent)\n" && run.errors == "two words\n")
    let joined = try ProgramRun("/bin/sh", ["-c", "echo a >&2; echo b"], joinsErrors: true)
    #expect(joined.output == "a\nb\n" && joined.errors.isEmpty)
  }

  @Test func aProgramThatDoesNotEndIsKilled() throws {
    let child = try ChildProcess("/bin/sh", ["-c", "trap '' TERM; while :; do sleep 0.1; done"])
    #expect(child.poll() == nil)
    #expect(child.wait(atMost: .milliseconds(300)) == .overtime)
    #expect(kill(child.identifier, 0) == -1 && errno == ESRCH)
    let error = #expect(throws: (any Error).self) {
      try ProgramRun("/bin/sh", ["-c", "echo so far; exec sleep 60"], atMost: .seconds(1))
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("had said: so far"))
  }

  /// What stays behind with the child's open files is not waited for.
  @Test func whoStaysBehindIsNotWaitedFor() throws {
    let clock = ContinuousClock()
    var run: ProgramRun?
    let duration = try clock.measure {
      run = try ProgramRun("/bin/sh", ["-c", "sleep 30 & echo $!"])
    }
    #expect(duration < .seconds(25))
    let left = run.flatMap { pid_t($0.output.trimmingCharacters(in: .whitespacesAndNewlines)) }
    kill(try #require(left), SIGKILL)
  }

  @Test func whatCannotBeStartedIsNamed() throws {
    let error = #expect(throws: ChildProcessError.self) { try ChildProcess("/nonexistent/x", []) }
    #expect(error?.description.contains("“/nonexistent/x” cannot be started (No such file") == true)
  }

  /// Many at a time, from many threads: each gets its own ending.
  @Test func manyAtATimeGetTheirOwnEndings() async throws {
    let endings = try await withThrowingTaskGroup(of: (Int32, ChildProcess.Ending).self) { group in
      for status in 0..<100 as Range<Int32> {
        group.addTask { (status, try ProgramRun("/bin/sh", ["-c", "exit \(status)"]).ending) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(endings.count == 100)
    for (status, ending) in endings { #expect(ending == .status(status)) }
  }
}
