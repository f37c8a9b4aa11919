import Charts
import Diagnosis
import Publishing
import Simulation
import Study
import WeightFiles

/// What a diagnosis found, as the experiment of a report: its outcome is known already.
struct DiagnosisExperiment: Experiment {
  let id = "diagnosis"
  let picture: DiagnosisPicture

  var chartIDs: [String] { DiagnosisPage.figures.filter { $0.has(picture) }.map(\.id) }

  func run(
    _ study: StudyConfiguration, seed: SeedTree, jobs: Int
  ) async throws -> DiagnosisPicture { picture }

  func facts(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [Fact] {
    func count(_ severity: Finding.Severity) -> Int {
      outcome.findings.count { $0.severity == severity }
    }
    return [
      Fact("page-file", text: outcome.file.visible), Fact("page-format", text: outcome.format),
      Fact("page-tensors", outcome.tensors), Fact("page-numbers", outcome.numbers),
      Fact("page-start", text: outcome.start.rawValue.uppercased()),
      Fact("page-tests", outcome.tests), Fact("page-errors", count(.error)),
      Fact("page-warnings", count(.warning)), Fact("page-notes", count(.note)),
      Fact("page-chain", text: outcome.layers.isEmpty ? "" : "yes"),
    ]
  }

  func tables(of outcome: DiagnosisPicture, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "diagnosis-findings", header: ["severity", "finding", "what"],
        numeric: [false, false, false],
        rows: outcome.findings.map { finding in
          [
            "@\(finding.severity.rawValue)", "`\(finding.id)`",
            (finding.message + (finding.change.map { " → \($0)" } ?? "")).visible.markdownEscaped,
          ]
        })
    ]
  }
}

/// A chart of the page, which only some diagnoses have.
protocol DiagnosisFigure: Figure where Subject == DiagnosisExperiment {
  func has(_ picture: DiagnosisPicture) -> Bool
}

/// The report page of a diagnosis, put together as the study's report is.
enum DiagnosisPage {
  static let figures: [any DiagnosisFigure] = [
    DiagnosisScaleFigure(), DiagnosisSignalFigure(), DiagnosisRoleFigure(),
    DiagnosisLawFigure(), DiagnosisSpectrumFigure(), DiagnosisRowFigure(),
  ]

  /// Writes the page into a folder.
  ///
  /// - Throws: `OutputError`, and what charts throw.
  static func write(_ picture: DiagnosisPicture, to path: String, jobs: Int) async throws {
    let experiment = DiagnosisExperiment(picture: picture)
    var study = StudyConfiguration()
    study.plan = StudyPlan(title: picture.file, seed: study.seed)
    let chapter = Chapter(
      label: "A", id: "own-diagnosis", experiments: [experiment], template: "own/diagnosis.md")
    let templates = TemplateLibrary.builtIn
      .replacing("own/colophon.md", by: "own/diagnosis-colophon.md")
      .replacing("own/lede.md", by: "own/diagnosis-lede.md")
    let builder = ReportBuilder(
      study: study, chapters: [chapter], catalog: Catalog(chapters: [chapter]),
      templates: templates, jobs: jobs, version: Version.current)
    try await builder.build(into: path)
  }

  private struct Catalog: StudyCatalog {
    let chapters: [Chapter]
    func chapters(of study: StudyConfiguration) -> [Chapter] { chapters }
    func figures(of experiment: any Experiment) -> [any Figure] {
      guard let experiment = experiment as? DiagnosisExperiment else { return [] }
      return DiagnosisPage.figures.filter { $0.has(experiment.picture) }
    }
  }
}
