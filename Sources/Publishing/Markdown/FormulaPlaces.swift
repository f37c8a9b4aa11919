import ProseScanning

/// A text whose formulas are replaced by marks that mean nothing to Markdown.
///
/// What is a formula is decided once, by `MarkdownScanner`, for the page as for the site: every pair of
/// dollar signs outside code. md4c's own rule is another one (no formula beside Chinese, and `|`, `\,`
/// or `*` inside one cut it apart), so md4c sees a mark with the number of the formula, which comes back
/// in the tree as the formula with its place in the file.
struct FormulaPlaces {
  /// Begins and ends a mark: the last private-use characters, which no typeface of texts has and which are
  /// letters to Markdown.
  private static let open: Unicode.Scalar = "\u{10FFFC}"
  private static let close: Unicode.Scalar = "\u{10FFFD}"

  /// The text for md4c.
  private(set) var text = ""
  private var formulas: [ScannedFormula] = []

  /// Finds the formulas of a text.
  ///
  /// - Throws: `MarkdownError.unclosedFormula`.
  init(_ markdown: String, file: String, firstLine: Int = 1) throws(MarkdownError) {
    var markdown = markdown.withPlainLineEnds
    if markdown.unicodeScalars.contains(where: { $0 == Self.open || $0 == Self.close }) {
      markdown.unicodeScalars.removeAll { $0 == Self.open || $0 == Self.close }
    }
    for piece in try MarkdownScanner.scan(markdown, file: file, firstLine: firstLine) {
      switch piece {
      case .text(let piece): text += SafeText.closingBold(piece)
      case .verbatim(let piece): text += piece
      case .formula(let formula) where formula.tex.allSatisfy(\.isWhitespace): continue
      case .formula(let formula):
        text.unicodeScalars.append(Self.open)
        text += "\(formulas.count)"
        text.unicodeScalars.append(Self.close)
        formulas.append(formula)
      }
    }
  }

  /// The text and the formulas of a stretch of what md4c found.
  func inlines(in text: String) -> [MarkdownInline] {
    guard text.unicodeScalars.contains(Self.open) else { return [.text(text)] }
    var inlines: [MarkdownInline] = []
    var words = ""
    for piece in pieces(of: text) {
      switch piece {
      case .words(let more): words += more
      case .formula(let formula):
        if !words.isEmpty { inlines.append(.text(words)) }
        words = ""
        inlines.append(.formula(formula))
      }
    }
    if !words.isEmpty { inlines.append(.text(words)) }
    return inlines
  }

  /// A text in which no formula can stand, such as code or an address: as it was written.
  func source(of text: String) -> String {
    guard text.unicodeScalars.contains(Self.open) else { return text }
    return pieces(of: text).map { piece in
      switch piece {
      case .words(let words): words
      case .formula(let formula): Self.source(of: formula)
      }
    }.joined()
  }

  /// A formula between its dollar signs.
  static func source(of formula: ScannedFormula) -> String {
    let dollars = formula.isDisplay ? "$$" : "$"
    return dollars + formula.tex + dollars
  }

  private enum Piece {
    case words(String)
    case formula(ScannedFormula)
  }

  private func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    for (index, part) in text.unicodeScalars.split(
      separator: Self.open, omittingEmptySubsequences: false
    ).enumerated() {
      guard index > 0 else {
        pieces.append(.words(String(part)))
        continue
      }
      let digits = part.prefix { $0 != Self.close }
      if let number = Int(String(digits)), formulas.indices.contains(number) {
        pieces.append(.formula(formulas[number]))
      }
      pieces.append(.words(String(part.dropFirst(digits.count + 1))))
    }
    return pieces
  }
}
