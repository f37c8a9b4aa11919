import Study
import Foundation
import ReportFolder

/// The saved outcomes of a study, as JSON by experiment id.
///
/// Even a fresh build draws from the JSON it has just written, so that `report render` cannot differ.
struct Results: Sendable {
  private(set) var documents: [String: Data] = [:]
  /// What was read of them, by experiment id: each is read once.
  private var outcomes: [String: any Sendable] = [:]

  /// Takes an outcome that an earlier run finished.
  mutating func reuse(_ data: Data, of experiment: some Experiment) -> Bool {
    guard let outcome = try? Self.outcome(of: experiment, from: data) else { return false }
    documents[experiment.id] = data
    outcomes[experiment.id] = outcome
    return true
  }

  /// Takes the outcome that other results have, if they have one.
  ///
  /// - Throws: `ResultsError.unreadable`.
  mutating func take(from other: Results, _ experiment: some Experiment) throws(ResultsError) {
    guard let data = other.documents[experiment.id] else { return }
    guard reuse(data, of: experiment) else { throw .unreadable(experiment: experiment.id) }
  }

  /// Whether the outcome of an experiment is known.
  func has(_ experiment: any Experiment) -> Bool { documents[experiment.id] != nil }

  /// Reads the outcomes of some experiments from the report in a folder.
  init(of experiments: [any Experiment], in folder: URL) throws(ResultsError) {
    for experiment in experiments {
      let file = folder.appending(path: "results/\(experiment.id).json")
      guard let data = try? Data(contentsOf: file) else { throw .missing(path: file.path) }
      documents[experiment.id] = data
    }
  }

  init() {}

  /// What an experiment shows and says of its saved outcome.
  func presentation(
    of experiment: some Experiment, study: StudyConfiguration, figures: [any Figure],
    words: ChartWords
  ) throws -> Presentation {
    let saved = try outcome(of: experiment)
    let facts = experiment.facts(of: saved, study: study)
    let charts = try figures.map { try words.chart(of: $0, saved, facts: facts, study: study) }
    let order = experiment.chartIDs
    return Presentation(
      experiment: experiment.id,
      charts: charts.sorted { order.firstIndex(of: $0.id) ?? 0 < order.firstIndex(of: $1.id) ?? 0 },
      facts: facts,
      tables: try experiment.tables(of: saved, study: study).map {
        try words.table($0, facts: facts)
      },
      checks: try experiment.checks(of: saved),
      documents: try experiment.documents(of: saved, words: words.claims))
  }

  private func outcome<E: Experiment>(of experiment: E) throws(ResultsError) -> E.Outcome {
    if let known = outcomes[experiment.id] as? E.Outcome { return known }
    return try Self.outcome(of: experiment, from: documents[experiment.id] ?? Data())
  }

  private static func outcome<E: Experiment>(
    of experiment: E, from data: Data
  ) throws(ResultsError) -> E.Outcome {
    do {
      return try CanonicalJSON.decode(E.Outcome.self, from: data)
    } catch {
      throw .unreadable(experiment: experiment.id)
    }
  }
}

/// What can be wrong with saved results.
public enum ResultsError: Error, Equatable, CustomStringConvertible {
  case noReport(path: String)
  case shard(path: String)
  case missing(path: String)
  case unreadable(experiment: String)
  case ownProse(chapter: String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .noReport(let path):
      "“\(path)” holds no report to redraw (no readable manifest.json); run `report build` first"
    case .shard(let path):
      "“\(path)” holds one shard of a report; put all shards together with `report merge` first"
    case .missing(let path):
      "the results file “\(path)” is missing; run `report build` to simulate again"
    case .ownProse(let chapter):
      "the report has a chapter of its own (“\(chapter)”) whose text only its study has; give the"
        + " study file with --study"
    case .unreadable(let experiment):
      "the saved results of “\(experiment)” do not fit this version of the program; run"
        + " `report build` to simulate again"
    }
  }
}
