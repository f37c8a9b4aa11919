import Charts
import Foundation
import Graphics
import ProseScanning
import Simulation
import Study

// Long because it is one list of steps in their order; a step that grows moves out.

/// Puts facts, figures and templates together into Markdown and HTML.
struct ReportAssembler: Sendable {
  let presentation: StudyPresentation
  let figures: [RenderedFigure]
  let templates: TemplateLibrary
  let study: StudyConfiguration
  let studyFacts: [Fact]
  let catalog: any StudyCatalog
  let words: PageWords
  /// Read once for the three targets.
  private let chapterTemplates: [ChapterTemplate]
  private let crossReferences: CrossReferences
  /// The page of the site that each figure stands on, by its id.
  private let pageOfFigure: [String: String]
  /// By the id of their chapter.
  private let cells: [String: CheckCell]

  init(
    presentation: StudyPresentation, figures: [RenderedFigure], templates: TemplateLibrary,
    study: StudyConfiguration, studyFacts: [Fact], catalog: any StudyCatalog,
    words: PageWords
  ) async throws {
    self.presentation = presentation
    self.figures = figures
    self.templates = templates
    self.study = study
    self.studyFacts = studyFacts
    self.catalog = catalog
    self.words = words
    let texts = try presentation.chapters.map { chapter, _ in
      (chapter, try templates.text(at: chapter.template))
    }
    let links = CrossReferences(
      chapters: texts,
      figures: presentation.figures.map { ($0.number, $0.chart.id, $0.chapter) })
    let bibliography = Bibliography(try templates.text(at: Bibliography.path))
    // Links are looked for with long patterns, a twentieth of a second in each chapter.
    chapterTemplates = try await mapTrials(texts.count) { index in
      let (chapter, text) = texts[index]
      return try ChapterTemplate(text, path: chapter.template) {
        bibliography.linked(links.linked($0, of: chapter))
      }
    }
    crossReferences = links
    pageOfFigure = Dictionary(
      uniqueKeysWithValues: presentation.figures.map { ($0.chart.id, $0.chapter.page) })
    cells = Dictionary(
      uniqueKeysWithValues: presentation.chapters.compactMap { chapter, _ in
        CheckCell(of: chapter, in: templates).map { (chapter.id, $0) }
      })
  }

  /// Where figures and chapters live: on a page each, in one Markdown file, or in one HTML page.
  private enum Target { case site, selfContained, page }

  /// The pages of the site: an index and a page per chapter, with relative links.
  func sitePages() throws -> [SitePage] {
    let chapters = try proses(for: .site)
    var pages = [
      SitePage(
        path: "index.md", title: study.title(words), description: try lede(), tags: tags,
        markdown: try frame("site/index.md", chapters, .site))
    ]
    for (index, chapter) in chapters.enumerated() {
      let previous = index > 0 ? chapters[index - 1] : nil
      let next = index + 1 < chapters.count ? chapters[index + 1] : nil
      var names = ProseNames(facts: studyFacts)
      names.parts = [
        "heading": chapter.heading, "body": chapter.body.trimmedLines,
        "previous": previous.map { "← [\($0.heading)](\($0.page))" }
          ?? "← [\(words[.contents])](index.md)",
        "next": next.map { "[\($0.heading)](\($0.page)) →" }
          ?? "[\(words[.contents])](index.md) →",
      ]
      var prose = Prose(names: names)
      let text = try prose.render(templates.text(at: "site/chapter.md"), path: "site/chapter.md")
      pages.append(
        SitePage(
          path: chapter.page, title: "\(chapter.heading)",
          description: chapter.description, tags: tags,
          markdown: try normalized(text, file: chapter.file)))
    }
    return pages
  }

  private var tags: [String] {
    words[.tags].split(separator: ",").map { String($0.drop { $0 == " " }) }
  }

  /// The notebooks beside the pages of the site, under their titles.
  func notebooks(beside pages: [SitePage]) throws -> [(path: String, data: Data)] {
    var names = ProseNames(facts: studyFacts + presentation.facts)
    names.vocabulary = templates.vocabulary
    var prose = Prose(names: names)
    // The first page is the index.
    return try zip(presentation.chapters, pages.dropFirst()).compactMap { entry, page in
      guard let cell = cells[entry.chapter.id] else { return nil }
      return (cell.notebookPath, try cell.notebook(code: cell.code(&prose), heading: page.title))
    }
  }

