import Experiments
import Graphics

extension RichText {
  /// The words as Markdown: bold and italic as such, scripts as the HTML that every renderer allows.
  var markdown: String {
    spans.map { span in
      var text = span.text.markdownEscaped
      switch span.script {
      case .none: break
      case .raised: text = "<sup>\(text)</sup>"
      case .lowered: text = "<sub>\(text)</sub>"
      }
      // Markup must touch the words it marks, so spaces at the ends stay outside.
      guard span.bold || span.italic, text.contains(where: { $0 != " " }) else { return text }
      let start = text.prefix { $0 == " " }
      let end = String(text.reversed().prefix { $0 == " " })
      let mark = span.bold && span.italic ? "***" : span.bold ? "**" : "*"
      return start + mark + text.dropFirst(start.count).dropLast(end.count) + mark + end
    }.joined()
  }
}
