import Charts
import Experiments

/// Puts facts, figures and templates together into Markdown.
struct MarkdownAssembler {
  let presentation: StudyPresentation
  let figures: [RenderedFigure]
  let templates: TemplateLibrary
  let studyFacts: [Fact]

  /// Where figures and chapters live: in one file, or on a page each.
  private enum Target { case site, selfContained }

  /// Every chapter with its facts filled in; figures and references are still placeholders.
  let chapters: [ChapterProse]

  init(
    presentation: StudyPresentation, figures: [RenderedFigure], templates: TemplateLibrary,
    studyFacts: [Fact]
  ) throws {
    self.presentation = presentation
    self.figures = figures
    self.templates = templates
    self.studyFacts = studyFacts
    chapters = try Self.proses(presentation, figures, templates, studyFacts)
  }

  /// The pages of the site: an index and a page per chapter, with relative links.
  func sitePages() throws -> [(path: String, text: String)] {
    var pages = [("index.md", try safe(try frame("site/index.md", .site), "site/index.md"))]
    for (index, chapter) in chapters.enumerated() {
      let previous = index > 0 ? chapters[index - 1] : nil
      let next = index + 1 < chapters.count ? chapters[index + 1] : nil
      var names = ProseNames(facts: studyFacts)
      names.parts = [
        "title": chapter.title, "number": chapter.label, "body": chapter.body.trimmedLines,
        "previous": previous.map { "← [\($0.label) \($0.title)](\($0.page))" }
          ?? "← [Contents](index.md)",
        "next": next.map { "[\($0.label) \($0.title)](\($0.page)) →" }
          ?? "[Contents](index.md) →",
      ]
      var prose = Prose(names: names)
      let text = try prose.render(templates.text(at: "site/chapter.md"), path: "site/chapter.md")
      let filled = filling(text, reference: siteReference) { $0.linkedMarkdown }
      pages.append((chapter.page, try safe(filled, "site/\(chapter.page)")))
    }
    return pages
  }

  /// The whole report in one file.
  func selfContainedReport() throws -> String {
    // Pictures of megabytes go in last: nothing needs to look through them.
    let text = try safe(try frame("report.md", .selfContained), "report.md")
    return filling(text, reference: pageReference) { $0.embeddedMarkdown }
  }

  private func safe(_ markdown: String, _ file: String) throws -> String {
    try SafeMarkdown.normalize(markdown, file: file)
  }

  private static func proses(
    _ presentation: StudyPresentation, _ figures: [RenderedFigure], _ templates: TemplateLibrary,
    _ studyFacts: [Fact]
  ) throws -> [ChapterProse] {
    var names = ProseNames(facts: studyFacts + presentation.facts)
    for figure in figures {
      let id = figure.chart.id
      names.figures[id] = Placeholder.figure.text(id)
      names.references[id] = Placeholder.reference.text(id)
      names.galleries[figure.experiment, default: ""] +=
        (names.galleries[figure.experiment] == nil ? "" : "\n\n") + Placeholder.figure.text(id)
    }
    for table in presentation.tables { names.tables[table.name] = table.markdown }
    var prose = Prose(names: names)
    return try presentation.chapters.map { chapter, _ in
      try ChapterTemplate(templates.text(at: chapter.template), path: chapter.template)
        .render(chapter, with: &prose)
    }
  }

  // MARK: Placeholders

  /// The text with every figure and reference filled in.
  private func filling(
    _ text: String, reference: (RenderedFigure) -> String,
    figure markdown: (RenderedFigure) -> String
  ) -> String {
    var text = Placeholder.figure.filled(in: text) { id in
      figures.first { $0.chart.id == id }.map(markdown)
    }
    text = Placeholder.reference.filled(in: text) { id in
      figures.first { $0.chart.id == id }.map(reference)
    }
    return text
  }

  private func siteReference(_ figure: RenderedFigure) -> String {
    "[Figure \(figure.number)](\(pageOfFigure[figure.chart.id] ?? "")#fig-\(figure.chart.id))"
  }

  /// The link to a figure of the same page.
  func pageReference(_ figure: RenderedFigure) -> String {
    "[Figure \(figure.number)](#fig-\(figure.chart.id))"
  }

  private var pageOfFigure: [String: String] {
    Dictionary(
      uniqueKeysWithValues: presentation.figures.map { _, chapter, _, chart in
        (chart.id, chapter.page)
      })
  }

  /// The report's first page, or all of it.
  private func frame(_ path: String, _ target: Target) throws -> String {
    var names = ProseNames(facts: studyFacts)
    names.parts = [
      "findings": chapters.flatMap(\.findings).map(\.markdown).joined(separator: "\n"),
      "contents": chapters.map { chapter in
        let link = target == .site ? chapter.page : "#chapter-\(chapter.id)"
        return "- [\(chapter.label) \(chapter.title)](\(link)): \(chapter.description)"
      }.joined(separator: "\n"),
      "chapters": chapters.map { chapter in
        """
        <a id="chapter-\(chapter.id)"></a>

        ## \(chapter.label) \(chapter.title)

        \(chapter.body.trimmedLines.loweringHeadings)
        """
      }.joined(separator: "\n\n"),
    ]
    var prose = Prose(names: names)
    return try prose.render(templates.text(at: path), path: path)
  }
}

extension ChapterProse.Finding {
  /// A line of the list of key findings.
  var markdown: String { "- **\(value)** \(unit). \(text) (\(interval))" }
}

extension String {
  /// The text without blank lines at its ends.
  var trimmedLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// Headings one level lower, for a chapter inside the whole report; code blocks are left alone.
  var loweringHeadings: String {
    var isCode = false
    return split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return !isCode && line.hasPrefix("#") ? "#" + line : String(line)
    }.joined(separator: "\n")
  }
}
