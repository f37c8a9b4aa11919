import ArgumentParser
import Experiments
import Figures
import Study
import Foundation
import Publishing
import ReportFolder

/// `report list`: the names that `--only` takes, and those that prose may quote.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List chapters, experiments and charts by name, or the facts of a report.")

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "List the facts that prose may quote, with their values, from the report's results.")
  var facts = false

  @Option(help: ArgumentHelp("The report whose facts to list.", valueName: "directory"))
  var output = "output"

  private struct FactEntry: Encodable {
    let name: String
    let text: String
    let interval: String?
    let samples: String?
  }

  private struct Entry: Encodable {
    let chapter: String
    let chapterID: String
    let experiment: String
    let question: String
    let charts: [String]
  }

  func run() throws {
    try Console.reportingErrors { facts ? try listFacts() : try listChapters() }
  }

  private func listFacts() throws {
    let vocabulary = TemplateLibrary.builtIn.vocabulary
    let entries = try SavedReport(path: output, catalog: ReportCatalog()).facts().map {
      FactEntry(
        name: $0.name, text: $0.text(vocabulary: vocabulary) ?? "",
        interval: $0.text(part: "interval"),
        samples: $0.text(part: "samples"))
    }
    if json {
      Console.print(String(decoding: try CanonicalJSON.encode(entries), as: UTF8.self))
      return
    }
    let width = entries.map(\.name.count).max() ?? 0
    for entry in entries {
      let parts = entry.interval.map { " (\($0), n = \(entry.samples ?? "?"))" } ?? ""
      Console.print(
        entry.name + String(repeating: " ", count: width - entry.name.count + 2) + entry.text
          + parts
          + "\n")
    }
  }

  private func listChapters() throws {
    let questions = TemplateLibrary.builtIn.questions
    let entries = ReportCatalog().chapters.flatMap { chapter in
      chapter.experiments.map {
        Entry(
          chapter: chapter.label, chapterID: chapter.id, experiment: $0.id,
          question: questions[$0.id] ?? "",
          charts: $0.chartIDs)
      }
    }
    if json {
      Console.print(String(decoding: try CanonicalJSON.encode(entries), as: UTF8.self))
      return
    }
    var lines: [String] = []
    for chapter in ReportCatalog().chapters where !chapter.experiments.isEmpty {
      lines.append("\(chapter.label)  \(chapter.id)")
      for experiment in chapter.experiments {
        lines.append("   \(experiment.id)")
        lines.append("      \(questions[experiment.id] ?? "")")
        lines.append("      charts: \(experiment.chartIDs.joined(separator: ", "))")
      }
    }
    lines += ["", "Ready studies, for `report init DIR --study NAME`"]
    lines += ReadyStudy.all.map { "   \($0.name)\n      \($0.title)" }
    Console.print(lines.joined(separator: "\n") + "\n")
  }
}
