// Long because it is one grammar.

/// Reads the subset of TeX's mathematics that lecture notes use.
struct TeXParser {
  /// Groups, arguments and environments inside one another; deeper input is refused.
  static let depthLimit = 64

  let lexer: TeXLexer
  let tokens: [TeXToken]
  var position = 0
  private var depth = 0
  /// The texts of `\tag`, in order.
  private(set) var tags: [String] = []
  /// Wide spaces in the outermost row: the index of the node and where the TeX of what follows begins.
  private(set) var breaks: [(index: Int, offset: Int)] = []
  /// `\tag` is allowed only in display formulas.
  let isDisplay: Bool

  init(_ tex: String, isDisplay: Bool) throws(TeXError) {
    lexer = TeXLexer(tex)
    tokens = try lexer.tokens()
    self.isDisplay = isDisplay
  }

  // MARK: Tokens

  var token: TeXToken { tokens[position] }

  func error(_ reason: TeXError.Reason, at token: TeXToken? = nil) -> TeXError {
    lexer.error(reason, at: (token ?? self.token).offset)
  }

  mutating func skipSpaces() {
    while token.kind == .space { position += 1 }
  }

  /// How a token reads, for error messages.
  func spelling(_ token: TeXToken) -> String {
    switch token.kind {
    case .command(let name): "\\\(name)"
    case .end: "the end"
    default: String(lexer.characters[token.offset])
    }
  }

