import ArgumentParser
import Experiments
import Foundation
import Publishing

/// `report list`: the names that `--only` takes.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List chapters, experiments and charts by name.")

  @Flag(help: "Print JSON.")
  var json = false

  private struct Entry: Encodable {
    let chapter: String
    let chapterID: String
    let experiment: String
    let question: String
    let charts: [String]
  }

  func run() throws {
    let entries = ExperimentCatalog.chapters.flatMap { chapter in
      chapter.experiments.map {
        Entry(
          chapter: chapter.label, chapterID: chapter.id, experiment: $0.id, question: $0.question,
          charts: $0.chartIDs)
      }
    }
    if json {
      Console.print(String(decoding: try CanonicalJSON.encode(entries), as: UTF8.self))
      return
    }
    var lines: [String] = []
    for chapter in ExperimentCatalog.chapters {
      lines.append("\(chapter.label)  \(chapter.id)")
      for experiment in chapter.experiments {
        lines.append("   \(experiment.id)")
        lines.append("      \(experiment.question)")
        lines.append("      charts: \(experiment.chartIDs.joined(separator: ", "))")
      }
    }
    Console.print(lines.joined(separator: "\n") + "\n")
  }
}
