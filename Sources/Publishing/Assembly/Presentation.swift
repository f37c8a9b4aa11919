import Charts
import Study

/// What one experiment adds to the report.
struct Presentation: Sendable {
  let experiment: String
  let charts: [Chart]
  let facts: [Fact]
  let tables: [FactTable]
  let checks: [TheoryCheck]
  let documents: [ResultDocument]

  /// The same with some of its charts.
  func showing(_ isShown: (String) -> Bool) -> Presentation {
    Presentation(
      experiment: experiment, charts: charts.filter { isShown($0.id) }, facts: facts,
      tables: tables, checks: checks, documents: documents)
  }
}

/// What the whole study adds to the report, in reading order.
struct StudyPresentation: Sendable {
  /// Chapters with the charts of their experiments.
  let chapters: [(chapter: Chapter, presentations: [Presentation])]
  /// How often the report's intervals contain theory, over all its chapters.
  private let coverage: IntervalCoverage
  /// All tables, with their words.
  let tables: [FactTable]

  init(
    _ chapters: [Chapter], results: Results, study: StudyConfiguration, catalog: any StudyCatalog,
    templates: TemplateLibrary
  ) throws {
    let words = try ChartWords(templates, study: study)
    let presented = try chapters.map {
      chapter -> (chapter: Chapter, presentations: [Presentation]) in
      let presentations = try chapter.experiments.map {
        try results.presentation(
          of: $0, study: study, figures: catalog.figures(of: $0), words: words)
      }
      guard let plan = study.plan else { return (chapter, presentations) }
      return (chapter, presentations.map { $0.showing { plan.shows($0, of: chapter) } })
    }
    let coverage = IntervalCoverage(
      presented.flatMap { $0.presentations.map { ($0.experiment, $0.checks) } })
    self.chapters = presented
    self.coverage = coverage
    tables =
      try presented.flatMap { $0.presentations.flatMap(\.tables) }
      + coverage.tables.map { try words.table($0, facts: coverage.facts) }
  }

  /// Every chart with its number, such as 3.1, and the experiment that draws it.
  var figures: [(number: String, chapter: Chapter, experiment: String, chart: Chart)] {
    chapters.flatMap { chapter, presentations in
      presentations.flatMap { presentation in
        presentation.charts.map { (presentation.experiment, $0) }
      }.enumerated().map { index, entry in
        ("\(chapter.label).\(index + 1)", chapter, entry.0, entry.1)
      }
    }
  }

  var facts: [Fact] { chapters.flatMap { $0.presentations.flatMap(\.facts) } + coverage.facts }
  var documents: [ResultDocument] { chapters.flatMap { $0.presentations.flatMap(\.documents) } }
}
