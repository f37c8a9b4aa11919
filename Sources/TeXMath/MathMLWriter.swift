/// Writes a formula as MathML Core.
struct MathMLWriter {
  private(set) var output = ""
  /// What is printed, without structure: for ids, labels and the like.
  private(set) var text = ""
  /// How many characters are printed: a rough measure of width.
  private(set) var length = 0
  /// Every character a font must have, those included that a browser derives.
  private(set) var scalars: Set<Unicode.Scalar> = []

  /// How an operator behaves beside its neighbours.
  enum Form: Equatable {
    /// As the browser's dictionary has it for the place in the row.
    case automatic
    case infix
    /// A sign: no space after it.
    case prefix
    /// No space on either side.
    case bare
  }

  static func escape(_ text: String) -> String {
    var escaped = ""
    // By scalars: a sign with a combining mark is one character and another one.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  // MARK: Nodes

  /// Writes a node; rows become several elements.
  mutating func write(_ node: MathNode, isDisplay: Bool, form: Form = .automatic) {
    switch node {
    case .row(let nodes): writeRow(nodes, isDisplay: isDisplay)
    case .identifier(let text, let isUpright): writeIdentifier(text, isUpright: isUpright)
    case .number(let text): element("mn", text)
    case .symbol(let symbol): write(symbol, isDisplay: isDisplay, form: form)
    case .function(let name, _): writeIdentifier(name, isUpright: true)
    case .text(let text): element("mtext", MathMLWriter.solid(text))
    case .space(let em): output += "<mspace width=\"\(MathMLWriter.number(em))em\"/>"
    case .fraction(let top, let bottom, let hasRule, let style):
      writeFraction(top, bottom, hasRule: hasRule, style: style, isDisplay: isDisplay)
    case .root(let radicand, let degree):
      output += degree == nil ? "<msqrt>" : "<mroot>"
      single(radicand, isDisplay: isDisplay)
      if let degree {
        single(degree, isDisplay: false)
        output += "</mroot>"
      } else {
        output += "</msqrt>"
      }
      scalars.insert("√")
    case .scripts(let base, let sub, let sup, let primes, let limits):
      writeScripts(
        base, sub: sub, sup: sup, primes: primes, limits: limits, isDisplay: isDisplay, form: form)
    case .accent(let base, let mark, let isBelow, let stretches):
      if stretches, let rule = ["¯": "over", "_": "under"][mark] {
        // Browsers do not stretch a bar; a border always fits.
        output += "<mrow class=\"\(rule)\">"
        write(base, isDisplay: isDisplay)
        output += "</mrow>"
        return
      }
      let name = isBelow ? "munder" : "mover"
      output += "<\(name) accent\(isBelow ? "under" : "")=\"true\">"
      single(base, isDisplay: isDisplay)
      let size = mark == "→" && !stretches ? " mathsize=\"65%\"" : ""
      element("mo", mark, "stretchy=\"\(stretches)\"\(size)")
      output += "</\(name)>"
    case .stacked(let base, let above, let below):
      let name = above == nil ? "munder" : below == nil ? "mover" : "munderover"
      output += "<\(name)>"
      single(base, isDisplay: isDisplay)
      if let below { single(below, isDisplay: false) }
      if let above { single(above, isDisplay: false) }
      output += "</\(name)>"
    case .fenced(let delimiters, let parts):
      writeFenced(delimiters, parts, isDisplay: isDisplay)
    case .sized(let text, let em, let kind):
      // Latin delimiters are one em high; `symmetric` keeps them on the axis.
      let size = MathMLWriter.number(em)
      let space = kind == .relation ? "" : " lspace=\"0\" rspace=\"0\""
      element("mo", text, "stretchy=\"true\" minsize=\"\(size)em\" maxsize=\"\(size)em\"\(space)")
    case .table(let table): write(table)
    case .boxed(let inside):
      output += "<mrow class=\"boxed\">"
      write(inside, isDisplay: isDisplay)
      output += "</mrow>"
    case .styled(let inside, let isDisplay):
      output += "<mstyle displaystyle=\"\(isDisplay)\" scriptlevel=\"0\">"
      write(inside, isDisplay: isDisplay)
      output += "</mstyle>"
    }
  }

  /// Writes a node as exactly one element, as the children of fractions and scripts must be.
  mutating func single(_ node: MathNode, isDisplay: Bool, form: Form = .automatic) {
    if case .row(let nodes) = node {
      if nodes.count == 1 { return single(nodes[0], isDisplay: isDisplay, form: form) }
      output += "<mrow>"
      write(node, isDisplay: isDisplay)
      output += "</mrow>"
    } else if case .symbol(let symbol) = node, form == .automatic,
      [.binary, .relation, .punctuation].contains(symbol.kind)
    {
      // Alone, as in λ±, it separates nothing.
      write(node, isDisplay: isDisplay, form: .bare)
    } else if case .scripts(_, _, _, let primes, _) = node, primes > 0 {
      output += "<mrow>"
      write(node, isDisplay: isDisplay, form: form)
      output += "</mrow>"
    } else {
      write(node, isDisplay: isDisplay, form: form)
    }
  }

  private mutating func writeIdentifier(_ text: String, isUpright: Bool) {
    let isSingle = text.unicodeScalars.count == 1
    // Browsers set a single letter in italics by themselves, and from that letter of the font.
    if isSingle, !isUpright, let scalar = text.unicodeScalars.first {
      scalars.insert(MathAlphabet.italic.letter(scalar))
    }
    let changes = text.unicodeScalars.first.map { MathAlphabet.italic.letter($0) != $0 } ?? false
    element("mi", text, isSingle && isUpright && changes ? "mathvariant=\"normal\"" : "")
  }

  private mutating func write(_ symbol: MathSymbol, isDisplay: Bool, form: Form) {
    switch symbol.kind {
    case .letter: writeIdentifier(symbol.text, isUpright: false)
    case .uprightLetter: writeIdentifier(symbol.text, isUpright: true)
    case .ordinary:
      // `/`, `|`, dots: no space around, and bars do not grow with the row.
      element("mo", symbol.text, "stretchy=\"false\" lspace=\"0\" rspace=\"0\"")
    case .opening: element("mo", symbol.text, "form=\"prefix\" stretchy=\"false\"")
    case .closing: element("mo", symbol.text, "form=\"postfix\" stretchy=\"false\"")
    case .large, .integral:
      // Limits are placed by us; without this a browser would move them in inline formulas.
      element("mo", symbol.text, isDisplay ? "movablelimits=\"false\"" : "")
    case .binary, .relation, .punctuation:
      let attributes =
        switch form {
        case .automatic: ""
        case .infix: "form=\"infix\""
        case .prefix: "form=\"prefix\""
        case .bare: "lspace=\"0\" rspace=\"0\""
        }
      let stretchy = "→←↔⇒⇐⇔↦⟶⟵⟹⟸⟺↑↓∣∥".contains(symbol.text) ? " stretchy=\"false\"" : ""
      element("mo", symbol.text, attributes + stretchy)
    }
  }

  private mutating func writeFraction(
    _ top: MathNode, _ bottom: MathNode, hasRule: Bool, style: Bool?, isDisplay: Bool
  ) {
    if let style { output += "<mstyle displaystyle=\"\(style)\" scriptlevel=\"0\">" }
    output += hasRule ? "<mfrac>" : "<mfrac linethickness=\"0\">"
    single(top, isDisplay: false)
    single(bottom, isDisplay: false)
    output += "</mfrac>"
    if style != nil { output += "</mstyle>" }
  }

  private mutating func writeFenced(
    _ delimiters: [String], _ parts: [MathNode], isDisplay: Bool
  ) {
    output += "<mrow>"
    for (index, delimiter) in delimiters.enumerated() {
      let form = index == 0 ? "prefix" : index == delimiters.count - 1 ? "postfix" : "infix"
      if !delimiter.isEmpty {
        element(
          "mo", delimiter,
          "form=\"\(form)\" fence=\"true\" stretchy=\"true\" lspace=\"0\" rspace=\"0\"")
      }
      if index < parts.count { single(parts[index], isDisplay: isDisplay) }
    }
    output += "</mrow>"
  }

  private mutating func write(_ table: MathTable) {
    let align = table.columns.map(\.rawValue).joined(separator: " ")
    output +=
      "<mtable class=\"\(table.role)\" displaystyle=\"\(table.isDisplay)\" columnalign=\"\(align)\">"
    for row in table.rows {
      output += "<mtr>"
      for (index, cell) in row.enumerated() {
        // Pairs of columns repeat in `aligned`; elsewhere the last alignment holds on.
        let column =
          index < table.columns.count
          ? table.columns[index]
          : table.role == "aligned"
            ? table.columns[index % table.columns.count]
            : table.columns[table.columns.count - 1]
        output += "<mtd class=\"\(column.rawValue.prefix(1))\">"
        write(cell, isDisplay: table.isDisplay)
        output += "</mtd>"
      }
      output += "</mtr>"
    }
    output += "</mtable>"
  }

  // MARK: Elements

  mutating func element(_ name: String, _ text: String, _ attributes: String = "") {
    for scalar in text.unicodeScalars { scalars.insert(scalar) }
    length += text.count
    self.text += text
    let space = attributes.isEmpty || attributes.hasPrefix(" ") ? "" : " "
    output += "<\(name)\(space)\(attributes)>\(MathMLWriter.escape(text))</\(name)>"
  }

  mutating func raw(_ text: String) { output += text }

  /// Text whose spaces at both ends survive; MathML drops plain ones.
  private static func solid(_ text: String) -> String {
    let first = text.prefix { $0 == " " }
    let last = text.dropFirst(first.count).reversed().prefix { $0 == " " }
    let middle = text.dropFirst(first.count).dropLast(last.count)
    let space: (Int) -> String = { String(repeating: "\u{A0}", count: $0) }
    return space(first.count) + middle + space(last.count)
  }

  /// An em length with four decimals at most, without floating-point dust.
  private static func number(_ value: Double) -> String {
    let units = Int((value * 10_000).rounded())
    let digits = String(abs(units % 10_000) + 10_000).dropFirst()
    let trimmed = digits.reversed().drop { $0 == "0" }.reversed()
    let sign = units < 0 ? "-" : ""
    return "\(sign)\(abs(units) / 10_000)" + (trimmed.isEmpty ? "" : "." + String(trimmed))
  }
}
