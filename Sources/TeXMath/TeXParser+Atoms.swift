extension TeXParser {
  /// One atom without its scripts; nil for a command that leaves nothing behind.
  mutating func atom() throws(TeXError) -> MathNode? {
    let start = token
    switch start.kind {
    case .open: return try group()
    case .character(let c):
      if c.isASCII, c.isNumber { return number() }
      position += 1
      if c == "~" { return .space(0.25) }
      if let symbol = TeXSymbols.symbol(c) { return .symbol(symbol) }
      if c.isLetter || c.isNumber { return .identifier(String(c), isUpright: !c.isMathLetter) }
      return .symbol(MathSymbol(String(c), .ordinary))
    case .command(let name):
      position += 1
      return try command(name, start)
    case .superscript, .subscript, .close, .ampersand, .space, .end:
      throw error(.unexpected(spelling(start)), at: start)
    }
  }

  /// Digits with one decimal point; `{,}` and spaces end a number.
  private mutating func number() -> MathNode {
    var text = ""
    var hasPoint = false
    while case .character(let c) = token.kind {
      if c.isASCII, c.isNumber {
        text.append(c)
      } else if c == ".", !hasPoint, case .character(let next) = tokens[position + 1].kind,
        next.isASCII, next.isNumber
      {
        hasPoint = true
        text.append(c)
      } else {
        break
      }
      position += 1
    }
    return .number(text)
  }

  private mutating func command(_ name: String, _ start: TeXToken) throws(TeXError) -> MathNode? {
    let spelled = "\\\(name)"
    if let em = TeXSymbols.spaces[name] { return .space(em) }
    if TeXSymbols.functions.contains(name) { return .function(name, takesLimits: false) }
    if let text = TeXSymbols.limitFunctions[name] { return .function(text, takesLimits: true) }
    if let accent = TeXSymbols.accents[name] {
      return .accent(
        try argument(of: spelled), mark: accent.mark, isBelow: accent.isBelow,
        stretches: accent.stretches)
    }
    if let letters = try alphabet(name, spelled) { return letters }
    if let size = sizedDelimiter(name) {
      return .sized(try delimiter(of: spelled), size.em, size.kind)
    }

    switch name {
    case "frac", "dfrac", "tfrac", "cfrac":
      let top = try argument(of: spelled)
      let isDisplay: Bool? = name == "frac" ? nil : name != "tfrac"
      return .fraction(top, try argument(of: spelled), hasRule: true, isDisplay: isDisplay)
    case "binom", "dbinom", "tbinom":
      let top = try argument(of: spelled)
      let inside = MathNode.fraction(
        top, try argument(of: spelled), hasRule: false,
        isDisplay: name == "binom" ? nil : name == "dbinom")
      return .fenced(["(", ")"], [inside])
    case "sqrt":
      let degree = try optionalArgument()
      return .root(try argument(of: spelled), degree: degree)
    case "overset", "stackrel":
      let above = try argument(of: spelled)
      return .stacked(try argument(of: spelled), above: above, below: nil)
    case "underset":
      let below = try argument(of: spelled)
      return .stacked(try argument(of: spelled), above: nil, below: below)
    case "boxed", "fbox": return .boxed(try argument(of: spelled))
    case "left": return try fenced(start)
    case "begin": return try environment(start)
    case "text", "textrm", "textnormal", "mbox":
      return try text(try rawArgument(of: spelled, start), start)
    case "textbf", "textit":
      let raw = try rawArgument(of: spelled, start)
      return .text((name == "textbf" ? MathAlphabet.bold : .italic).letters(raw))
    case "operatorname":
      skipSpaces()
      let takesLimits = token.kind == .character("*")
      if takesLimits { position += 1 }
      return .function(
        TeXParser.name(in: try argument(of: spelled)) ?? "", takesLimits: takesLimits)
    case "not":
      guard case .symbol(let symbol) = try argument(of: spelled),
        let text = TeXSymbols.negations[symbol.text]
      else { throw error(.notAllowedHere(spelled), at: start) }
      return .symbol(MathSymbol(text, .relation))
    case "pmod":
      return .row([
        .space(1), .symbol(MathSymbol("(", .opening)), .text("mod "), try argument(of: spelled),
        .symbol(MathSymbol(")", .closing)),
      ])
    case "mathop", "mathrel", "mathbin", "mathord": return try argument(of: spelled)
    case "nonumber", "notag", "displaylimits", "hline": return nil
    default:
      guard let symbol = TeXSymbols.symbol(name) else {
        throw error(.unknownCommand(spelled), at: start)
      }
      return .symbol(symbol)
    }
  }

  // MARK: Delimiters

  /// `\left … \right`.
  private mutating func fenced(_ start: TeXToken) throws(TeXError) -> MathNode {
    var delimiters = [try delimiter(of: "\\left")]
    var parts: [MathNode] = []
    while true {
      let part = try nested { (parser: inout TeXParser) throws(TeXError) in try parser.row() }
      parts.append(.row(part))
      switch token.kind {
      case .command("middle"):
        position += 1
        delimiters.append(try delimiter(of: "\\middle"))
      case .command("right"):
        position += 1
        delimiters.append(try delimiter(of: "\\right"))
        return .fenced(delimiters, parts)
      default: throw closingError(of: "\\left", start)
      }
    }
  }

  private mutating func delimiter(of name: String) throws(TeXError) -> String {
    skipSpaces()
    let found = token
    switch found.kind {
    case .character("."):
      position += 1
      return ""
    case .character(let c) where "()[]|/⟨⟩‖<>↑↓⌊⌋⌈⌉".contains(c):
      position += 1
      return c == "<" ? "⟨" : c == ">" ? "⟩" : String(c)
    case .command(let command):
      guard let text = TeXSymbols.delimiters[command] else {
        throw error(.missingArgument(of: name), at: found)
      }
      position += 1
      return text
    default: throw error(.missingArgument(of: name), at: found)
    }
  }

  private func sizedDelimiter(_ name: String) -> (em: Double, kind: MathSymbol.Kind)? {
    if let em = TeXSymbols.sizes[name] { return (em, .ordinary) }
    guard let last = name.last, let em = TeXSymbols.sizes[String(name.dropLast())] else {
      return nil
    }
    switch last {
    case "l": return (em, .opening)
    case "r": return (em, .closing)
    case "m": return (em, .relation)
    default: return nil
    }
  }

  // MARK: Environments

  private mutating func environment(_ start: TeXToken) throws(TeXError) -> MathNode {
    let name = try rawArgument(of: "\\begin", start)
    guard let environment = TeXEnvironment.named(name) else {
      throw error(.unknownEnvironment(name), at: start)
    }
    var columns = environment.columns
    if environment.hasSpecification {
      let letters = try rawArgument(of: "\\begin{\(name)}", start)
      columns = letters.compactMap { ["l": .left, "c": .center, "r": .right][$0] }
      if columns.isEmpty { columns = [.center] }
    }
    var rows: [[MathNode]] = []
    var cells: [MathNode] = []
    reading: while true {
      let cell = try nested { (parser: inout TeXParser) throws(TeXError) in try parser.row() }
      cells.append(.row(cell))
      switch token.kind {
      case .ampersand:
        position += 1
      case .command("\\"):
        position += 1
        // The optional height of a row has no meaning in a browser.
        _ = try optionalArgument()
        rows.append(cells)
        cells = []
      case .command("end"):
        let end = token
        position += 1
        let ended = try rawArgument(of: "\\end", end)
        guard ended == name else {
          throw error(.mismatchedEnd(began: name, ended: ended), at: end)
        }
        break reading
      default: throw closingError(of: "\\begin{\(name)}", start)
      }
    }
    if cells.contains(where: { $0 != .row([]) }) { rows.append(cells) }
    let table = MathNode.table(
      MathTable(
        rows: rows, columns: columns, isDisplay: environment.isDisplay, role: environment.role))
    guard let fences = environment.fences else { return table }
    return .fenced([fences.open, fences.close], [table])
  }
}

extension Character {
  /// A letter that mathematics sets in italics; Chinese and the like stay upright.
  var isMathLetter: Bool {
    unicodeScalars.count == 1
      && unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("α"..."ω").contains($0)
          || (0x1D400...0x1D7FF).contains($0.value)
      }
  }
}
