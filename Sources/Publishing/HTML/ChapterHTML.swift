import TeXMath

// Long because it is one walk over one tree, a case for each kind of node.

/// Turns the Markdown of a chapter into the HTML of the page: writes the tree that md4c found, with
/// formulas, figures, tables and headings in their final form.
struct ChapterHTML {
  /// A heading for the table of contents.
  struct Heading: Equatable, Sendable {
    var id: String
    var html: String
  }

  private(set) var html = ""
  private(set) var headings: [Heading] = []
  /// Characters that the math font must have.
  private(set) var mathScalars: Set<Unicode.Scalar> = []

  private let prefix: String
  private let file: String
  private let words: PageWords
  private let figure: (String) -> String?
  private var ids: Set<String> = []
  /// How many tags around the current place, in HTML that somebody wrote, hold code.
  private var verbatimDepth = 0
  /// The last character of text before the current place, nil at the start of a block.
  private var lastCharacter: Character?

  /// Renders a text.
  ///
  /// - Parameters:
  ///   - markdown: the text; headings in it start at `##` and become `<h3>`.
  ///   - prefix: what the ids of headings begin with, unique within the page.
  ///   - words: how captions and boxes begin, and what a table is called.
  ///   - figure: the HTML for `[[figure:ID]]`, or nil for an unknown id.
  init(
    _ markdown: String, file: String, firstLine: Int = 1, prefix: String,
    words: PageWords = .builtIn, figure: @escaping (String) -> String?
  ) throws(MarkdownError) {
    self.init(file: file, prefix: prefix, words: words, figure: figure)
    let blocks = try MarkdownParser.blocks(
      of: markdown, file: file, firstLine: firstLine, caption: words[.caption])
    html.reserveCapacity(markdown.utf8.count * 4)
    try write(blocks)
  }

  private init(
    file: String, prefix: String, words: PageWords, figure: @escaping (String) -> String?
  ) {
    self.file = file
    self.prefix = prefix
    self.words = words
    self.figure = figure
  }

  /// The HTML of one line without the paragraph around it.
  static func inline(_ markdown: String, file: String) throws(MarkdownError) -> (
    html: String, scalars: Set<Unicode.Scalar>
  ) {
    var line = ChapterHTML(file: file, prefix: "", words: .builtIn) { _ in nil }
    let blocks = try MarkdownParser.blocks(of: markdown, file: file)
    if blocks.count == 1, case .paragraph(let inside) = blocks[0] {
      try line.write(inside)
    } else {
      try line.write(blocks)
    }
    return (line.html, line.mathScalars)
  }

  // MARK: Blocks

  private mutating func write(_ blocks: [MarkdownBlock]) throws(MarkdownError) {
    for block in blocks {
      lastCharacter = nil
      switch block {
      case .paragraph(let inside):
        html += "<p>"
        try write(inside)
        html += "</p>\n"
      case .plain(let inside): try write(inside)
      case .heading(let level, let inside): try writeHeading(level: level, inside)
      case .equation(let place): try writeEquation(place)
      case .figure(let id):
        guard let figure = figure(id) else { throw .unknownFigure(id, file: file) }
        html += figure + "\n"
      case .table(let table): try writeTable(table)
      case .quote(let inside):
        html += "<blockquote class=\"\(boxRole(inside))\">\n"
        try write(inside)
        html += "</blockquote>\n"
      case .list(let start, let items):
        let name = start == nil ? "ul" : "ol"
        let first = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
        html += "<\(name)\(first)>\n"
        for item in items {
          html += "<li>"
          try write(item)
          html += "</li>\n"
        }
        html += "</\(name)>\n"
      case .code(let language, let text):
        let role = language.isEmpty ? "" : " class=\"language-\(HTML.escape(language))\""
        html += "<pre><code\(role)>\(HTML.text(text))</code></pre>\n"
      case .html(let source): writeRaw(source)
      case .rule: html += "<hr />\n"
      }
    }
  }

  /// What a quotation is for: the bold word that it begins with says it.
  private func boxRole(_ inside: [MarkdownBlock]) -> String {
    guard case .paragraph(let first)? = inside.first, case .strong(let label)? = first.first else {
      return "quote"
    }
    let text = label.plain { _ in "" }.lowercased()
    let roles: [(PageWords.Key, String)] = [
      (.predict, "predict"), (.note, "note"), (.takeaway, "takeaway"), (.warning, "warning"),
      (.goals, "goals"),
    ]
    let role = roles.first { key, _ in text.begins(withWord: words[key].lowercased()) }
    return role?.1 ?? "quote"
  }

  private mutating func writeHeading(level: Int, _ inside: [MarkdownInline]) throws(MarkdownError) {
    let content = try captured(inside)
    let slug = "\(prefix)-\(HTML.slug(inside.plain(printed)))"
    var id = slug
    var number = 2
    while !ids.insert(id).inserted {
      id = "\(slug)-\(number)"
      number += 1
    }
    let lowered = min(6, max(3, level + 1))
    if lowered == 3 { headings.append(Heading(id: id, html: content)) }
    html += "<h\(lowered) id=\"\(id)\">\(Self.permalink(id, content))</h\(lowered)>\n"
  }

  /// A heading's words as the link to the heading itself, for readers who want to point there.
  static func permalink(_ id: String, _ content: String) -> String {
    // A link cannot hold another one.
    content.contains("<a ") ? content : "<a class=\"self\" href=\"#\(id)\">\(content)</a>"
  }

