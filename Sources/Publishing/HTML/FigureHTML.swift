import ProseScanning

/// The HTML of a figure: drawings, caption, data and command.
struct FigureHTML {
  /// Tables up to this many rows are shown on demand.
  static let tableRowLimit = 60

  let id: String
  let figure: ReportDocument.Figure
  let words: PageWords

  /// The drawings for phone and paper, for the page's script to put beside the wide one.
  ///
  /// They are two thirds of all drawings: packed together, in one place, they take a quarter of the bytes.
  var otherLayouts: String {
    var html = ""
    func add(_ svg: String?, _ kind: String) {
      guard let svg else { return }
      html += "<div class=\"drawing \(kind)\" data-figure=\"fig-\(HTML.escape(id))\">\(svg)</div>"
    }
    add(figure.phoneSVG, "phone")
    add(figure.printSVG, "print")
    return html
  }

  /// The figure with its wide drawing, and the characters its formulas need.
  func render() throws(MarkdownError) -> (html: String, scalars: Set<Unicode.Scalar>) {
    let title = try ChapterHTML.inline(figure.title, file: "figure \(id)")
    let subtitle = try ChapterHTML.inline(figure.subtitle, file: "figure \(id)")
    let caption = try ChapterHTML.inline(figure.caption, file: "figure \(id)")
    let anchor = "fig-\(HTML.escape(id))"
    let below = subtitle.html.isEmpty ? "" : "<p>\(subtitle.html)</p>"
    let html = """
      <figure class="chart" id="\(anchor)" aria-labelledby="\(anchor)-title"><div class="finding">\
      <p id="\(anchor)-title"><strong><a class="number" href="#\(anchor)">\
      \(HTML.escape(words[.figure, number: figure.number]))</a> \(title.html)</strong></p>\(below)</div>\(drawings)
      <figcaption><p>\(caption.html)</p>\(tools)\(dataTable)</figcaption></figure>
      """
    return (html, title.scalars.union(subtitle.scalars).union(caption.scalars))
  }

  private var drawings: String {
    // Which of the drawings is shown is decided by the style sheet. Until the script has unpacked those for phone
    // and paper, or where there is no script, this one is shown everywhere.
    "<div class=\"drawing wide phone print\">\(figure.svg)</div>"
  }

  /// The data as the page carries them: five digits of each number, more than any interval has.
  ///
  /// The other twelve cannot be packed, and would be half of the page; `site/data` has them, and is where links lead
  /// without a script. Packed together, all tables take half of what each would by itself.
  var data: (name: String, csv: String)? {
    figure.data.map { ($0.name, ShortDecimals.shortened($0.csv, to: 5)) }
  }

  private var tools: String {
    var parts: [String] = []
    if let data = figure.data {
      let name = HTML.escape(data.name)
      parts.append("<a class=\"data\" download=\"\(name)\" href=\"site/data/\(name)\">\(name)</a>")
    }
    if let command = figure.command {
      parts.append("<code class=\"command\">\(HTML.escape(command))</code>")
    }
    return parts.isEmpty ? "" : "<p class=\"tools\">\(parts.joined(separator: " "))</p>"
  }

  /// The numbers behind the chart, folded away, with the four digits that one reads.
  private var dataTable: String {
    guard let csv = figure.data?.csv else { return "" }
    // Counted in bytes first: most tables are long, and characters are slow.
    guard csv.utf8.count(where: { $0 == 0x0A }) <= Self.tableRowLimit + 1 else { return "" }
    let rows = ShortDecimals.shortened(csv, to: 4).split(whereSeparator: \.isNewline).map(
      Self.cells)
    guard let header = rows.first, rows.count > 1, rows.count <= Self.tableRowLimit + 1 else {
      return ""
    }
    func line(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(HTML.escape($0))</\(tag)>" }.joined() + "</tr>"
    }
    let body = rows.dropFirst().map { line($0, "td") }.joined()
    return """
      <details class="numbers"><summary>\(HTML.escape(words[.asATable]))</summary><div class="scroll" role="group" \
      tabindex="0" aria-label="\(HTML.escape(words[.dataOfFigure, number: figure.number]))"><table><thead>\
      \(line(header, "th"))</thead><tbody>\(body)</tbody></table></div></details>
      """
  }

  /// The cells of a line of CSV (RFC 4180, without line breaks inside cells).
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    var rest = line[...]
    while let c = rest.popFirst() {
      if c == "\"" {
        if isQuoted, rest.first == "\"" {
          cells[cells.count - 1].append(c)
          rest = rest.dropFirst()
        } else {
          isQuoted.toggle()
        }
      } else if c == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(c)
      }
    }
    return cells
  }
}
