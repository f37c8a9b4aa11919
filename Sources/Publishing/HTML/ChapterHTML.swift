import TeXMath

/// Turns the Markdown of a chapter into the HTML of the page.
///
/// md4c does the Markdown; this puts formulas, figures, tables and headings into their final form.
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
  private let figure: (String) -> String?
  private let formulas: [ScannedFormula]
  private var nextFormula = 0
  private var pieces: [HTMLPiece] = []
  private var position = 0
  private var ids: Set<String> = []
  /// How many elements around the current place hold code.
  private var verbatimDepth = 0
  /// The last character of text before the current place, nil at the start of a block.
  private var lastCharacter: Character?

  /// Renders a text.
  ///
  /// - Parameters:
  ///   - markdown: the text; headings in it start at `##` and become `<h3>`.
  ///   - prefix: what the ids of headings begin with, unique within the page.
  ///   - figure: the HTML for `[[figure:ID]]`, or nil for an unknown id.
  init(
    _ markdown: String, file: String, firstLine: Int = 1, prefix: String,
    figure: @escaping (String) -> String?
  ) throws(MarkdownError) {
    self.prefix = prefix
    self.file = file
    self.figure = figure
    formulas = try SafeMarkdown.formulas(in: markdown, file: file, firstLine: firstLine)
      .filter { !$0.tex.allSatisfy(\.isWhitespace) }
    let safe = try SafeMarkdown.normalize(
      markdown, file: file, firstLine: firstLine, namesEquations: false)
    guard let rendered = MarkdownHTML.render(safe) else { throw .notRendered(file: file) }
    pieces = HTMLPiece.scan(rendered)
    html.reserveCapacity(rendered.utf8.count * 2)
    while position < pieces.count { try writeNext() }
  }

  /// The HTML of one line without the paragraph around it.
  static func inline(_ markdown: String, file: String) throws(MarkdownError) -> (
    html: String, scalars: Set<Unicode.Scalar>
  ) {
    let chapter = try ChapterHTML(markdown, file: file, prefix: "") { _ in nil }
    var html = chapter.html
    if html.hasPrefix("<p>"), html.hasSuffix("</p>\n"), html.ranges(of: "<p>").count == 1 {
      html = String(html.dropFirst(3).dropLast(5))
    }
    return (html, chapter.mathScalars)
  }

  // MARK: Walking

  private mutating func writeNext() throws(MarkdownError) {
    guard case .tag(let name, let source) = pieces[position] else {
      let text = pieces[position].source
      html += verbatimDepth > 0 ? text : Typography.curled(text, after: lastCharacter)
      lastCharacter = text.last
      position += 1
      return
    }
    switch name {
    case "code", "pre", "script", "style", "svg": verbatimDepth += 1
    case "/code", "/pre", "/script", "/style", "/svg": verbatimDepth = max(0, verbatimDepth - 1)
    case "p", "li", "td", "th", "summary", "h1", "h2", "h3", "h4", "h5", "h6": lastCharacter = nil
    // A formula is a word to the marks around it.
    case "x-equation": lastCharacter = "x"
    default: break
    }
    switch name {
    case "x-equation":
      html += try equation(source)
    case "p":
      try writeParagraph()
    case "h1", "h2", "h3", "h4", "h5", "h6":
      try writeHeading(level: Int(name.dropFirst()) ?? 2)
    case "table":
      try writeTable(caption: "")
    case "blockquote":
      html += "<blockquote class=\"\(boxRole())\">"
      position += 1
    case "a":
      html += LinkPolicy.safe(source)
      position += 1
    default:
      html += source
      position += 1
    }
  }

  /// The HTML of everything up to a closing tag, which is passed over.
  private mutating func inside(_ closing: String) throws(MarkdownError) -> String {
    let outer = html
    html = ""
    while position < pieces.count, !pieces[position].isTag(closing) { try writeNext() }
    position += 1
    defer { html = outer }
    return html
  }

  private mutating func writeParagraph() throws(MarkdownError) {
    if case .text(let text) = piece(1), piece(2)?.isTag("/p") == true,
      let id = text.wholeMatch(of: /\[\[figure:([^\]]+)\]\]/)?.output.1
    {
      guard let figure = figure(String(id)) else {
        throw .unknownFigure(String(id), file: file)
      }
      html += figure
      position += 3
      return
    }
    position += 1
    let content = try inside("/p")
    // A displayed formula is a block of its own; a paragraph cannot hold it.
    if content.hasPrefix("<div class=\"equation"), content.hasSuffix("</div>") {
      html += content
      return
    }
    if content.hasPrefix("<strong>Table ") || content.hasPrefix("Table: ") {
      var next = position
      while case .text(let text)? = next < pieces.count ? pieces[next] : nil,
        text.allSatisfy(\.isWhitespace)
      {
        next += 1
      }
      if next < pieces.count, pieces[next].isTag("table") {
        position = next
        return try writeTable(
          caption: content.hasPrefix("Table: ") ? String(content.dropFirst(7)) : content)
      }
    }
    html += "<p>\(content)</p>"
  }

  private func piece(_ offset: Int) -> HTMLPiece? {
    position + offset < pieces.count ? pieces[position + offset] : nil
  }

  /// What a quotation is for: its first bold word says it.
  private func boxRole() -> String {
    var i = position + 1
    while i < min(position + 6, pieces.count), !pieces[i].isTag("strong") { i += 1 }
    guard i + 1 < pieces.count, case .text(let text) = pieces[i + 1] else { return "quote" }
    let word = text.prefix { $0.isLetter }.lowercased()
    return ["predict", "note", "takeaway", "warning"].contains(word) ? word : "quote"
  }

  // MARK: Parts

  private mutating func equation(_ source: String) throws(MarkdownError) -> String {
    let isDisplay = source.contains("display")
    position += 1
    var tex = ""
    while position < pieces.count, !pieces[position].isTag("/x-equation") {
      tex += pieces[position].source
      position += 1
    }
    position += 1
    let place = nextFormula < formulas.count ? formulas[nextFormula] : nil
    nextFormula += 1
    let formula: MathFormula
    do {
      formula = try MathFormula(
        tex: original(of: HTML.unescape(tex), place), isDisplay: isDisplay)
    } catch {
      throw .formula(
        error.in(file: file, startingAt: (line: place?.line ?? 1, column: place?.column ?? 1)))
    }
    mathScalars.formUnion(formula.scalars)
    guard isDisplay else {
      // Browsers do not break lines within formulas: a long one must be able to scroll on a phone.
      return formula.length > 22
        ? "<span class=\"long\">\(formula.mathML)</span>" : formula.mathML
    }
    let parts = "<span class=\"parts\">\(formula.parts.joined(separator: "\n"))</span>"
    guard let tag = formula.tags.first else { return "<div class=\"equation\">\(parts)</div>" }
    let id = "eq-\(HTML.escape(tag))"
    return """
      <div class="equation numbered" id="\(id)">\(parts)\
      <a class="number" href="#\(id)">(\(HTML.escape(tag)))</a></div>
      """
  }

  /// The formula as its author wrote it, so that places in errors are places in the template.
  ///
  /// md4c has the last word on what is a formula; if it found another one, its text is taken.
  private func original(of safe: String, _ place: ScannedFormula?) -> String {
    guard let place,
      let normalized = try? FormulaNormalizer.normalize(place.tex, isDisplay: place.isDisplay),
      normalized.filter({ !$0.isWhitespace }) == safe.filter({ !$0.isWhitespace })
    else { return safe }
    return place.tex
  }

  private mutating func writeHeading(level: Int) throws(MarkdownError) {
    position += 1
    let content = try inside("/h\(level)")
    let text = HTMLPiece.scan(content.replacing(/<annotation.*?<\/annotation>/, with: "")).map {
      if case .text(let text) = $0 { text } else { "" }
    }.joined()
    var id = "\(prefix)-\(HTML.slug(HTML.unescape(text)))"
    var number = 2
    while !ids.insert(id).inserted {
      id = "\(prefix)-\(HTML.slug(HTML.unescape(text)))-\(number)"
      number += 1
    }
    let lowered = min(6, max(3, level + 1))
    if lowered == 3 { headings.append(Heading(id: id, html: content)) }
    html += "<h\(lowered) id=\"\(id)\">\(content)</h\(lowered)>"
  }
  private mutating func writeTable(caption: String) throws(MarkdownError) {
    position += 1
    html += TableHTML.figure(try inside("/table"), caption: caption)
  }
}

/// Which links a page may hold.
enum LinkPolicy {
  /// The tag of a link, without its address when that could run a program.
  static func safe(_ tag: String) -> String {
    guard let start = tag.firstRange(of: "href=\"") else { return tag }
    let address = tag[start.upperBound...].prefix { $0 != "\"" }
    // Browsers skip white space and control characters in a scheme, and decode references.
    let plain = HTML.unescape(String(address)).lowercased().filter {
      $0.isASCII && !$0.isWhitespace && !$0.isNewline && ($0.asciiValue ?? 0) > 0x20
    }
    let scheme = plain.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
    guard scheme.count < plain.count, plain.dropFirst(scheme.count).first == ":" else { return tag }
    return ["http", "https", "mailto"].contains(String(scheme)) ? tag : "<a>"
  }
}
