import Study
import Graphics

extension RichText {
  /// The words as Markdown: bold and italic as such, scripts as the HTML that every renderer allows.
  var markdown: String {
    spans.map { span in
      let text = Self.marked(span.text.markdownEscaped, bold: span.bold, italic: span.italic)
      // Marks stay inside the tag: beside one, an asterisk after a letter would be an asterisk.
      switch span.script {
      case .none: return text
      case .raised: return "<sup>\(text)</sup>"
      case .lowered: return "<sub>\(text)</sub>"
      }
    }.joined()
  }
  /// Text between asterisks, which must touch the words they mark: spaces at the ends stay outside.
  private static func marked(_ text: String, bold: Bool, italic: Bool) -> String {
    guard bold || italic, text.contains(where: { $0 != " " }) else { return text }
    let start = text.prefix { $0 == " " }
    let end = String(text.reversed().prefix { $0 == " " })
    let mark = bold && italic ? "***" : bold ? "**" : "*"
    return start + mark + text.dropFirst(start.count).dropLast(end.count) + mark + end
  }
}
