import ProseScanning
import TeXMath

/// Markdown that every renderer shows alike.
public enum SafeMarkdown {
  /// Rewrites a text into the safe subset.
  ///
  /// Formulas are normalised and given the space around them that renderers ask for; dollar signs
  /// outside formulas become character references; bold that ends in punctuation beside Chinese
  /// becomes `<strong>`; line ends are LF. A second pass changes nothing.
  ///
  /// - Parameters:
  ///   - file: the name for error messages, and `firstLine` the line there that the text begins at.
  ///   - equationName: how a numbered equation is called in the text, below its anchor: not every renderer
  ///     shows a `\tag`.
  public static func normalize(
    _ markdown: String, file: String, firstLine: Int = 1,
    equationName: (String) -> String = { "Equation \($0)" }
  ) throws(MarkdownError) -> String {
    let plain = markdown.withPlainLineEnds
    let pieces = try MarkdownScanner.scan(plain, file: file, firstLine: firstLine)
    var output = ""
    var endsDisplay = false
    for (index, piece) in pieces.enumerated() {
      let followsDisplay = endsDisplay
      endsDisplay = false
      switch piece {
      case .verbatim(let text):
        output += (followsDisplay ? "\n" : "") + (text == "<br>" ? "<br/>" : text)
      case .text(let text):
        let safe = SafeText.safe(text)
        output += followsDisplay ? "\n" + safe.withoutBlankLinesAtStart() : safe
      case .formula(let formula):
        let tex: String
        do {
          tex = try FormulaNormalizer.normalize(formula.tex, isDisplay: formula.isDisplay)
        } catch {
          throw .formula(
            error.in(file: file, startingAt: (line: formula.line, column: formula.column)))
        }
        // md4c, GitHub and others want something between the dollar signs.
        guard !tex.isEmpty else { continue }
        let next = index + 1 < pieces.count ? pieces[index + 1] : nil
        if formula.isDisplay {
          let number = equationNumber(in: tex)
          try appendDisplay(tex, at: formula, number: number, file: file, to: &output)
          if let name = number.map(equationName),
            next.map({ !text(of: $0).contains("*\(name)*") }) ?? true
          {
            output += "\n*\(name)*\n"
          }
          endsDisplay = true
        } else {
          if followsDisplay { output += "\n" }
          appendInline(tex, before: next, to: &output)
        }
      }
    }
    output.trimEnd()
    return output + "\n"
  }

  /// Every formula of a text with its place, in order.
  static func formulas(
    in markdown: String, file: String, firstLine: Int = 1
  ) throws(MarkdownError) -> [ScannedFormula] {
    try MarkdownScanner.scan(markdown, file: file, firstLine: firstLine).compactMap {
      if case .formula(let formula) = $0 { formula } else { nil }
    }
  }

  // MARK: Formulas

  /// Rule 1: a space, a line edge or ASCII punctuation outside the dollar signs.
  private static func appendInline(
    _ tex: String, before next: MarkdownPiece?, to output: inout String
  ) {
    if let last = output.last, !isFormulaBoundary(last) { output += " " }
    output += "$\(tex)$"
    if let first = next.flatMap(firstCharacter), !isFormulaBoundary(first) { output += " " }
  }

  private static func appendDisplay(
    _ tex: String, at formula: ScannedFormula, number: String?, file: String,
    to output: inout String
  ) throws(MarkdownError) {
    let lineStart = output.lastIndex(of: "\n").map { output.index(after: $0) }
    let line = output[(lineStart ?? output.startIndex)...]
    if let place = block(of: line) {
      throw .displayInside(place, file: file, line: formula.line)
    }
    output.trimEnd()
    if let number, !output.hasSuffix(anchor(number)) {
      if !output.isEmpty { output += "\n\n" }
      output += anchor(number)
    }
    if !output.isEmpty { output += "\n\n" }
    output += "$$\n\(tex)\n$$\n"
  }

  /// The number in `\tag{…}`, when it can be an anchor.
  private static func equationNumber(in tex: String) -> String? {
    tex.firstMatch(of: /\\tag\*?\{([A-Za-z0-9.\-]+)\}/).map { String($0.output.1) }
  }

  private static func anchor(_ number: String) -> String { "<a id=\"eq-\(number)\"></a>" }

  private static func text(of piece: MarkdownPiece) -> Substring {
    guard case .text(let text) = piece else { return "" }
    return text.drop { $0.isWhitespace }.prefix { !$0.isNewline }
  }

  /// What a line before a formula belongs to, where a displayed formula cannot stand.
  private static func block(of line: Substring) -> String? {
    if line.hasPrefix("#") { return "heading" }
    if line.hasPrefix("|") { return "table" }
    if line.hasPrefix(">") { return "quotation" }
    if line.hasPrefix("  ") || line.hasPrefix("\t") { return "list" }
    let marker = line.drop { $0.isASCII && $0.isNumber }
    let isNumbered = marker.count < line.count && (marker.hasPrefix(". ") || marker.hasPrefix(") "))
    let isBullet = ["- ", "* ", "+ "].contains { line.hasPrefix($0) }
    return isNumbered || isBullet ? "list" : nil
  }

  private static func firstCharacter(_ piece: MarkdownPiece) -> Character? {
    switch piece {
    case .text(let text), .verbatim(let text): text.first
    case .formula: "$"
    }
  }

  private static func isFormulaBoundary(_ c: Character) -> Bool {
    // A dollar sign is punctuation, but two formulas without a space between become one.
    c.isASCII && c != "$" && (c.isWhitespace || c.isPunctuation || c.isSymbol)
  }
}

extension String {
  /// The text without the blank lines before its first words; their indentation stays.
  fileprivate func withoutBlankLinesAtStart() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
    guard let lineBreak = self[..<first].lastIndex(where: \.isNewline) else {
      return String(self[first...])
    }
    return String(self[index(after: lineBreak)...])
  }

  /// Removes white space at the end.
  fileprivate mutating func trimEnd() {
    while let last, last.isWhitespace { removeLast() }
  }
}
