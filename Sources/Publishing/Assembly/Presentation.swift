import Charts
import Simulation
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
    let experiments: [any Experiment] = chapters.flatMap(\.experiments)
    let presentations = try experiments.map {
      try results.presentation(of: $0, study: study, figures: catalog.figures(of: $0), words: words)
    }
    try self.init(chapters, presentations, of: study, words)
  }

  /// The same, several experiments at once.
  init(
    _ chapters: [Chapter], results: Results, study: StudyConfiguration, catalog: any StudyCatalog,
    words: ChartWords, jobs: Int
  ) async throws {
    let experiments = chapters.flatMap(\.experiments)
    // The last first: the audit's tables are the largest, and would keep one core waiting at the end.
    let presentations = try await mapConcurrently(experiments.count, jobs: jobs) { index in
      let experiment = experiments[experiments.count - 1 - index]
      return try results.presentation(
        of: experiment, study: study, figures: catalog.figures(of: experiment), words: words)
    }
    try self.init(chapters, presentations.reversed(), of: study, words)
  }

  /// Gives each chapter the presentations of its experiments, which come in the same order.
  private init(
    _ chapters: [Chapter], _ presentations: [Presentation], of study: StudyConfiguration,
    _ words: ChartWords
  ) throws {
    var rest = presentations[...]
    let presented = chapters.map {
      chapter -> (chapter: Chapter, presentations: [Presentation]) in
      let own = Array(rest.prefix(chapter.experiments.count))
      rest = rest.dropFirst(own.count)
      guard let plan = study.plan else { return (chapter, own) }
      return (chapter, own.map { $0.showing { plan.shows($0, of: chapter) } })
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
