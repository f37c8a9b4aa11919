import CairoRendering
import Charts
import Graphics

extension MarkdownAssembler {
  /// The report as one HTML page; title and author are plain text.
  func page(title: String, author: String) throws -> ReportPage {
    func text(_ path: String) throws -> String {
      var prose = Prose(names: ProseNames(facts: studyFacts))
      return try prose.render(templates.text(at: path), path: path)
    }
    var document = ReportDocument(title: title, lede: try text("page/lede.md"))
    document.kicker = author
    document.colophon = try text("page/colophon.md")
    let words = chapters.reduce(0) { $0 + $1.body.split(whereSeparator: \.isWhitespace).count }
    document.meta = [
      // 220 words a minute: a careful reader of English prose with formulas.
      ("Reading time", "\(max(1, words / 220)) min"), ("Version", fact("version")),
      ("Seed", fact("seed")), ("Figures", "\(figures.count)"),
    ]
    document.findings = chapters.flatMap(\.findings).map {
      .init(value: $0.value, unit: $0.unit, text: $0.text, interval: $0.interval)
    }
    for (prose, (chapter, _)) in zip(chapters, presentation.chapters) {
      let template = try ChapterTemplate(
        templates.text(at: chapter.template), path: chapter.template)
      let markdown = Placeholder.reference.filled(in: prose.body) { id in
        figures.first { $0.chart.id == id }.map(pageReference)
      }
      document.chapters.append(
        .init(
          number: prose.label, id: prose.id, title: prose.title, markdown: markdown,
          file: chapter.template, firstLine: template.bodyLine))
    }
    for figure in figures {
      let chart = figure.chart
      document.figures[chart.id] = .init(
        number: figure.number, title: RichText(chart.title ?? chart.id).markdown,
        caption: [chart.subtitle, chart.caption].compactMap { $0 }.map { RichText($0).markdown }
          .joined(separator: " "),
        svg: figure.inline.wide, phoneSVG: figure.inline.phone, printSVG: figure.inline.print,
        data: ("\(chart.id).csv", chart.table.csv), dataPath: "site/data/\(chart.id).csv",
        command: "swift run report build --only \(figure.experiment)")
    }
    return try ReportPage(document, templates: templates)
  }

  private func fact(_ name: String) -> String {
    studyFacts.first { $0.name == name }?.text() ?? ""
  }
}
