import CairoRendering
import Charts
import Study
import Foundation
import ReportFolder

/// Simulates, draws and writes a report.
public struct ReportBuilder: Sendable {
  /// What to simulate.
  public var study: StudyConfiguration
  /// The chapters to include, in order.
  public var chapters: [Chapter]
  /// What there is to simulate and to show.
  public var catalog: any StudyCatalog
  /// The prose.
  public var templates: TemplateLibrary
  /// How many things to do at once; never changes a byte of the result.
  public var jobs: Int
  /// The program's version, for the manifest.
  public var version: String
  /// The tool that the site is written for.
  public var flavor: SiteFlavor
  /// Keeps drawings from one run to the next, for a program that redraws the same report again and
  /// again; nil keeps none.
  public var cache: FigureCache?

  /// Makes a builder.
  public init(
    study: StudyConfiguration, chapters: [Chapter], catalog: any StudyCatalog,
    templates: TemplateLibrary = .builtIn,
    jobs: Int, version: String, flavor: SiteFlavor = .github
  ) {
    self.study = study
    self.chapters = chapters
    self.catalog = catalog
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
    _ = try ChartWords(templates, study: study)
    try await run(into: path, saved: Results(), progress: progress)
  }

  private func run(
    into path: String, saved: Results, progress: @escaping @Sendable (ProgressEvent) -> Void
  ) async throws {
    let output = try OutputDirectory(path: path, key: resumeKey())
    do {
      let results = try await simulate(into: output, saved: saved, progress: progress)
      try await assemble(results, into: output, progress: progress)
    } catch {
      // What was simulated stays for the next run; if nothing was, nothing stays.
      if chapters.flatMap(\.experiments).allSatisfy({ saved.has($0) }) { output.discard() }
      throw error
    }
  }