  private mutating func writeTable(_ table: MarkdownTable) throws(MarkdownError) {
    let caption = try captured(table.caption)
    let head = try table.head.map { row throws(MarkdownError) in
      try row.map { cell throws(MarkdownError) in
        let label = Typography.curled(cell.content.plain(printed), after: nil)
        return TableHTML.Cell(
          alignment: cell.alignment, html: try captured(cell.content), label: label)
      }
    }
    let body = try table.body.map { row throws(MarkdownError) in
      try row.map { cell throws(MarkdownError) in
        let text: String = if case .text(let text)? = cell.content.first { text } else { "" }
        return TableHTML.Cell(
          alignment: cell.alignment, html: try captured(cell.content), label: text)
      }
    }
    html +=
      TableHTML.figure(
        head: head, body: body, caption: caption, name: words[.table],
        number: Self.tableNumber(table.caption)) + "\n"
  }

  /// The number such as 3.2 in the bold words that a caption begins with.
  private static func tableNumber(_ caption: [MarkdownInline]) -> String? {
    guard case .strong(let inside)? = caption.first else { return nil }
    return inside.plain { _ in "" }.firstMatch(of: /(?:[0-9]+|P)\.[0-9]+/).map { String($0.output) }
  }

  // MARK: Words

  private mutating func captured(_ inside: [MarkdownInline]) throws(MarkdownError) -> String {
    let outer = html
    html = ""
    lastCharacter = nil
    defer { html = outer }
    try write(inside)
    return html
  }

  private mutating func write(_ inside: [MarkdownInline]) throws(MarkdownError) {
    for inline in inside {
      switch inline {
      case .text(let text): writeText(text)
      case .formula(let place):
        html += try formula(place)
        // A formula is a word to the marks around it.
        lastCharacter = "x"
      case .code(let text):
        html += "<code>\(HTML.text(text))</code>"
        lastCharacter = text.last
      case .emphasis(let inside): try write(inside, in: "em")
      case .strong(let inside): try write(inside, in: "strong")
      case .struck(let inside): try write(inside, in: "del")
      case .link(let address, let title, let inside):
        let place = LinkPolicy.allows(address) ? " href=\"\(HTML.address(address))\"" : ""
        html += "<a\(place)\(Self.title(title))>"
        try write(inside)
        html += "</a>"
      case .image(let address, let title, let inside):
        let words = HTML.text(inside.plain(\.tex))
        html += "<img src=\"\(HTML.address(address))\" alt=\"\(words)\"\(Self.title(title)) />"
      case .html(let source): writeRaw(source)
      case .lineBreak:
        html += "<br />\n"
        lastCharacter = "\n"
      }
    }
  }

  private mutating func write(_ inside: [MarkdownInline], in name: String) throws(MarkdownError) {
    html += "<\(name)>"
    try write(inside)
    html += "</\(name)>"
  }

  private static func title(_ text: String) -> String {
    text.isEmpty ? "" : " title=\"\(HTML.text(text))\""
  }

  private mutating func writeText(_ text: String) {
    html +=
      verbatimDepth > 0
      ? HTML.text(text)
      : LanguageMarks.marked(HTML.text(Typography.curled(text, after: lastCharacter)))
    lastCharacter = text.last
  }

  /// HTML as it was written: marks outside code are turned, links cannot run programs.
  private mutating func writeRaw(_ source: String) {
    for piece in RawHTMLPiece.scan(source) {
      switch piece {
      case .text(let text):
        html +=
          verbatimDepth > 0
          ? text : LanguageMarks.marked(Typography.curled(text, after: lastCharacter))
        lastCharacter = text.last
      case .tag(let name, let source):
        html += name == "a" ? LinkPolicy.safe(source) : source
        switch name {
        case "code", "pre", "script", "style", "svg": verbatimDepth += 1
        case "/code", "/pre", "/script", "/style", "/svg": verbatimDepth = max(0, verbatimDepth - 1)
        case "p", "li", "td", "th", "summary", "h1", "h2", "h3", "h4", "h5", "h6":
          lastCharacter = nil
        default: break
        }
      }
    }
  }

  // MARK: Formulas

  /// The formula as its author wrote it, so that places in errors are places in the template.
  private func translated(_ place: ScannedFormula) throws(MarkdownError) -> MathFormula {
    do {
      return try MathFormula(tex: place.tex, isDisplay: place.isDisplay)
    } catch {
      throw .formula(error.in(file: file, startingAt: (line: place.line, column: place.column)))
    }
  }

  /// What a formula prints; it was translated once already where this is asked.
  private func printed(_ place: ScannedFormula) -> String {
    (try? translated(place))?.text ?? place.tex
  }

  /// A formula in a line.
  private mutating func formula(_ place: ScannedFormula) throws(MarkdownError) -> String {
    let formula = try translated(place)
    mathScalars.formUnion(formula.scalars)
    // Browsers do not break lines within formulas: a long one must be able to scroll on a phone.
    return formula.length > 22 ? "<span class=\"long\">\(formula.mathML)</span>" : formula.mathML
  }

  private mutating func writeEquation(_ place: ScannedFormula) throws(MarkdownError) {
    let formula = try translated(place)
    mathScalars.formUnion(formula.scalars)
    let parts = "<span class=\"parts\">\(formula.parts.joined(separator: "\n"))</span>"
    guard let tag = formula.tags.first else {
      html += "<div class=\"equation\">\(parts)</div>\n"
      return
    }
    let id = "eq-\(HTML.escape(tag))"
    html += """
      <div class="equation numbered" id="\(id)">\(parts)\
      <a class="number" href="#\(id)">(\(HTML.escape(tag)))</a></div>

      """
  }
}
