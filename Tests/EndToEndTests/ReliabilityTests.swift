import ChildProcess
import Foundation
import TestSupport
import Testing

@testable import Publishing
@testable import ReportFolder

@Suite("A tool that never loses work") struct ReliabilityTests {
  /// Whether every file that a report's manifest lists is there with its digest.
  private static func isWhole(_ report: URL) throws -> Bool {
    let manifest = try Manifest(contentsOf: report)
    return try manifest.files.allSatisfy { path, digest in
      SHA256.hexDigest(try Data(contentsOf: report.appending(path: path))) == digest
    }
  }

  @Test func killedAtAnyMomentThePreviousReportIsWhole() throws {
    let scratch = try Scratch()
    let study = """
      title: Tiny
      trials: 10
      networks: [{name: a, widths: [8, 8, 8], activation: tanh, init: lecun}]
      """
    try Data(study.utf8).write(to: scratch.url.appending(path: "tiny.yml"))
    let arguments = ["--study", "tiny.yml", "--output", "out"]
    let report = scratch.url.appending(path: "out")
    let clock = ContinuousClock()
    var first: Int32 = 0
    let duration = try clock.measure {
      first = try Command.run(arguments, in: scratch.url).status
    }
    #expect(first == 0)
    let signals: [Int32] = [SIGKILL, SIGTERM, SIGINT]
    var outcomes: Set<Int32> = []
    for attempt in 0..<50 {
      // Other seeds, so that every run really replaces the report.
      let run = try Command.run(arguments + ["--seed", "\(attempt)"], in: scratch.url) { process in
        Thread.sleep(forTimeInterval: duration / .seconds(1) * Double(attempt) / 45)
        kill(process.identifier, signals[attempt % 3])
      }
      outcomes.insert(run.status)
      #expect(try Self.isWhole(report), "attempt \(attempt)")
    }
    // Some were stopped and some were not: the moments cover the run.
    #expect(outcomes.count >= 2)
    #expect(try Command.run(arguments, in: scratch.url).status == 0)
    #expect(try Self.isWhole(report))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted() == [
        "out", "tiny.yml",
      ])
  }

  private static let slowStudy = """
    title: Slow
    trials: 200000
    networks:
      - {name: first, widths: [4, 4], activation: tanh, init: xavier-normal}
      - {name: second, width: 512, depth: 50, activation: relu, init: he-normal}
    chapters: [products]
    """

  @Test(arguments: zip([SIGINT, SIGTERM], [130, 143] as [Int32]))
  func stopsWithinASecond(signal: Int32, status: Int32) throws {
    let scratch = try Scratch()
    try Data(Self.slowStudy.utf8).write(to: scratch.url.appending(path: "slow.yml"))
    let clock = ContinuousClock()
    var elapsed: Duration = .zero
    let run = try Command.run(["--study", "slow.yml", "--output", "out"], in: scratch.url) {
      process in
      Thread.sleep(forTimeInterval: 0.6)
      kill(process.identifier, signal)
      elapsed = clock.measure { process.wait(atMost: .seconds(60)) }
    }
    #expect(run.status == status)
    #expect(run.errors.contains("stopped"))
    // Not a speed: the promise that a run can be stopped. The hard stop comes after 0.8 s.
    #expect(elapsed < .seconds(5))
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appending(path: "out").path))
  }

  @Test func twoRunsAtOnceDoNotMix() async throws {
    let scratch = try Scratch()
    let url = scratch.url
    let outcomes = try await withThrowingTaskGroup(of: ProgramRun.self) { group in
      for seed in 0..<4 {
        group.addTask {
          try Command.run(["--only", "products", "--seed", "\(seed)", "--output", "out"], in: url)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.contains { $0.status == 0 })
    for outcome in outcomes where outcome.status != 0 {
      #expect(outcome.errors.contains("another run is writing"), "\(outcome.errors)")
    }
    #expect(try Self.isWhole(url.appending(path: "out")))
  }

  @Test func surroundingsChangeNothing() throws {
    let scratch = try Scratch()
    let environments: [[String: String]] = [
      ["PATH": "/usr/bin:/bin", "HOME": scratch.url.path],
      ["PATH": "/usr/bin:/bin", "LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"],
      ["PATH": "/usr/bin:/bin", "LANG": "de_DE.UTF-8", "TZ": "America/St_Johns", "COLUMNS": "1"],
      ["LC_NUMERIC": "ar_EG.UTF-8", "SOURCE_DATE_EPOCH": "1"],
    ]
    var digests: Set<[String: String]> = []
    for (index, environment) in environments.enumerated() {
      let folder = scratch.url.appending(path: "run-\(index)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let run = try Command.run(
        ["--only", "gaussian-product", "--output", "out"], in: folder, environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      digests.insert(try Manifest(contentsOf: folder.appending(path: "out")).files)
    }
    #expect(digests.count == 1)
  }

  /// A reader that is gone before the program writes, as of `report list | true`.
  @Test(arguments: [["list"], ["--help"], ["schema"], ["gain", "--csv"]])
  func aClosedPipeIsNoFailure(arguments: [String]) throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let scratch = try Scratch()
    let said = scratch.url.appending(path: "errors")
    try Data().write(to: said)
    let child = try ChildProcess(
      Command.program.path, arguments, output: pipe.fileHandleForWriting,
      errors: try FileHandle(forWritingTo: said))
    let ending = child.wait(atMost: .seconds(60))
    // Quietly: as a success, or by the signal that a shell shows to nobody.
    #expect([.status(0), .signal(SIGPIPE)].contains(ending), "\(ending)")
    #expect(try String(contentsOf: said, encoding: .utf8) == "")
  }
}