  /// Names the run for resuming: the study, and the very program, so that no result of other code is
  /// taken for its own.
  func resumeKey() throws -> String {
    let program = Bundle.main.executableURL.flatMap {
      try? FileManager.default.attributesOfItem(atPath: $0.path)
    }
    let stamp = (program?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return try "\(version) \(stamp) "
      + String(decoding: CanonicalJSON.encode(study, indented: false), as: UTF8.self)
  }

  /// Redraws and rewrites the report in the folder at `path` from its saved results.
  ///
  /// Study and chapters are those of the report's manifest, with the builder's study file in place of
  /// the manifest's if it has one. Results that do not belong to that study (other parameters, another
  /// version of the program) are simulated again. Of the builder's chapters only the user's own prose
  /// counts, which a manifest can name but not hold.
  public func render(
    in path: String, progress: @escaping @Sendable (ProgressEvent) -> Void = { _ in }
  ) async throws {
    let ownChapters = chapters.filter(\.experiments.isEmpty)
    let saved = try SavedReport(path: path, catalog: catalog)
    let old = saved.manifest
    if let missing = saved.ownProse.first(where: { id in !ownChapters.contains { $0.id == id } }),
      study.plan == nil
    {
      throw ResultsError.ownProse(chapter: missing)
    }
    var builder = self
    builder.study = old.study
    builder.chapters = saved.chapters + ownChapters.filter { old.chapters.contains($0.id) }
    if let plan = study.plan {
      builder.study.plan = plan
      // A seed of the command line outlives a study file that did not change its own.
      if plan.seed != old.study.plan?.seed { builder.study.seed = plan.seed }
      // Chapters that --only left out stay out; those that the study file adds come in.
      let leftOut = Set(catalog.chapters(of: old.study).map(\.id))
        .subtracting(old.chapters)
      builder.chapters =
        catalog.chapters(of: builder.study).filter { !leftOut.contains($0.id) }
        + ownChapters
    }
    if old.version != version {
      // Another version may have measured something else: its results are not this program's.
      progress(.outdated(version: old.version))
    }
    var known = Results()
    for experiment in builder.chapters.flatMap(\.experiments)
    where old.version == version
      && experiment.parameters(of: builder.study) == experiment.parameters(of: old.study)
    {
      try known.take(from: saved.results, experiment)
    }
    try await builder.run(into: path, saved: known, progress: progress)
  }

  func assemble(
    _ results: Results, into output: OutputDirectory,
    progress: @Sendable (ProgressEvent) -> Void
  ) async throws {
    let presentation = try await StudyPresentation(
      chapters, results: results, study: study, catalog: catalog,
      words: ChartWords(templates, study: study), jobs: jobs)
    for document in presentation.documents {
      try output.write(CanonicalJSON.encode(document.content), to: document.path)
    }
    let figures = try await figures(of: presentation, results, progress)
    let words = try PageWords(templates)
    let start = ContinuousClock.now
    let assembler = try await ReportAssembler(
      presentation: presentation, figures: figures, templates: templates, study: study,
      studyFacts: study.facts(version: version, figures: figures.count, words),
      catalog: catalog, words: words)
    // Three views of the same parts, independent of each other and of the charts' files; the longest first.
    async let document = assembler.page()
    async let markdown = assembler.selfContainedReport()
    async let pages = assembler.sitePages()
    for figure in figures {
      let id = figure.chart.id
      try output.write(figure.svg, to: "site/" + flavor.assetPath("charts/\(id).svg"))
      try output.write(figure.png, to: "site/" + flavor.assetPath("charts/\(id).png"))
      if let csv = figure.csv {
        try output.write(csv, to: "site/" + flavor.assetPath("data/\(id).csv"))
      }
    }
    let site = try FlavoredSite(
      await pages, title: study.title(words),
      description: words[.description],
      flavor: flavor, templates: templates)
    for (path, text) in site.files { try output.write(text, to: "site/" + path) }
    for (path, data) in try assembler.notebooks(beside: await pages) {
      try output.write(data, to: "site/" + flavor.assetPath(path))
    }
    try output.write(await markdown, to: "report.md")
    let page = try await document
    progress(.assembled(seconds: (ContinuousClock.now - start) / .seconds(1)))
    // Which chart notices first depends on the threads.
    for warning in Set(figures.flatMap(\.fontWarnings) + page.warnings).map(\.description).sorted()
    {
      progress(.warning(warning))
    }
    try output.write(page.html, to: "report.html")
    let manifest = Manifest(
      version: version, study: study, chapters: chapters.map(\.id), files: output.digests)
    try output.write(CanonicalJSON.encode(manifest), to: "manifest.json")
    try output.commit()
    progress(.finished(files: output.digests.count))
  }
}

extension ReportBuilder {
  /// The drawings: those of the last report where study, results and words are the same.
  private func figures(
    of presentation: StudyPresentation, _ results: Results,
    _ progress: @Sendable (ProgressEvent) -> Void
  ) async throws -> [RenderedFigure] {
    func drawn() async throws -> [RenderedFigure] {
      try await drawFigures(presentation.figures, of: study, jobs: jobs, progress: progress)
    }
    guard let cache else { return try await drawn() }
    let key = try FigureCache.key(study, results, templates)
    if let known = await cache.figures(for: key), !known.isEmpty { return known }
    let figures = try await drawn()
    await cache.keep(figures, for: key)
    return figures
  }
}

extension StudyConfiguration {
  /// The report's title: the study file's, or the built-in study's.
  func title(_ words: PageWords) -> String {
    // A page needs a name even where a study file leaves it blank.
    guard let title = plan?.title, !title.allSatisfy(\.isWhitespace) else { return words[.title] }
    return title
  }

  /// The facts that every template may quote.
  func facts(version: String, figures: Int, _ words: PageWords) -> [Fact] {
    [
      Fact("version", text: version), Fact("seed", text: String(seed)),
      Fact("title", text: title(words).markdownEscaped),
      Fact("author", text: (plan?.author ?? "").markdownEscaped),
      Fact("study-width", width), Fact("study-depth", depth), Fact("study-networks", networks),
      Fact("figure-count", figures), Fact("study-settings", plan?.settings.count ?? 0),
    ]
  }
}
