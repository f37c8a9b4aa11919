import CairoRendering
import Study
import Foundation
import ProseScanning
import ReportFolder

/// `report.html`: one file that needs no network and no script.
public struct ReportPage: Sendable {
  /// The page.
  public let html: String
  /// Typefaces that are not installed; the page falls back to the reader's own.
  public let warnings: [FontWarning]

  /// Renders a document.
  ///
  /// - Parameters:
  ///   - templates: where `page.html`, `theme.css` and `page.js` come from.
  ///   - finder: where the typefaces come from.
  /// - Throws: `MarkdownError` for the text, `TemplateError` for the templates.
  public init(
    _ document: ReportDocument, templates: TemplateLibrary = .builtIn,
    finder: borrowing FontFinder = FontFinder()
  ) throws {
    let words = try PageWords(templates)
    var math: Set<Unicode.Scalar> = []
    func inline(_ markdown: String, _ place: String) throws -> String {
      let (html, scalars) = try ChapterHTML.inline(markdown, file: place)
      math.formUnion(scalars)
      return html
    }
    var figures: [String: String] = [:]
    for (id, figure) in document.figures {
      let (html, scalars) = try FigureHTML(id: id, figure: figure, words: words).render()
      figures[id] = html
      math.formUnion(scalars)
    }
    let ordered = document.figures.sorted { $0.key < $1.key }
      .map { FigureHTML(id: $0.key, figure: $0.value, words: words) }

    let laboratory = Laboratory(templates)
    let benches = Laboratory.benches.filter { name in
      document.chapters.contains {
        $0.markdown.contains("[[figure:\(Laboratory.figure(of: name))]]")
      }
    }
    for name in benches { figures[Laboratory.figure(of: name)] = try laboratory.bench(name) }

    var body = ""
    var contents: [(id: String, title: String, headings: [ChapterHTML.Heading])] = []
    let titles = try document.chapters.map { chapter in
      (
        id: "chapter-\(HTML.escape(chapter.id))",
        title: try Self.number(chapter) + inline(chapter.title, chapter.file)
      )
    }
    for (index, chapter) in document.chapters.enumerated() {
      let text = try ChapterHTML(
        chapter.markdown, file: chapter.file, firstLine: chapter.firstLine, prefix: chapter.id,
        words: words
      ) { figures[$0] }
      math.formUnion(text.mathScalars)
      let (id, title) = titles[index]
      contents.append((id, title, text.headings))
      body += """
        <section class="part" aria-labelledby="\(id)"><h2 id="\(id)">\
        \(ChapterHTML.permalink(id, title))</h2>
        \(text.html)\(Self.turn(at: index, of: titles, words))</section>

        """
    }
    let colophon = try ChapterHTML(
      document.colophon, file: "colophon.md", prefix: "colophon", words: words
    ) {
      figures[$0]
    }
    math.formUnion(colophon.mathScalars)

    let script =
      try templates.text(at: "clipboard.js") + templates.text(at: "page.js")
      + (benches.isEmpty ? "" : laboratory.script())
    var names = ProseNames(facts: [])
    names.parts = [
      "language": HTML.escape(document.language),
      "theme": document.theme.rawValue,
      "title": HTML.escape(document.title),
      "description": HTML.escape(Self.plain(document.lede)),
      "kicker": LanguageMarks.marked(HTML.escape(document.kicker)),
      "lede": try inline(document.lede, "lede.md"),
      "meta": document.meta.map {
        "<div><dt>\(HTML.escape($0.label))</dt> <dd>\(HTML.escape($0.value))</dd></div>"
      }.joined(),
      "findings": try Self.findings(document.findings, words, inline),
      "contents": Self.contents(
        contents, findings: document.findings.isEmpty ? nil : words[.keyFindings],
        colophon: colophon.headings),
      "body": body, "laboratory": "",
      "colophon": colophon.html,
      "layouts": Self.packed(ordered.map(\.otherLayouts).joined()),
      "tables": Self.packed(try Self.tables(ordered.compactMap(\.data))),
      "script": script,
      "script-hash": Self.hash(of: script),
      "laboratory-scripts": benches.isEmpty ? "" : Laboratory.policy.script,
      "laboratory-workers": benches.isEmpty ? "" : Laboratory.policy.worker,
    ]
    names.parts.merge(words.parts) { part, _ in part }
    // The style comes last: fonts hold just the characters of what has been written so far, of the
    // template, and of what the style sheet writes.
    let (frame, css) = (try templates.text(at: "page.html"), try templates.text(at: "theme.css"))
    let outsideTags = frame.replacing(/<[^>]*>|\{\{.*?\}\}/, with: " ")
    var used = UsedScalars()
    used.add(outsideTags)
    for part in names.parts.values { used.add(part) }
    for text in Self.writtenTexts(in: css) { used.add(text) }
    if !benches.isEmpty { names.parts["laboratory"] = try laboratory.data() }
    let fonts = PageFonts(text: used.scalars.filter { $0.value > 0x1F }, math: math, finder: finder)
    names.parts["fonts"] = fonts.css
    names.parts["style"] =
      css + document.chartStyle + (benches.isEmpty ? "" : try laboratory.style())
    var prose = Prose(names: names)
    html = try prose.render(frame, path: "page.html")
    warnings = fonts.warnings
  }

