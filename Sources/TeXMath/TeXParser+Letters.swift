extension TeXParser {
  /// `\mathbb{…}` and its kin, or nil for another command.
  mutating func alphabet(_ name: String, _ spelled: String) throws(TeXError) -> MathNode? {
    let alphabet: MathAlphabet
    switch name {
    case "mathrm", "mathup":
      return TeXParser.upright(try argument(of: spelled))
    case "mathbb": alphabet = .blackboard
    case "mathcal", "mathscr": alphabet = .calligraphic
    case "mathfrak": alphabet = .fraktur
    case "mathbf": alphabet = .bold
    case "boldsymbol", "bm": alphabet = .boldItalic
    case "mathsf": alphabet = .sansSerif
    case "mathtt": alphabet = .typewriter
    case "mathit", "mathnormal": alphabet = .italic
    default: return nil
    }
    return TeXParser.joined(
      TeXParser.map(try argument(of: spelled)) { alphabet.letters($0) })
  }

  /// The text of `\text{…}`; formulas inside it are read as formulas.
  mutating func text(_ raw: String, _ start: TeXToken) throws(TeXError) -> MathNode {
    var nodes: [MathNode] = []
    for (index, part) in raw.split(separator: "$", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 {
        do {
          var inner = try TeXParser(String(part), isDisplay: false)
          nodes.append(try inner.formula())
        } catch {
          // Its place counts within the inner formula; the outer command is the nearest we can name.
          throw self.error(error.reason, at: start)
        }
      } else if !part.isEmpty {
        nodes.append(.text(TeXParser.unescaped(part)))
      }
    }
    return nodes.count == 1 ? nodes[0] : .row(nodes)
  }

  /// Text as it reads: `\%` is a percent sign, braces group nothing.
  private static func unescaped(_ raw: Substring) -> String {
    var text = ""
    var isEscaped = false
    for c in raw {
      if isEscaped {
        text.append(c)
        isEscaped = false
      } else if c == "\\" {
        isEscaped = true
      } else if c != "{" && c != "}" {
        text.append(c.isWhitespace || c == "~" ? " " : c)
      }
    }
    return text
  }

  /// The letters of a node as one name, or nil when there is more than letters.
  static func name(in node: MathNode) -> String? {
    switch node {
    case .identifier(let text, _), .number(let text), .text(let text): return text
    case .symbol(let symbol): return symbol.text
    case .space: return "\u{2009}"
    case .row(let nodes):
      var text = ""
      for node in nodes {
        guard let part = name(in: node) else { return nil }
        text += part
      }
      return text
    default: return nil
    }
  }

  /// `\mathrm`: letters upright, neighbours joined to one name.
  private static func upright(_ node: MathNode) -> MathNode {
    switch node {
    case .identifier(let text, _): .identifier(text, isUpright: true)
    case .row(let nodes): joined(.row(nodes.map(upright)))
    case .scripts(let base, let sub, let sup, let primes, let limits):
      .scripts(
        upright(base), sub: sub.map(upright), sup: sup.map(upright), primes: primes, limits: limits)
    default: node
    }
  }

  /// The node with its letters and digits changed.
  private static func map(_ node: MathNode, _ change: (String) -> String) -> MathNode {
    switch node {
    case .identifier(let text, let isUpright):
      .identifier(change(text), isUpright: isUpright)
    case .number(let text): .number(change(text))
    case .symbol(let symbol) where symbol.kind == .letter || symbol.kind == .uprightLetter:
      change(symbol.text) == symbol.text
        ? node : .identifier(change(symbol.text), isUpright: false)
    case .row(let nodes): .row(nodes.map { map($0, change) })
    case .scripts(let base, let sub, let sup, let primes, let limits):
      .scripts(
        map(base, change), sub: sub.map { map($0, change) }, sup: sup.map { map($0, change) },
        primes: primes, limits: limits)
    case .accent(let base, let mark, let isBelow, let stretches):
      .accent(map(base, change), mark: mark, isBelow: isBelow, stretches: stretches)
    default: node
    }
  }

  /// A row in which neighbouring letters became one name.
  private static func joined(_ node: MathNode) -> MathNode {
    guard case .row(let nodes) = node else { return node }
    var result: [MathNode] = []
    for node in nodes {
      if case .identifier(let text, let isUpright) = node,
        case .identifier(let before, let wasUpright) = result.last, wasUpright == isUpright
      {
        result[result.count - 1] = .identifier(before + text, isUpright: isUpright)
      } else {
        result.append(node)
      }
    }
    return result.count == 1 ? result[0] : .row(result)
  }
}
