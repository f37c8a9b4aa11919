// Long because it is one grammar's list of repairs.

/// Rewrites the TeX of a formula so that every Markdown renderer leaves it alone.
///
/// Thirteen renderers were tried; each rule answers what at least one of them does to a formula
/// (emphasis from `_`, tables from `|`, links from `](`, lists from a leading `-`, templates from
/// `{{`, …). What the formula says does not change, and a second pass changes nothing.
package struct FormulaNormalizer {
  /// Commands that GitHub refuses or whose effect reaches beyond the formula.
  static let forbidden: Set<String> = [
    "phantom", "hphantom", "vphantom", "newcommand", "renewcommand", "def", "label", "ref", "eqref",
    "require", "cr", "href", "url",
  ]

  private let tokens: [TeXToken]
  private let characters: [Character]
  private var output = ""

  /// The safe spelling of a formula, without its dollar signs.
  ///
  /// - Throws: `TeXError` for commands that no site should see, and for TeX that cannot be cut into
  ///   tokens.
  package static func normalize(_ tex: String, isDisplay: Bool) throws(TeXError) -> String {
    let lexer = TeXLexer(tex)
    var normalizer = FormulaNormalizer(tokens: try lexer.tokens(), characters: lexer.characters)
    try normalizer.rewrite(lexer)
    let safe = isDisplay ? displayLines(normalizer.output) : oneLine(normalizer.output)
    return protectStart(safe)
  }

  private init(tokens: [TeXToken], characters: [Character]) {
    self.tokens = tokens
    self.characters = characters
  }

  // MARK: Tokens

  /// What replaces a command (rules 4 and 5); the text mode of a formula is left alone.
  private static let commands: [String: String] = [
    "{": "\\lbrace", "}": "\\rbrace", "|": "\\Vert", "operatorname": "\\mathrm",
    "mbox": "\\text", "lvert": "\\vert", "rvert": "\\vert",
    // Small spaces. Renderers take the backslash of `\,` for an escape; of the spelled-out names
    // MathJax 3 (GitHub) lacks \medspace and \thickspace, pandoc \thinspace and \thickspace, and a
    // program that lacks one shows the source of the whole formula. All know `\ `; in braces it can
    // stand at the end of a line. A negative space is left out: it only moves letters closer.
    ",": space, "thinspace": space, ":": space, ">": space, "medspace": space, ";": space,
    "thickspace": space, "!": "", "negthinspace": "",
  ]
  private static let space = "{\\ }"

  /// What replaces a character (rule 4).
  private static let replacements: [Character: String] = [
    "*": "\\ast", "|": "\\vert", "<": "\\lt", ">": "\\gt",
  ]

  private mutating func rewrite(_ lexer: TeXLexer) throws(TeXError) {
    var i = 0
    while i < tokens.count {
      let token = tokens[i]
      switch token.kind {
      case .end: break
      case .command(let name):
        if Self.forbidden.contains(name) {
          throw lexer.error(.unknownCommand("\\\(name)"), at: token.offset)
        }
        if ["text", "textrm", "textbf", "textit", "mbox", "tag", "begin", "end"].contains(name) {
          i = copyGroup(after: i, name: name)
          continue
        }
        if name == "operatorname", i + 1 < tokens.count, tokens[i + 1].kind == .character("*") {
          i += 1
        }
        append(Self.commands[name] ?? "\\\(name)")
      case .character("'"), .character("′"):
        i = appendPrimes(from: i)
        continue
      case .character(let c): append(Self.replacements[c] ?? String(c))
      case .open: append("{")
      case .close: append("}")
      case .superscript: append("^")
      case .subscript:
        // Rule 3: emphasis begins at `_` beside a letter.
        let next = tokens.dropFirst(i + 1).first { $0.kind != .space }?.kind
        var opens = next == .open
        if case .command = next { opens = true }
        if opens, let last = output.last, !last.isWhitespace { output += " " }
        output += "_"
      case .ampersand: append("&")
      case .space:
        if output.last?.isWhitespace == false {
          output += characters[token.offset].isNewline ? "\n" : " "
        } else if output.last == " ", characters[token.offset].isNewline {
          output.removeLast()
          output += "\n"
        }
      }
      i += 1
    }
  }

  /// Appends a piece, kept apart from the last one where both would melt into something else.
  private mutating func append(_ piece: String) {
    guard let first = piece.first else { return }
    let melts =
      // \lt x is not \ltx; `](` is a link, `{{` a placeholder.
      first.isASCII && first.isLetter && endsWithCommand
      || first == "(" && output.last == "]" || first == "{" && output.last == "{"
      // A line break before a brace: the two characters in the middle are an escaped brace.
      || first == "{" && output.last == "\\"
    if melts { output += " " }
    output += piece
  }

  private var endsWithCommand: Bool {
    let name = output.reversed().prefix { $0.isASCII && $0.isLetter }
    guard !name.isEmpty else { return false }
    return output.dropLast(name.count).last == "\\"
      // Not the second half of a line break: \\x.
      && output.dropLast(name.count + 1).last != "\\"
  }

  /// Copies `\text{…}` and the like as they are; returns the index behind the group.
  private mutating func copyGroup(after index: Int, name: String) -> Int {
    append(Self.commands[name] ?? "\\\(name)")
    var i = index + 1
    while i < tokens.count, tokens[i].kind == .space || tokens[i].kind == .character("*") { i += 1 }
    guard i < tokens.count, tokens[i].kind == .open else { return index + 1 }
    var level = 0
    let start = tokens[i].offset
    while i < tokens.count {
      if tokens[i].kind == .open { level += 1 }
      if tokens[i].kind == .close { level -= 1 }
      if level == 0 { break }
      i += 1
    }
    guard i < tokens.count else { return index + 1 }
    var inside = String(characters[start...tokens[i].offset])
    inside = inside.split(whereSeparator: \.isNewline).joined(separator: " ")
    // A formula within the text would end the formula around it: close the text for its duration.
    let parts = inside.split(separator: "$", omittingEmptySubsequences: false)
    if parts.count % 2 == 1, parts.count > 1 {
      for (n, part) in parts.enumerated() {
        if n % 2 == 1 {
          output += "} \(part) \\text{"
        } else {
          output += part
        }
      }
    } else {
      output += inside
    }
    return i + 1
  }

  /// Writes a run of primes as `^{\prime}` with the superscript that may follow; returns what is next.
  private mutating func appendPrimes(from index: Int) -> Int {
    var i = index
    var count = 0
    while tokens[i].kind == .character("'") || tokens[i].kind == .character("′") {
      count += 1
      i += 1
    }
    if output.isEmpty { output = "{}" }
    let primes = Array(repeating: "\\prime", count: count).joined()
    guard tokens[i].kind == .superscript else {
      output += "^{\(primes)}"
      return i
    }
    // f'^2 means f^{\prime 2}.
    i += 1
    while tokens[i].kind == .space { i += 1 }
    if tokens[i].kind == .open {
      output += "^{\(primes) "
      return i + 1
    }
    let end = i + 1 < tokens.count ? tokens[i + 1].offset : characters.count
    output += "^{\(primes) \(String(characters[tokens[i].offset..<end]))}"
    return i + 1
  }

  // MARK: Lines

  /// An inline formula in one line without space at its ends.
  private static func oneLine(_ tex: String) -> String {
    tex.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A displayed formula: one row per line, no blank line, no line that begins a list or heading.
  private static func displayLines(_ tex: String) -> String {
    var lines: [String] = []
    var endsRow = true
    for row in rows(of: tex) {
      for line in row.split(whereSeparator: \.isNewline) {
        let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { continue }
        if startsBlock(words) {
          if endsRow || lines.isEmpty {
            // A sign in braces stays a sign; a relation after nothing stays a relation.
            let isSign = words.hasPrefix("-") || words.hasPrefix("+")
            lines.append(isSign ? "{\(words.prefix(1))}\(words.dropFirst())" : "{}\(words)")
          } else {
            lines[lines.count - 1] += " \(words)"
          }
        } else {
          lines.append(words)
        }
        endsRow = false
      }
      endsRow = lines.last?.hasSuffix("\\\\") ?? true
    }
    // A break before the end of a table or of the formula is empty.
    for index in lines.indices.reversed() where lines[index].hasSuffix("\\\\") {
      let next = lines[(index + 1)...].first { !$0.isEmpty }
      if next?.hasPrefix("\\end{") ?? true {
        lines[index] = lines[index].dropLast(2).trimmingSuffixSpace()
      }
    }
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The text cut behind every `\\`, whose optional height is dropped.
  private static func rows(of tex: String) -> [String] {
    var rows = [""]
    var characters = tex[...]
    while let c = characters.popFirst() {
      rows[rows.count - 1].append(c)
      guard c == "\\", let next = characters.popFirst() else { continue }
      rows[rows.count - 1].append(next)
      guard next == "\\" else { continue }
      if characters.first == "[", let end = characters.firstIndex(of: "]") {
        characters = characters[characters.index(after: end)...]
      }
      rows.append("")
    }
    return rows
  }

  /// Whether a line would begin a list, a quote, a heading or a definition (rule 2).
  private static func startsBlock(_ line: String) -> Bool {
    guard let first = line.first else { return false }
    if "-+=#>:".contains(first) { return true }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    return !digits.isEmpty && line.dropFirst(digits.count).first == "."
  }

  /// Rule 7: punctuation after the dollar sign makes some renderers see no formula.
  private static func protectStart(_ tex: String) -> String {
    guard let first = tex.first, "(.,;#'\"".contains(first) else { return tex }
    return "{}" + tex
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffixSpace() -> String {
    var end = endIndex
    while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
    return String(self[..<end])
  }
}
