import CairoRendering
import Charts
import Experiments
import Foundation

/// Simulates, draws and writes a report.
public struct ReportBuilder: Sendable {
  /// What to simulate.
  public var study: StudyConfiguration
  /// The chapters to include, in order.
  public var chapters: [Chapter]
  /// The prose.
  public var templates: TemplateLibrary
  /// How many things to do at once; never changes a byte of the result.
  public var jobs: Int
  /// The program's version, for the manifest.
  public var version: String
  /// The tool that the site is written for.
  public var flavor: SiteFlavor

  /// Makes a builder.
  public init(
    study: StudyConfiguration, chapters: [Chapter], templates: TemplateLibrary = .builtIn,
    jobs: Int, version: String, flavor: SiteFlavor = .github
  ) {
    self.study = study
    self.chapters = chapters
    self.templates = templates
    self.jobs = jobs
    self.version = version
    self.flavor = flavor
  }

  /// Simulates the study and replaces the report in the folder at `path`.
  ///
  /// - Throws: `OutputError`, `TemplateError`, or what an experiment throws; the previous report is
  ///   then untouched.
  public func build(
    into path: String, progress: @escaping @Sendable (ProgressEvent) -> Void = { _ in }
  ) async throws {
    // Templates are checked as far as possible before anything slow begins.
    for chapter in chapters {
      _ = try ChapterTemplate(templates.text(at: chapter.template), path: chapter.template)
    }
    let output = try OutputDirectory(path: path, key: resumeKey())
    let results = try await simulate(into: output, progress: progress)
    try await assemble(results, into: output, progress: progress)
  }

  /// Runs the experiments, each saved as soon as it is finished; a run that was stopped goes on here.
  private func simulate(
    into output: OutputDirectory, progress: @Sendable (ProgressEvent) -> Void
  ) async throws -> Results {
    var results = Results()
    let experiments = chapters.flatMap(\.experiments)
    for (index, experiment) in experiments.enumerated() {
      let path = "results/\(experiment.id).json"
      if let finished = output.leftover(path), results.reuse(finished, of: experiment) {
        progress(.reusing(id: experiment.id, position: index + 1, count: experiments.count))
      } else {
        progress(.simulating(id: experiment.id, position: index + 1, count: experiments.count))
        try Task.checkCancellation()
        try await results.simulate(experiment, study: study, jobs: jobs)
      }
      try output.write(results.documents[experiment.id] ?? Data(), to: path)
    }
    return results
  }

  /// Names the run for resuming: the study, and the very program, so that no result of other code is
  /// taken for its own.
  private func resumeKey() throws -> String {
    let program = Bundle.main.executableURL.flatMap {
      try? FileManager.default.attributesOfItem(atPath: $0.path)
    }
    let stamp = (program?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return try "\(version) \(stamp) "
      + String(decoding: CanonicalJSON.encode(study, indented: false), as: UTF8.self)
  }

  /// Redraws and rewrites the report in the folder at `path` from its saved results.
  ///
  /// Study and chapters are those of the report's manifest. Of the builder's chapters only the user's
  /// own prose counts, which a manifest can name but not hold.
  public func render(
    in path: String, progress: @escaping @Sendable (ProgressEvent) -> Void = { _ in }
  ) async throws {
    let ownChapters = chapters.filter(\.experiments.isEmpty)
    let saved = try SavedReport(path: path)
    if let missing = saved.ownProse.first(where: { id in !ownChapters.contains { $0.id == id } }) {
      throw ResultsError.ownProse(chapter: missing)
    }
    var builder = self
    builder.study = saved.manifest.study
    builder.chapters =
      saved.chapters + ownChapters.filter { saved.manifest.chapters.contains($0.id) }
    guard saved.manifest.version == version else {
      // Another version may have measured something else: its results are not this program's.
      progress(.outdated(version: saved.manifest.version))
      return try await builder.build(into: path, progress: progress)
    }
    let output = try OutputDirectory(path: path)
    do {
      try await builder.assemble(saved.results, into: output, progress: progress)
    } catch {
      output.discard()
      throw error
    }
  }

  func assemble(
    _ results: Results, into output: OutputDirectory,
    progress: @Sendable (ProgressEvent) -> Void
  ) async throws {
    for (id, data) in results.documents.sorted(by: { $0.key < $1.key }) {
      try output.write(data, to: "results/\(id).json")
    }
    let presentation = try StudyPresentation(chapters, results: results, study: study)
    for document in presentation.documents {
      try output.write(CanonicalJSON.encode(document.content), to: document.path)
    }
    let figures = try await drawFigures(
      presentation.figures, of: study, jobs: jobs, progress: progress)
    for figure in figures {
      for (path, bytes) in [
        ("charts/\(figure.chart.id).svg", figure.svg),
        ("charts/\(figure.chart.id).png", figure.png),
        ("data/\(figure.chart.id).csv", Array(figure.chart.table.csv.utf8)),
      ] {
        try output.write(bytes, to: "site/" + flavor.assetPath(path))
      }
    }
    let assembler = ReportAssembler(
      presentation: presentation, figures: figures, templates: templates, study: study,
      studyFacts: study.facts(version: version, chapters: chapters, figures: figures.count))
    // Three views of the same parts, independent of each other.
    async let pages = assembler.sitePages()
    async let markdown = assembler.selfContainedReport()
    async let document = assembler.page()
    let site = try FlavoredSite(
      await pages, title: study.reportTitle,
      description: "Signals and gradients of deep networks at their start, measured.",
      flavor: flavor, templates: templates)
    for (path, text) in site.files { try output.write(text, to: "site/" + path) }
    try output.write(await markdown, to: "report.md")
    let page = try await document
    var warned: Set<FontWarning> = []
    for warning in figures.flatMap(\.fontWarnings) + page.warnings
    where warned.insert(warning).inserted {
      progress(.warning("\(warning)"))
    }
    try output.write(page.html, to: "report.html")
    let manifest = Manifest(
      version: version, study: study, chapters: chapters.map(\.id), files: output.digests)
    try output.write(CanonicalJSON.encode(manifest), to: "manifest.json")
    try output.commit()
    progress(.finished(files: output.digests.count))
  }
}

extension StudyConfiguration {
  /// The report's title: the study file's, or the built-in study's.
  var reportTitle: String {
    // A page needs a name even where a study file leaves it blank.
    guard let title = plan?.title, !title.allSatisfy(\.isWhitespace) else { return Self.title }
    return title
  }

  private static let title = "Why gradients vanish or explode, and which starting weights stop it"

  /// The facts that every template may quote.
  func facts(version: String, chapters: [Chapter], figures: Int) -> [Fact] {
    [
      Fact("version", text: version), Fact("seed", text: String(seed)),
      Fact("title", text: reportTitle.markdownEscaped),
      Fact("author", text: (plan?.author ?? "").markdownEscaped),
      Fact("study-width", width), Fact("study-depth", depth), Fact("study-networks", networks),
      Fact("figure-count", figures),
    ]
  }
}
