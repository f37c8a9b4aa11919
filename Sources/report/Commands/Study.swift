import ArgumentParser
import Diagnosis
import Experiments
import Study
import Foundation
import Publishing
import ReportFolder
import Simulation
import StudyFiles

/// `report init`: a commented study file to start from.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a commented starter study of your own networks into a new folder.",
    discussion: """
      The folder gets study.yml and, where the study has one, prose/ with a chapter of your own. Then:
        report --study my-study/study.yml --output my-study/report

      EXAMPLES
        report init my-study
        report init my-rnn --study deep-rnn

      READY STUDIES
      \(ReadyStudy.all.map { "  \($0.name)  \($0.title)" }.joined(separator: "\n"))
      """)

  @Argument(help: "The folder to make; it must not exist yet or be empty.")
  var directory: String

  @Option(
    name: .customLong("study"),
    help: ArgumentHelp("Start from a ready study; see below.", valueName: "name"))
  var name: String?

  func validate() throws {
    guard let name, ReadyStudy(named: name) == nil else { return }
    let names = ReadyStudy.all.map(\.name)
    let error = CatalogError(kind: "ready study", name: name, known: names)
    throw ValidationError("--study \(name): \(error)")
  }

  func run() throws {
    let folder = URL(fileURLWithPath: directory, isDirectory: true)
    try Console.reportingErrors {
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      guard entries.isEmpty else {
        throw InitError(problem: "“\(directory)” is not empty; name a new folder")
      }
      let files = name.flatMap(ReadyStudy.init(named:))?.files ?? ReadyStudy.starter
      for (path, text) in files {
        let file = folder.appending(path: path)
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
      let jobs = ProcessInfo.processInfo.activeProcessorCount
      let estimate = try plan.estimate(jobs: jobs)
      let precision = plan.precision.map {
        " or more, until ±\(NumberFormat.significant(2).text($0 * 100)) %"
      }
      var sentence = "\(file) is a valid study: "
      sentence += "\(plan.networks.count) networks and \(plan.sweeps.count) sweeps"
      if let training = plan.training { sentence += " and \(training.count) trainings" }
      if !plan.networks.isEmpty {
        sentence += ", \(plan.settings.count) settings of \(plan.trials) networks each"
        sentence += precision ?? ""
        let stacks = plan.settings.count { $0.stack != nil }
        if stacks < plan.settings.count {
          sentence += "; \(estimate.words) on \(jobs) cores"
          sentence += " and at most \(ByteSize(bytes: estimate.bytes)) of memory"
        }
        if stacks > 0 {
          sentence += "; \(stacks) of them are networks of stages, which are not timed"
        }
      }
      Console.print(sentence + ".\n")
    }
  }
}

/// `report schema`: the JSON Schema of study files, for editors, or of what `report diagnose --json` prints.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of study files, for completion in editors.",
    discussion: """
      In an editor with a YAML language server, put this line at the top of a study:
        # yaml-language-server: $schema=study.schema.json

      `report schema diagnose` prints the schema of what `report diagnose --json` prints.
      """)

  /// What has a schema.
  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case study, diagnose
  }

  @Argument(help: "study or diagnose.")
  var subject = Subject.study

  func run() throws {
    switch subject {
    case .study:
      Console.print(String(decoding: try CanonicalJSON.encode(StudySchema()), as: UTF8.self))
    case .diagnose: Console.print(DiagnosisSchema.text)
    }
  }
}