  /// Runs `body` one level deeper.
  mutating func nested<T>(
    _ body: (inout TeXParser) throws(TeXError) -> T
  ) throws(TeXError) -> T {
    guard depth < TeXParser.depthLimit else {
      throw error(.nestedTooDeeply(limit: TeXParser.depthLimit))
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: Rows

  /// The whole formula.
  mutating func formula() throws(TeXError) -> MathNode {
    // Rows may stand without an environment; a break at the very end is a habit and means nothing.
    var rows: [[MathNode]] = [[]]
    while true {
      rows[rows.count - 1] = try row()
      switch token.kind {
      case .end:
        if rows.count > 1, rows.last?.isEmpty == true { rows.removeLast() }
        if rows.count == 1 { return .row(rows[0]) }
        return .table(
          MathTable(
            rows: rows.map { [.row($0)] }, columns: [.center], isDisplay: true, role: "gathered"))
      case .command("\\"):
        position += 1
        rows.append([])
      case .close: throw error(.unexpected("}"))
      case .ampersand: throw error(.notAllowedHere("&"))
      default: throw error(.unexpected(spelling(token)))
      }
    }
  }

  /// Atoms up to something that closes: `}`, `&`, `\\`, `\right`, `\middle`, `\end` or the end.
  mutating func row() throws(TeXError) -> [MathNode] {
    var nodes: [MathNode] = []
    while true {
      skipSpaces()
      switch token.kind {
      case .end, .close, .ampersand: return nodes
      case .command("\\"), .command("right"), .command("middle"), .command("end"): return nodes
      case .command("displaystyle"), .command("textstyle"):
        let isDisplay = token.kind == .command("displaystyle")
        position += 1
        let rest = try nested { (parser: inout TeXParser) throws(TeXError) in try parser.row() }
        nodes.append(.styled(.row(rest), isDisplay: isDisplay))
        return nodes
      case .command("tag"):
        try readTag()
      case .command("quad"), .command("qquad"):
        position += 1
        if depth == 0 { breaks.append((nodes.count, token.offset)) }
        nodes.append(.space(tokens[position - 1].kind == .command("quad") ? 1 : 2))
      default:
        if let node = try scripted() { nodes.append(node) }
      }
    }
  }

  private mutating func readTag() throws(TeXError) {
    let start = token
    guard isDisplay else { throw error(.notAllowedHere("\\tag")) }
    position += 1
    skipSpaces()
    if token.kind == .character("*") { position += 1 }
    tags.append(try rawArgument(of: "\\tag", start))
  }

  // MARK: Scripts

  /// An atom with its scripts and primes, or nil for commands that leave nothing.
  mutating func scripted() throws(TeXError) -> MathNode? {
    var base: MathNode?
    switch token.kind {
    case .superscript, .subscript, .character("'"): base = nil
    default:
      base = try atom()
      if base == nil { return nil }
    }
    var sub: MathNode?
    var sup: MathNode?
    var primes = 0
    var limits: Bool?
    while true {
      skipSpaces()
      switch token.kind {
      case .superscript:
        if sup != nil { throw error(.doubleScript("superscript")) }
        position += 1
        if let count = try primeArgument() {
          primes += count
        } else {
          sup = try argument(of: "^")
        }
      case .subscript:
        if sub != nil { throw error(.doubleScript("subscript")) }
        position += 1
        sub = try argument(of: "_")
      case .character("'"), .character("′"):
        primes += 1
        position += 1
      case .command("limits"), .command("nolimits"):
        limits = token.kind == .command("limits")
        position += 1
      default:
        if sub == nil, sup == nil, primes == 0, limits == nil { return base }
        return .scripts(
          base ?? .row([]), sub: sub, sup: sup, primes: primes, limits: limits)
      }
    }
  }

  /// The number of primes in `{\prime}` or `\prime` after `^`, or nil for another superscript.
  private mutating func primeArgument() throws(TeXError) -> Int? {
    let start = position
    skipSpaces()
    let inBraces = token.kind == .open
    if inBraces { position += 1 }
    var count = 0
    skipSpaces()
    while token.kind == .command("prime") {
      count += 1
      position += 1
      skipSpaces()
      if !inBraces { break }
    }
    if count > 0, inBraces {
      if token.kind == .close {
        position += 1
        return count
      }
    } else if count > 0 {
      return count
    }
    position = start
    return nil
  }

  // MARK: Arguments

  /// A group in braces or a single atom.
  mutating func argument(of name: String) throws(TeXError) -> MathNode {
    skipSpaces()
    switch token.kind {
    case .open: return try group()
    case .end, .close, .ampersand, .superscript, .subscript:
      throw error(.missingArgument(of: name))
    case .command("\\"), .command("right"), .command("end"), .command("middle"):
      throw error(.missingArgument(of: name))
    case .character(let c) where c.isASCII && c.isNumber:
      // TeX takes one token: x^12 is x¹2.
      position += 1
      return .number(String(c))
    default:
      guard let node = try nested({ (p: inout TeXParser) throws(TeXError) in try p.atom() })
      else { throw error(.missingArgument(of: name)) }
      return node
    }
  }

  /// A group in braces.
  mutating func group() throws(TeXError) -> MathNode {
    let start = token
    position += 1
    let nodes = try nested { (parser: inout TeXParser) throws(TeXError) in try parser.row() }
    guard token.kind == .close else { throw closingError(of: "{", start) }
    position += 1
    return nodes.count == 1 ? nodes[0] : .row(nodes)
  }

  /// The error for an opening whose closing was expected at the current token.
  func closingError(of name: String, _ start: TeXToken) -> TeXError {
    switch token.kind {
    case .end: error(.unclosed(name), at: start)
    case .ampersand: error(.notAllowedHere("&"))
    default: error(.unexpected(spelling(token)))
    }
  }

  /// The characters between braces, as they are.
  mutating func rawArgument(of name: String, _ start: TeXToken) throws(TeXError) -> String {
    skipSpaces()
    guard token.kind == .open else { throw error(.missingArgument(of: name)) }
    let first = token.offset + 1
    var level = 0
    while true {
      switch token.kind {
      case .open: level += 1
      case .close: level -= 1
      case .end: throw error(.unclosed("\(name){"), at: start)
      default: break
      }
      if level == 0 { break }
      position += 1
    }
    let text = String(lexer.characters[first..<token.offset])
    position += 1
    return text
  }

  /// The node in square brackets, or nil when there are none.
  mutating func optionalArgument() throws(TeXError) -> MathNode? {
    skipSpaces()
    guard token.kind == .character("[") else { return nil }
    let start = token
    position += 1
    return try nested { (parser: inout TeXParser) throws(TeXError) in
      var nodes: [MathNode] = []
      while true {
        parser.skipSpaces()
        if parser.token.kind == .character("]") { break }
        switch parser.token.kind {
        case .end, .close, .ampersand, .command("\\"), .command("right"), .command("end"),
          .command("middle"):
          throw parser.error(.unclosed("["), at: start)
        default: if let node = try parser.scripted() { nodes.append(node) }
        }
      }
      parser.position += 1
      return .row(nodes)
    }
  }
}