  /// A text for the page's script to unpack; empty for none.
  private static func packed(_ text: String) -> String {
    text.isEmpty ? "" : GZip.pack(Array(text.utf8)).map { Data($0).base64EncodedString() } ?? ""
  }

  /// The tables behind the charts by the names of their files, as a JSON object; empty for none.
  private static func tables(_ tables: [(name: String, csv: String)]) throws -> String {
    guard !tables.isEmpty else { return "" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let texts = Dictionary(tables.map { ($0.name, $0.csv) }) { first, _ in first }
    return String(decoding: try encoder.encode(texts), as: UTF8.self)
  }

  /// The links below a chapter to its neighbours.
  private static func turn(
    at index: Int, of chapters: [(id: String, title: String)], _ words: PageWords
  ) -> String {
    func link(_ word: PageWords.Key, _ address: String, _ title: String, _ role: String) -> String {
      """
      <a rel="\(role)" href="#\(address)"><span>\(HTML.escape(words[word]))</span> \(title)</a>
      """
    }
    let previous =
      index > 0
      ? link(.previous, chapters[index - 1].id, chapters[index - 1].title, "prev")
      : link(.previous, "start", HTML.escape(words[.beginning]), "prev")
    let next =
      index + 1 < chapters.count
      ? link(.next, chapters[index + 1].id, chapters[index + 1].title, "next") : ""
    return "<p class=\"turn\">\(previous)\(next)</p>"
  }

  private static func number(_ chapter: ReportDocument.Chapter) -> String {
    chapter.number.isEmpty ? "" : "<span class=\"n\">\(HTML.escape(chapter.number))</span> "
  }

  /// What a style sheet writes into the page: the strings of its `content` declarations.
  static func writtenTexts(in css: String) -> [String] {
    css.matches(of: /content:\s*((?:"(?:[^"\\]|\\.)*"|[^;}"])*)/).flatMap { declaration in
      declaration.output.1.matches(of: /"((?:[^"\\]|\\.)*)"/).map { string in
        // CSS Syntax 3, section 4.3.7: up to six hexadecimal digits and a space, or the character.
        string.output.1.replacing(/\\(?:([0-9A-Fa-f]{1,6})[ \n\t]?|(.))/) { escape in
          guard let digits = escape.output.1 else { return String(escape.output.2 ?? "") }
          return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
        }
      }.map { String($0) }
    }
  }

  private static func findings(
    _ findings: [ReportDocument.Finding], _ words: PageWords,
    _ inline: (String, String) throws -> String
  ) throws -> String {
    guard !findings.isEmpty else { return "" }
    let items = try findings.map { finding in
      """
      <li><p class="value"><strong>\(try inline(finding.value, "finding"))</strong> \
      <span>\(try inline(finding.unit, "finding"))</span></p>\
      <p class="text">\(try inline(finding.text, "finding"))</p>\
      <p class="interval">\(try inline(finding.interval, "finding"))\
      \(finding.evidence.isEmpty ? "" : " · " + (try inline(finding.evidence, "finding")))</p></li>
      """
    }.joined(separator: "\n")
    return """
      <section class="findings" aria-labelledby="key-findings"><h2 id="key-findings">\
      \(HTML.escape(words[.keyFindingsHeading]))</h2>
      <ul>\(items)</ul></section>
      """
  }

  private static func contents(
    _ chapters: [(id: String, title: String, headings: [ChapterHTML.Heading])], findings: String?,
    colophon: [ChapterHTML.Heading]
  ) -> String {
    var html = findings.map { "<li><a href=\"#key-findings\">\(HTML.escape($0))</a></li>\n" } ?? ""
    for (id, title, headings) in chapters {
      html += "<li><a href=\"#\(id)\">\(title)</a>"
      if !headings.isEmpty {
        html += "<ol>"
        for heading in headings {
          html += "<li><a href=\"#\(heading.id)\">\(heading.html)</a></li>"
        }
        html += "</ol>"
      }
      html += "</li>\n"
    }
    for heading in colophon { html += "<li><a href=\"#\(heading.id)\">\(heading.html)</a></li>\n" }
    return html
  }

  /// The source expression that allows the page's one script, and no other, to run.
  static func hash(of script: String) -> String {
    let digits = Array(SHA256.hexDigest(Array(script.utf8)).utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { i in
      UInt8(String(decoding: digits[i...(i + 1)], as: UTF8.self), radix: 16) ?? 0
    }
    return "sha256-" + Data(bytes).base64EncodedString()
  }

  /// Markdown as one plain sentence, for search engines.
  private static func plain(_ markdown: String) -> String {
    String(markdown.filter { !"*_`$\\".contains($0) }.prefix(300))
      .split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
