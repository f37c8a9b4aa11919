import Foundation
import TestSupport
import Testing

/// The recipes of `workflow/`: many machines, the same bytes as one.
@Suite("Sharing a study among machines") struct WorkflowTests {
  private static let workflow = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "workflow")

  /// A small study with sweeps, and the report of a single run in `single`.
  private func started() throws -> Scratch {
    let scratch = try Scratch()
    let study = """
      title: Shared
      trials: 50
      networks:
        - {name: a, width: 16, depth: 4, activation: tanh, init: lecun}
        - {name: b, width: 16, depth: 4, activation: relu, init: he-normal, residual: 1/√L}
      sweeps:
        - {name: s, network: a, over: gain, values: [0.5, 1, 2]}
      """
    try Data(study.utf8).write(to: scratch.url.appending(path: "study.yml"))
    let single = try Command.run(["--study", "study.yml", "--output", "single"], in: scratch.url)
    #expect(single.status == 0, "\(single.errors)")
    return scratch
  }

  private func run(
    _ program: String, _ arguments: [String], in scratch: Scratch,
    environment: [String: String] = [:]
  ) throws -> ProgramRun {
    try Command.run(
      arguments, in: scratch.url, program: URL(fileURLWithPath: program),
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
  }

  private func expectSameAsSingle(_ folder: String, in scratch: Scratch) throws {
    // The manifest holds the digest of every other file.
    #expect(
      try Data(contentsOf: scratch.url.appending(path: "\(folder)/manifest.json"))
        == Data(contentsOf: scratch.url.appending(path: "single/manifest.json")))
  }

  /// The script as Slurm starts it: once for each task of the array, and once after them.
  @Test func aSlurmJobArray() throws {
    let scratch = try started()
    let script = Self.workflow.appending(path: "slurm.sh").path
    let arguments = [script, "study.yml", "merged"]
    for task in ["2", "1", "3"] {
      let outcome = try run(
        "/bin/bash", arguments, in: scratch,
        environment: [
          "REPORT": Command.program.path, "SLURM_ARRAY_TASK_ID": task,
          "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_CPUS_PER_TASK": "2",
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let merge = try run(
      "/bin/bash", arguments, in: scratch, environment: ["REPORT": Command.program.path])
    #expect(merge.status == 0, "\(merge.errors)")
    try expectSameAsSingle("merged", in: scratch)
  }

  @Test func aSnakemakeWorkflow() throws {
    // `.ci/run` installs it from PyPI into .build/snakemake.
    let own = Self.workflow.deletingLastPathComponent().appending(
      path: ".build/snakemake/bin/snakemake"
    ).path
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let snakemake = ([own] + folders.map { "\($0)/snakemake" })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else {
      try skip("snakemake is not installed (pip install snakemake, or run .ci/run)")
    }
    let scratch = try started()
    let outcome = try run(
      snakemake,
      [
        "-s", Self.workflow.appending(path: "Snakefile").path, "--cores", "2", "--config",
        "study=study.yml", "shards=3", "output=merged", "report=\(Command.program.path)",
      ], in: scratch, environment: ["XDG_CACHE_HOME": scratch.url.path + "/cache"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    try expectSameAsSingle("merged", in: scratch)
  }

  /// A shard that is stopped goes on with the cells that it had finished.
  @Test func aStoppedShardGoesOn() throws {
    let scratch = try Scratch()
    let slow = """
      title: Slow
      trials: 20000
      networks:
        - {name: first, widths: [4, 4], activation: tanh, init: lecun}
        - {name: second, width: 512, depth: 50, activation: relu, init: he-normal}
        - {name: third, widths: [4, 4], activation: tanh, init: lecun}
      """
    try Data(slow.utf8).write(to: scratch.url.appending(path: "slow.yml"))
    let long = ["--study", "slow.yml", "--shard", "1/1", "--output", "slow", "--verbose"]
    let stopped = try Command.run(long, in: scratch.url) { process in
      let first = scratch.url.appending(path: ".slow.partial/cells/own-networks.0.json")
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: first.path) {
        Thread.sleep(forTimeInterval: 0.05)
      }
      kill(process.identifier, SIGINT)
    }
    #expect(stopped.status == 130)
    let again = try Command.run(long, in: scratch.url)
    #expect(again.status == 0)
    #expect(again.errors.contains("1/3 own-networks.0  finished before"), "\(again.errors)")
  }
}