  /// The whole report in one Markdown file.
  func selfContainedReport() throws -> String {
    let text = try frame("report.md", try proses(for: .selfContained), .selfContained)
    let pictures = Dictionary(uniqueKeysWithValues: figures.map { ($0.embeddedName, $0.dataURI) })
    var report = ""
    // Names of pictures stand between “](” and “)”, and nowhere else.
    for (index, piece) in text.split(separator: "](", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { report += "](" }
      let name = String(piece.prefix { $0 != ")" })
      if let picture = pictures[name] {
        report += picture + piece.dropFirst(name.count)
      } else {
        report += piece
      }
    }
    return report
  }

  /// The whole report in one HTML page.
  func page() throws -> ReportPage {
    let chapters = try proses(for: .page)
    var document = ReportDocument(title: study.title(words), lede: try lede())
    document.language = study.plan?.language ?? words[.language]
    document.theme = study.plan?.theme ?? document.theme
    document.kicker = study.plan?.author ?? "InitStudy"
    document.meta = [
      (words[.readingTime], words[.minutes, number: "\(chapters.readingMinutes)"]),
      (words[.version], version), (words[.seed], "\(study.seed)"),
      (words[.figures], "\(figures.count)"),
    ]
    if let claims = presentation.facts.first(where: { $0.name == "audit-claims" }) {
      document.meta.append((words[.claimsAudited], claims.text() ?? ""))
    }
    document.findings = chapters.flatMap(\.findings).map {
      .init(
        value: $0.value, unit: $0.unit, text: $0.text, interval: $0.interval, evidence: $0.evidence)
    }
    document.chapters = chapters.map {
      .init(
        number: $0.label, id: $0.id, title: $0.title, markdown: $0.body, file: $0.file,
        firstLine: $0.firstLine)
    }
    var sheet = InlineSVGSheet()
    for figure in figures { document.figures[figure.chart.id] = figure.pageFigure(&sheet) }
    document.chartStyle = sheet.css
    document.colophon = try colophon()
    return try ReportPage(document, templates: templates)
  }

  /// The result in a sentence or two.
  private func lede() throws -> String {
    if let summary = study.plan?.summary { return summary.markdownEscaped }
    return try text(of: study.plan == nil ? "lede.md" : "own/lede.md").trimmedLines
  }

  private func colophon() throws -> String {
    try text(of: study.plan == nil ? "colophon.md" : "own/colophon.md")
  }

  private var version: String { studyFacts.first { $0.name == "version" }?.text() ?? "" }

  private func text(of path: String) throws -> String {
    var names = ProseNames(facts: studyFacts)
    let all = try catalog.chapters(only: [], of: study)
    let own = presentation.chapters.map(\.chapter).filter { !$0.experiments.isEmpty }
    let isWhole = own.map(\.id) == all.filter { !$0.experiments.isEmpty }.map(\.id)
    names.parts = [
      "command": study.command(only: isWhole ? [] : own.map(\.id)),
      "citation": study.citation(version: version, words),
    ]
    var prose = Prose(names: names)
    let text = try prose.render(templates.text(at: path), path: path)
    // Here, where the file is still known, not in the page that it becomes a part of.
    _ = try SafeMarkdown.normalize(text, file: path)
    return text
  }

