import Charts
import Testing

@testable import Experiments
import Study

/// What every experiment of chapters 1 to 8 and 10 to 12 promises, with another seed and small sizes.
@Suite("Chapters: promises") struct ChapterPromisesTests {
  static let chapters: [Chapter] = [
    .whichStart, .products, .backPropagation, .activations, .variance, .initialisers, .nonSquare,
    .spectra, .meanField, .remedies, .finiteWidth, .openQuestions,
  ]
  static let study = StudyConfiguration(seed: 7, width: 48, depth: 12, networks: 60)

  @Test(arguments: chapters.flatMap(\.experiments).map(\.id))
  func chartsFactsAndTablesAreComplete(_ id: String) async throws {
    let experiment = try #require(
      Self.chapters.flatMap(\.experiments).first { $0.id == id })
    try await check(experiment)
  }

  private func check(_ experiment: some Experiment) async throws {
    let outcome = try await experiment.run(Self.study, jobs: 2)
    let again = try await experiment.run(Self.study, jobs: 1)
    #expect(outcome == again, "the number of jobs must not matter")

    let charts = try ExperimentsTests.charts(of: experiment, outcome, study: Self.study)
    #expect(charts.map(\.id) == experiment.chartIDs)
    for chart in charts {
      for words in [chart.title, chart.subtitle, chart.caption, chart.altText] {
        #expect((words ?? "").count > 20, "\(chart.id)")
      }
      // Every caption opens with the method or with what the marks are.
      #expect(chart.caption?.hasPrefix("**") == true, "\(chart.id)")
      // A drawing explains and has no numbers.
      #expect(chart.isDrawing || !chart.table.rows.isEmpty, "\(chart.id)")
    }

    let facts = experiment.facts(of: outcome, study: Self.study)
    #expect(Set(facts.map(\.name)).count == facts.count, "names of facts are unique")
    #expect(facts.allSatisfy { $0.text() != nil && $0.text() != "undefined" })
    for table in experiment.tables(of: outcome, study: Self.study) {
      #expect(!table.rows.isEmpty, "\(table.name)")
    }
  }
}
