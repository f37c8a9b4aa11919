import ArgumentParser
import Foundation
import Publishing
import StudyFiles
import Templates

/// `report init`: a commented study file to start from.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a commented starter study of your own networks into a new folder.",
    discussion: """
      The folder gets study.yml and prose/, a chapter of your own. Then:
        report --study my-study/study.yml --output my-study/report
      """)

  @Argument(help: "The folder to make; it must not exist yet or be empty.")
  var directory: String

  func run() throws {
    let folder = URL(fileURLWithPath: directory, isDirectory: true)
    try Console.reportingErrors {
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      guard entries.isEmpty else {
        throw InitError(problem: "“\(directory)” is not empty; name a new folder")
      }
      for (path, text) in Templates.all where path.hasPrefix("starter/") {
        let file = folder.appending(path: String(path.dropFirst("starter/".count)))
        do {
          try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data(text.utf8).write(to: file)
        } catch {
          throw InitError(problem: "“\(file.path)” cannot be written; name another folder")
        }
      }
    }
    Console.print(
      """
      Wrote \(directory)/study.yml. Edit it, then run
        report --study \(directory)/study.yml --output \(directory)/report

      """)
  }

  private struct InitError: Error, CustomStringConvertible {
    let problem: String
    var description: String { problem }
  }
}

/// `report validate`: checks a study file without running it.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a study file and say what it would measure.")

  @Argument(help: "The study file.")
  var file: String

  @Flag(help: "Print the study as JSON, with every default filled in.")
  var json = false

  func run() throws {
    try Console.reportingErrors {
      let plan = try StudyFile.read(path: file)
      if json {
        Console.print(String(decoding: try CanonicalJSON.encode(plan), as: UTF8.self))
        return
      }
      let settings = plan.networks.count + plan.sweeps.map(\.values.count).reduce(0, +)
      Console.print(
        """
        \(file) is a valid study: \(plan.networks.count) networks and \(plan.sweeps.count) sweeps, \
        \(settings) settings of \(plan.trials) networks each\
        \(plan.precision.map { " or more, until ±\($0 * 100) %" } ?? "").

        """)
    }
  }
}

/// `report schema`: the JSON Schema of study files, for editors.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of study files, for completion in editors.",
    discussion: """
      In an editor with a YAML language server, put this line at the top of a study:
        # yaml-language-server: $schema=study.schema.json
      """)

  func run() throws {
    Console.print(String(decoding: try CanonicalJSON.encode(StudySchema()), as: UTF8.self))
  }
}