  private func proses(for target: Target) throws -> [ChapterProse] {
    var names = ProseNames(facts: studyFacts + presentation.facts)
    names.vocabulary = templates.vocabulary
    for figure in figures {
      let id = figure.chart.id
      let page: String
      switch target {
      case .site:
        names.figures[id] = figure.linkedMarkdown(words)
        page = pageOfFigure[id] ?? ""
      case .selfContained:
        names.figures[id] = figure.embeddedMarkdown(words)
        page = ""
      case .page:
        names.figures[id] = "[[figure:\(id)]]"
        page = ""
      }
      names.references[id] =
        "[\(words[.figureReference, number: figure.number])](\(page)#fig-\(id))"
    }
    names.parts = crossReferences.addresses { target == .site ? $0.onSite : $0.inFile }
    for bench in Laboratory.benches {
      names.parts[Laboratory.figure(of: bench)] =
        target == .page
        ? "[[figure:\(Laboratory.figure(of: bench))]]" : try text(of: "laboratory/\(bench).md")
    }
    for (chapter, presentations) in presentation.chapters {
      let address = target == .site ? chapter.page : "#chapter-\(chapter.id)"
      names.references["chapter-\(chapter.id)"] =
        "[\(words[.chapterReference, number: chapter.label])](\(address))"
      func gallery(_ charts: [Chart]) -> String {
        charts.compactMap { names.figures[$0.id] }.joined(separator: "\n\n")
      }
      // By experiment, and all of a chapter for prose that cannot know which charts there are.
      names.galleries[chapter.id] = gallery(presentations.flatMap(\.charts))
      for one in presentations { names.galleries[one.experiment] = gallery(one.charts) }
    }
    for table in presentation.tables { names.tables[table.name] = table.markdown }
    // What the audit says of a claim may name a chapter; other tables have numbers alone.
    for table in presentation.tables where table.name.hasPrefix("audit-") {
      var prose = Prose(names: names)
      names.tables[table.name] = try prose.render(
        crossReferences.linkingChapters(table.markdown), path: "audit")
    }
    var prose = Prose(names: names)
    return try zip(presentation.chapters, chapterTemplates).map { entry, template in
      var chapter = try template.render(entry.chapter, with: &prose)
      // The page finds the numbers of its tables itself.
      if target != .page { chapter.body = NumberedPlaces.anchoringTables(chapter.body) }
      let needs = try prose.render(
        crossReferences.linkingChapters(chapter.needs), path: entry.chapter.template)
      let goals = try goals(of: chapter, needs: needs)
      chapter.body = goals + chapter.body
      // Errors name the template's lines, which begin below.
      chapter.firstLine -= goals.count { $0 == "\n" }
      if let cell = cells[chapter.id] {
        chapter.body = try cell.added(
          to: chapter.body, code: cell.code(&prose), linksNotebook: target == .site)
      }
      return chapter
    }
  }

  /// What the readers of a chapter need and will learn, as a box to stand above it.
  private func goals(of chapter: ChapterProse, needs: String) throws -> String {
    guard !chapter.goals.isEmpty else { return "" }
    var names = ProseNames(facts: [])
    names.parts = [
      "goals": chapter.goals.map { "> - \($0)" }.joined(separator: "\n"), "needs": needs,
    ]
    var prose = Prose(names: names)
    let goals = try prose.render(templates.text(at: "goals.md"), path: "goals.md")
    return goals.trimmedLines + "\n\n"
  }

  /// The report's first page, or all of it.
  private func frame(_ path: String, _ chapters: [ChapterProse], _ target: Target) throws -> String
  {
    var names = ProseNames(facts: studyFacts)
    names.parts = [
      "lede": try lede(), "colophon": try colophon().trimmedLines,
      "findings": chapters.flatMap(\.findings).map(\.markdown).joined(separator: "\n"),
      "contents": chapters.map { chapter in
        let link = target == .site ? chapter.page : "#chapter-\(chapter.id)"
        return "- [\(chapter.heading)](\(link)): \(chapter.description)"
      }.joined(separator: "\n"),
      "chapters": chapters.map { chapter in
        """
        <a id="chapter-\(chapter.id)"></a>

        ## \(chapter.heading)

        \(chapter.body.trimmedLines.loweringHeadings)
        """
      }.joined(separator: "\n\n"),
    ]
    var prose = Prose(names: names)
    return try normalized(prose.render(templates.text(at: path), path: path), file: path)
  }

  /// Markdown that every renderer understands, with the report's word for equations.
  private func normalized(_ text: String, file: String) throws(MarkdownError) -> String {
    try SafeMarkdown.normalize(text, file: file) { words[.equation, number: $0] }
  }
}

extension ChapterProse.Finding {
  /// A line of the list of key findings.
  var markdown: String {
    "- **\(value)** \(unit). \(text) (\(interval)\(evidence.isEmpty ? "" : "; \(evidence)"))"
  }
}
