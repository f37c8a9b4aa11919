import Foundation
import Testing

/// Runs the built program the way a user does.
struct Command {
  /// What a run left behind.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The program that the tests were built with.
  static let program =
    Bundle.allBundles.map(\.bundleURL)
    .first { $0.pathExtension == "xctest" }?.deletingLastPathComponent().appending(path: "report")
    ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
      path: "report")

  /// Runs `report`, or another program, with arguments in a folder.
  static func run(
    _ arguments: [String], in folder: URL, program: URL = Self.program,
    environment: [String: String]? = nil, while running: ((Process) -> Void)? = nil
  ) throws -> Outcome {
    try run(program, arguments, in: folder, environment: environment, while: running)
  }

  /// Runs a line of the shell, for programs that may not be installed.
  static func shell(_ line: String, in folder: URL) throws -> Outcome {
    try run(URL(fileURLWithPath: "/bin/sh"), ["-c", line], in: folder)
  }

  private static func run(
    _ program: URL, _ arguments: [String], in folder: URL, environment: [String: String]? = nil,
    while running: ((Process) -> Void)? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    if let environment { process.environment = environment }
    let name = UUID().uuidString
    let (out, err) = (
      FileManager.default.temporaryDirectory.appending(path: name + ".stdout"),
      FileManager.default.temporaryDirectory.appending(path: name + ".stderr")
    )
    for file in [out, err] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    running?(process)
    process.waitUntilExit()
    defer { for file in [out, err] { try? FileManager.default.removeItem(at: file) } }
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOf: out, encoding: .utf8),
      errors: try String(contentsOf: err, encoding: .utf8))
  }
}

/// A temporary folder that removes itself.
final class Scratch {
  let url: URL
  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "report-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(at: url) }
}

@Suite("The command line") struct CommandLineTests {
  @Test(arguments: [
    (["--help"], "EXAMPLES"), (["build", "--help"], "--seed"), (["render", "--help"], "results/"),
    (["--version"], "0."), (["list"], "charts:"), (["list", "--json"], "\"experiment\""),
  ])
  func teaches(arguments: [String], fragment: String) throws {
    let scratch = try Scratch()
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 0)
    #expect(run.output.contains(fragment))
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: [
    ["--seed", "-1"], ["--seed", "1.5"], ["--seed", "99999999999999999999"], ["--jobs", "0"],
    ["--jobs", "-3"], ["--jobs", "100000"], ["--output", ""], ["--nonsense"], ["frobnicate", "x"],
  ])
  func wrongUsageExits64(arguments: [String]) throws {
    let scratch = try Scratch()
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 64)
    #expect(run.errors.contains(arguments[0]) || run.errors.contains("Usage"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).isEmpty)
  }

  @Test func anUnknownIdNamesTheKnownOnes() throws {
    let scratch = try Scratch()
    let run = try Command.run(["--only", "gradient-dekay"], in: scratch.url)
    #expect(run.status == 64)
    #expect(run.errors.contains("gradient-dekay") && run.errors.contains("gradient-decay"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
