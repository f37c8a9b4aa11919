import ChildProcess
import Foundation
import TestSupport
import Testing

/// Runs the built program the way a user does.
struct Command {
  /// The program that the tests were built with.
  static let program =
    Bundle.allBundles.map(\.bundleURL)
    .first { $0.pathExtension == "xctest" }?.deletingLastPathComponent().appending(path: "report")
    ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
      path: "report")

  /// Runs `report`, or another program, with arguments in a folder.
  static func run(
    _ arguments: [String], in folder: URL, program: URL = Self.program,
    environment: [String: String]? = nil, while running: ((ChildProcess) -> Void)? = nil
  ) throws -> ProgramRun {
    try ProgramRun(
      program.path, arguments, in: folder, environment: environment, while: running)
  }

  /// Runs a line of the shell, for programs that may not be installed.
  static func shell(_ line: String, in folder: URL) throws -> ProgramRun {
    try ProgramRun("/bin/sh", ["-c", line], in: folder)
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

  /// What people try: the file without its option, or the option of other programs.
  @Test(arguments: [
    (["study.yml"], "a study file is given with --study study.yml"),
    (["build", "My.YAML", "--quick"], "a study file is given with --study My.YAML"),
    (["--config", "study.yml"], "a study file is given with --study study.yml"),
    (["propagate", "net.yml"], "a network file is given with --network net.yml"),
    (["propagate", "model.safetensors"], "`report diagnose model.safetensors`"),
    (["propagate", "frobnicate"], "unexpected argument 'frobnicate'"),
    (["frobnicate"], "unexpected argument 'frobnicate'"),
    (["diagnose", "he.yml"], "laws that you expect are given with --expect"),
  ])
  func aFileWithoutItsOptionIsToldWhichOne(arguments: [String], words: String) throws {
    let scratch = try Scratch()
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.lowercased().contains(words.lowercased()), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count { $0.hasPrefix("Error:") } == 1)
  }

  @Test func hiddenArgumentsStayHidden() throws {
    let scratch = try Scratch()
    for arguments in [["build", "--help"], ["propagate", "--help"]] {
      let help = try Command.run(arguments, in: scratch.url).output
      #expect(!help.contains("--config") && !help.contains("<arguments>"))
    }
  }

  @Test func anUnknownIdNamesTheKnownOnes() throws {
    let scratch = try Scratch()
    let run = try Command.run(["--only", "gradient-dekay"], in: scratch.url)
    #expect(run.status == 64)
    #expect(run.errors.contains("gradient-dekay") && run.errors.contains("gradient-decay"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
