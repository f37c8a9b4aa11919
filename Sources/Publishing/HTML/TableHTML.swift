/// The frame around a table of a chapter.
enum TableHTML {
  /// A table that scrolls sideways where it is too wide, and whose cells are labelled with their
  /// column, so that narrow screens can show each row as a card.
  static func figure(_ rows: String, caption: String) -> String {
    let title = caption.isEmpty ? "" : "<figcaption>\(caption)</figcaption>"
    return """
      <figure class="table">\(title)<div class="scroll" role="group" tabindex="0" \
      aria-label="Table"><table>\(labelled(HTMLPiece.scan(rows)))</table></div></figure>
      """
  }

  private static func labelled(_ pieces: [HTMLPiece]) -> String {
    var labels: [String] = []
    var label: String?
    var column = 0
    var isAnnotation = false
    var body = ""
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .tag("th", let source):
        label = ""
        body += "<th scope=\"col\"\(classes(source, []))>"
      case .tag("/th", _):
        labels.append(label ?? "")
        label = nil
        body += "</th>"
      case .tag("tr", _):
        column = 0
        body += "<tr>"
      case .tag("td", let source):
        let name = column < labels.count ? labels[column].replacing("\"", with: "&quot;") : ""
        let content = index + 1 < pieces.count ? pieces[index + 1].source : ""
        body += "<td\(classes(source, verdict(content))) data-label=\"\(name)\">"
        column += 1
      case .tag(let name, let source):
        if name.hasSuffix("annotation") { isAnnotation = name == "annotation" }
        body += source
      case .text(let text):
        if !isAnnotation { label? += text }
        body += text
      }
    }
    return body
  }

  /// The colour of a verdict; its mark and its word say the same.
  private static func verdict(_ text: String) -> [String] {
    let start = text.drop(while: \.isWhitespace).prefix(2)
    switch start {
    case "✓ ": return ["confirmed"]
    case "~ ": return ["imprecise"]
    case "✗ ": return ["refuted"]
    default: return []
    }
  }

  /// md4c writes `align`, which HTML gave up.
  private static func classes(_ tag: String, _ more: [String]) -> String {
    let alignment = tag.contains("right") ? ["r"] : tag.contains("center") ? ["c"] : []
    let all = alignment + more
    return all.isEmpty ? "" : " class=\"\(all.joined(separator: " "))\""
  }
}
