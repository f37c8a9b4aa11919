extension MathMLWriter {
  /// What an atom is to its neighbours.
  private enum Role {
    case ordinary, function, binary, relation, opening, closing, punctuation, inner, space
  }

  private func role(_ node: MathNode) -> Role {
    switch node {
    case .symbol(let symbol):
      switch symbol.kind {
      case .ordinary, .letter, .uprightLetter: return .ordinary
      case .large, .integral: return .function
      case .binary: return .binary
      case .relation: return .relation
      case .opening: return .opening
      case .closing: return .closing
      case .punctuation: return .punctuation
      }
    case .sized(_, _, let kind): return role(.symbol(MathSymbol("", kind)))
    case .function: return .function
    case .scripts(let base, _, _, _, _): return role(base)
    case .stacked(let base, _, _): return role(base)
    case .fenced, .fraction: return .inner
    case .space: return .space
    default: return .ordinary
    }
  }

  /// Writes the atoms of a row with the spacing of TeX where a browser's differs.
  mutating func writeRow(_ nodes: [MathNode], isDisplay: Bool) {
    let roles = nodes.map(role)
    for (index, node) in nodes.enumerated() {
      let before = roles[..<index].last { $0 != .space }
      let after = roles[(index + 1)...].first { $0 != .space }
      if isName(node), let before, before == .ordinary || before == .closing || before == .inner {
        write(.space(3.0 / 18), isDisplay: isDisplay)
      }
      write(node, isDisplay: isDisplay, form: form(roles[index], before: before, after: after))
      if isName(node) {
        // U+2061 says "applied to"; TeX sets a thin space unless a bracket follows.
        raw("<mo>\u{2061}</mo>")
        if let after, after == .ordinary || after == .inner, index + 1 < nodes.count,
          roles[index + 1] != .space
        {
          write(.space(3.0 / 18), isDisplay: isDisplay)
        }
      }
    }
  }

  /// Whether a node is the name of a function, with or without scripts.
  private func isName(_ node: MathNode) -> Bool {
    switch node {
    case .function: true
    case .scripts(let base, _, _, _, _): isName(base)
    default: false
    }
  }

  /// TeX's rule: a binary operator without an operand on either side is a sign.
  private func form(_ role: Role, before: Role?, after: Role?) -> Form {
    switch role {
    case .binary:
      switch before {
      case nil, .binary, .relation, .opening, .punctuation, .function:
        return after == nil && before != nil ? .bare : .prefix
      default: break
      }
      switch after {
      case nil, .relation, .closing, .punctuation: return .bare
      default: return .infix
      }
    // First or last in its row a relation would otherwise count as a sign.
    case .relation: return before == nil || after == nil ? .infix : .automatic
    default: return .automatic
    }
  }

  /// Writes an atom with what stands beside, above and below it.
  mutating func writeScripts(
    _ base: MathNode, sub: MathNode?, sup: MathNode?, primes: Int, limits: Bool?,
    isDisplay: Bool, form: Form
  ) {
    let isStacked = placesLimits(base, limits, isDisplay: isDisplay)
    guard sub != nil || sup != nil else {
      write(base, isDisplay: isDisplay, form: form)
      writePrimes(primes)
      return
    }
    let name =
      switch (sub != nil, sup != nil) {
      case (true, true): isStacked ? "munderover" : "msubsup"
      case (true, false): isStacked ? "munder" : "msub"
      default: isStacked ? "mover" : "msup"
      }
    raw("<\(name)>")
    if primes > 0 {
      // A prime is a mark beside the letter, not a superscript: in the math font it is raised
      // already, and a second raising makes it float away.
      raw("<mrow>")
      write(base, isDisplay: isDisplay, form: form)
      writePrimes(primes)
      raw("</mrow>")
    } else {
      single(base, isDisplay: isDisplay, form: form)
    }
    if let sub { single(sub, isDisplay: false) }
    if let sup { single(sup, isDisplay: false) }
    raw("</\(name)>")
  }

  private mutating func writePrimes(_ count: Int) {
    guard count > 0 else { return }
    let marks = ["′", "″", "‴"]
    let text = count <= 3 ? marks[count - 1] : String(repeating: "′", count: count)
    element("mo", text, "form=\"postfix\" lspace=\"0\" rspace=\"0\"")
  }

  private func placesLimits(_ base: MathNode, _ limits: Bool?, isDisplay: Bool) -> Bool {
    if let limits { return limits }
    switch base {
    case .symbol(let symbol): return isDisplay && symbol.kind == .large
    case .function(_, let takesLimits): return isDisplay && takesLimits
    case .accent(_, let mark, _, _): return mark == "⏟" || mark == "⏞"
    default: return false
    }
  }
}
