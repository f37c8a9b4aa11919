/// A block of a Markdown text: what a reader sees as one thing below another.
indirect enum MarkdownBlock: Equatable, Sendable {
  case paragraph([MarkdownInline])
  /// The words of an item of a tight list, which are no paragraph.
  case plain([MarkdownInline])
  case heading(level: Int, [MarkdownInline])
  /// A displayed formula.
  case equation(ScannedFormula)
  /// A paragraph that is `[[figure:ID]]` and nothing else.
  case figure(id: String)
  case table(MarkdownTable)
  case quote([MarkdownBlock])
  /// A list; numbered where it has a start.
  case list(start: Int?, items: [[MarkdownBlock]])
  case code(language: String, text: String)
  /// HTML as it was written.
  case html(String)
  case rule
}

/// A table with the paragraph before it that names it.
struct MarkdownTable: Equatable, Sendable {
  enum Alignment: Equatable, Sendable { case none, left, center, right }

  struct Cell: Equatable, Sendable {
    var alignment = Alignment.none
    var content: [MarkdownInline]
  }

  var caption: [MarkdownInline] = []
  var head: [[Cell]] = []
  var body: [[Cell]] = []
}

/// A stretch of a line.
indirect enum MarkdownInline: Equatable, Sendable {
  /// Characters as a reader sees them; line ends without meaning are U+000A.
  case text(String)
  case formula(ScannedFormula)
  case code(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case struck([MarkdownInline])
  case link(address: String, title: String, [MarkdownInline])
  case image(address: String, title: String, [MarkdownInline])
  /// A tag, comment or unknown character reference as it was written.
  case html(String)
  case lineBreak
}

extension [MarkdownInline] {
  /// The words without marks, for ids and labels; formulas by what `formula` says.
  func plain(_ formula: (ScannedFormula) -> String) -> String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .formula(let place): formula(place)
      case .emphasis(let inside), .strong(let inside), .struck(let inside),
        .link(_, _, let inside), .image(_, _, let inside):
        inside.plain(formula)
      case .html: ""
      case .lineBreak: "\n"
      }
    }.joined()
  }
}

extension String {
  /// Whether the text begins with a word, and not with a longer one.
  func begins(withWord word: String) -> Bool {
    hasPrefix(word) && dropFirst(word.count).first?.isLetter != true
  }
}
