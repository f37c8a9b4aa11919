/// A piece of TeX and where it stands.
struct TeXToken: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// A command without its backslash: letters, or one other character.
    case command(String)
    case character(Character)
    case open, close
    case superscript, `subscript`
    case ampersand
    case space
    case end
  }

  var kind: Kind
  /// Index of the first character in the formula.
  var offset: Int
}

/// Cuts a formula into tokens.
struct TeXLexer {
  let characters: [Character]

  init(_ tex: String) {
    characters = Array(tex)
  }

  /// All tokens, closed by `.end`.
  func tokens() throws(TeXError) -> [TeXToken] {
    var tokens: [TeXToken] = []
    var i = 0
    while i < characters.count {
      let start = i
      let kind: TeXToken.Kind?
      switch characters[i] {
      case "\\":
        i += 1
        guard i < characters.count else {
          throw error(.missingArgument(of: "\\"), at: start)
        }
        if isLetter(characters[i]) {
          var name = ""
          while i < characters.count, isLetter(characters[i]) {
            name.append(characters[i])
            i += 1
          }
          i -= 1
          kind = .command(name)
        } else {
          kind = .command(characters[i].isWhitespace ? " " : String(characters[i]))
        }
      case "{": kind = .open
      case "}": kind = .close
      case "^": kind = .superscript
      case "_": kind = .subscript
      case "&": kind = .ampersand
      case "%":
        while i + 1 < characters.count, !characters[i].isNewline { i += 1 }
        kind = nil
      case let c where c.isWhitespace: kind = .space
      case let c:
        for scalar in c.unicodeScalars where scalar.value < 0x20 || scalar.value == 0x7F {
          throw error(.forbiddenCharacter(scalar.value), at: start)
        }
        kind = .character(c)
      }
      if let kind { tokens.append(TeXToken(kind: kind, offset: start)) }
      i += 1
    }
    tokens.append(TeXToken(kind: .end, offset: characters.count))
    return tokens
  }

  /// An error at a character, with its line and column.
  func error(_ reason: TeXError.Reason, at offset: Int) -> TeXError {
    let before = characters.prefix(offset)
    let line = before.count { $0.isNewline } + 1
    let column = offset - (before.lastIndex { $0.isNewline }.map { $0 + 1 } ?? 0) + 1
    return TeXError(reason, line: line, column: column)
  }

  private func isLetter(_ c: Character) -> Bool { c.isASCII && c.isLetter }
}
