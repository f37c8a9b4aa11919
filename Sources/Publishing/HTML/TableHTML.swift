/// The frame around a table of a chapter.
enum TableHTML {
  /// A cell of a table.
  struct Cell: Equatable, Sendable {
    var alignment: MarkdownTable.Alignment
    var html: String
    /// Of a heading, its words without marks; of another cell, the text that it begins with.
    var label: String
  }

  /// A table that scrolls sideways where it is too wide, and whose headings say in plain words what the page's
  /// script labels the cells with, where narrow screens show each row as a card.
  ///
  /// - Parameter number: the table's number such as 3.2, for links to it.
  static func figure(
    head: [[Cell]], body: [[Cell]], caption: String, name: String, number: String? = nil
  ) -> String {
    let id = number.map { " id=\"table-\($0)\"" } ?? ""
    let title = caption.isEmpty ? "" : "<figcaption>\(caption)</figcaption>"
    var rows = ""
    if !head.isEmpty {
      rows += section(head, "thead") { cell in
        let label = HTML.text(cell.label)
        return "<th scope=\"col\"\(classes(cell, [])) data-label=\"\(label)\">\(cell.html)</th>"
      }
    }
    if !body.isEmpty {
      rows += section(body, "tbody") { cell in
        "<td\(classes(cell, verdict(cell.label)))>\(cell.html)</td>"
      }
    }
    return """
      <figure class="table"\(id)>\(title)<div class="scroll" role="group" tabindex="0" \
      aria-label="\(HTML.escape(name))"><table>
      \(rows)</table></div></figure>
      """
  }

  private static func section(
    _ rows: [[Cell]], _ name: String, cell: (Cell) -> String
  ) -> String {
    let lines = rows.map { row in
      "<tr>\n" + row.map { cell($0) + "\n" }.joined() + "</tr>\n"
    }
    return "<\(name)>\n\(lines.joined())</\(name)>\n"
  }

  /// The colour of a verdict; its mark and its word say the same.
  private static func verdict(_ text: String) -> [String] {
    switch text.drop(while: \.isWhitespace).prefix(2) {
    case "✓ ": ["confirmed"]
    case "~ ": ["imprecise"]
    case "✗ ": ["refuted"]
    default: []
    }
  }

  private static func classes(_ cell: Cell, _ more: [String]) -> String {
    let alignment: [String] =
      switch cell.alignment {
      case .right: ["r"]
      case .center: ["c"]
      case .left, .none: []
      }
    let all = alignment + more
    return all.isEmpty ? "" : " class=\"\(all.joined(separator: " "))\""
  }
}
