import CMD4C

/// Puts the tree together while md4c walks through a text.
struct MarkdownTreeBuilder {
  /// The blocks of the whole text, once md4c is through.
  private(set) var blocks: [MarkdownBlock] = []

  private let places: FormulaPlaces
  private let caption: String
  /// The blocks of each container around the current place, outermost first.
  private var containers: [[MarkdownBlock]] = [[]]
  /// The start and the items of each list around the current place.
  private var lists: [(start: Int?, items: [[MarkdownBlock]])] = []
  /// What each open span holds; the first holds the words of the open block.
  private var spans: [[MarkdownInline]] = [[]]
  /// Text that may go on.
  private var words = ""
  private var table = MarkdownTable()
  private var rows: [[MarkdownTable.Cell]] = []

  init(places: FormulaPlaces, caption: String) {
    self.places = places
    self.caption = caption
  }

  // MARK: Blocks

  mutating func enter(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
    switch type {
    case MD_BLOCK_QUOTE, MD_BLOCK_LI:
      endPlain()
      containers.append([])
    case MD_BLOCK_UL:
      endPlain()
      lists.append((nil, []))
    case MD_BLOCK_OL:
      endPlain()
      let start = detail?.assumingMemoryBound(to: MD_BLOCK_OL_DETAIL.self).pointee.start ?? 1
      lists.append((Int(start), []))
    case MD_BLOCK_TABLE:
      endPlain()
      table = MarkdownTable()
    case MD_BLOCK_THEAD, MD_BLOCK_TBODY: rows = []
    case MD_BLOCK_TR: rows.append([])
    case MD_BLOCK_TH, MD_BLOCK_TD: spans = [[]]
    default: endPlain()
    }
  }

  mutating func leave(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
    switch type {
    case MD_BLOCK_DOC: blocks = containers[0]
    case MD_BLOCK_QUOTE: append(.quote(containers.removeLast()))
    case MD_BLOCK_LI:
      endPlain()
      lists[lists.count - 1].items.append(containers.removeLast())
    case MD_BLOCK_UL, MD_BLOCK_OL:
      // md4c says where a list starts on entering it only.
      let list = lists.removeLast()
      append(.list(start: list.start, items: list.items))
    case MD_BLOCK_HR: append(.rule)
    case MD_BLOCK_H:
      let level = detail?.assumingMemoryBound(to: MD_BLOCK_H_DETAIL.self).pointee.level ?? 2
      append(.heading(level: Int(level), inlines()))
    case MD_BLOCK_CODE:
      let code = detail?.assumingMemoryBound(to: MD_BLOCK_CODE_DETAIL.self).pointee
      append(.code(language: code?.lang.value ?? "", text: verbatim()))
    case MD_BLOCK_HTML: append(.html(verbatim()))
    case MD_BLOCK_P: appendParagraph(inlines())
    case MD_BLOCK_TABLE: appendTable()
    case MD_BLOCK_THEAD: table.head = rows
    case MD_BLOCK_TBODY: table.body = rows
    case MD_BLOCK_TH, MD_BLOCK_TD:
      let align = detail?.assumingMemoryBound(to: MD_BLOCK_TD_DETAIL.self).pointee.align
      let alignment: MarkdownTable.Alignment =
        switch align {
        case MD_ALIGN_LEFT: .left
        case MD_ALIGN_CENTER: .center
        case MD_ALIGN_RIGHT: .right
        default: .none
        }
      rows[rows.count - 1].append(.init(alignment: alignment, content: inlines()))
    default: break
    }
  }

  private mutating func append(_ block: MarkdownBlock) {
    containers[containers.count - 1].append(block)
  }

  /// Ends the words of a tight item, which md4c puts into no block of their own.
  private mutating func endPlain() {
    let inside = inlines()
    guard !inside.isEmpty else { return }
    for block in Self.split(inside) {
      if case .paragraph(let words) = block { append(.plain(words)) } else { append(block) }
    }
  }

  private mutating func appendParagraph(_ inside: [MarkdownInline]) {
    if inside.count == 1, case .text(let text) = inside[0], text.hasPrefix("[[figure:"),
      let id = text.wholeMatch(of: /\[\[figure:([^\]]+)\]\]/)?.output.1
    {
      return append(.figure(id: String(id)))
    }
    for block in Self.split(inside) { append(block) }
  }

  /// A displayed formula is a block of its own, wherever in a paragraph it was written.
  private static func split(_ inside: [MarkdownInline]) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var words: [MarkdownInline] = []
    func flush() {
      if case .text(let text)? = words.last {
        let end = text.reversed().prefix(while: \.isWhitespace).count
        words[words.count - 1] = .text(String(text.dropLast(end)))
      }
      if case .text(let text)? = words.first {
        words[0] = .text(String(text.drop(while: \.isWhitespace)))
      }
      words.removeAll { $0 == .text("") }
      if !words.isEmpty { blocks.append(.paragraph(words)) }
      words = []
    }
    guard inside.contains(where: \.isDisplay) else { return [.paragraph(inside)] }
    for inline in inside {
      if case .formula(let formula) = inline, formula.isDisplay {
        flush()
        blocks.append(.equation(formula))
      } else {
        words.append(inline)
      }
    }
    flush()
    return blocks
  }

  /// Takes the paragraph before a table for its caption, if it begins like one.
  ///
  /// That is “**Table 2.1.** …” or “Table: …”.
  private mutating func appendTable() {
    if case .paragraph(var words)? = containers[containers.count - 1].last {
      switch words.first {
      case .strong(let label)? where label.plain { _ in "" }.begins(withWord: caption):
        table.caption = words
      case .text(let text)? where text.hasPrefix(caption + ": "):
        words[0] = .text(String(text.dropFirst(caption.count + 2)))
        table.caption = words
      default: break
      }
      if !table.caption.isEmpty { containers[containers.count - 1].removeLast() }
    }
    append(.table(table))
  }

  // MARK: Words

  mutating func enter(span type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) {
    endWords()
    spans.append([])
  }

  mutating func leave(span type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) {
    if type == MD_SPAN_CODE {
      let code = places.source(of: words)
      words = ""
      spans.removeLast()
      return spans[spans.count - 1].append(.code(code))
    }
    endWords()
    let inside = spans.removeLast()
    let span: MarkdownInline
    switch type {
    case MD_SPAN_STRONG: span = .strong(inside)
    case MD_SPAN_DEL: span = .struck(inside)
    case MD_SPAN_A:
      let link = detail?.assumingMemoryBound(to: MD_SPAN_A_DETAIL.self).pointee
      span = .link(
        address: places.source(of: link?.href.value ?? ""),
        title: places.source(of: link?.title.value ?? ""), inside)
    case MD_SPAN_IMG:
      let image = detail?.assumingMemoryBound(to: MD_SPAN_IMG_DETAIL.self).pointee
      span = .image(
        address: places.source(of: image?.src.value ?? ""),
        title: places.source(of: image?.title.value ?? ""), inside)
    default: span = .emphasis(inside)
    }
    spans[spans.count - 1].append(span)
  }

  mutating func add(_ text: String, _ type: MD_TEXTTYPE) {
    switch type {
    case MD_TEXT_NULLCHAR: words += "\u{FFFD}"
    case MD_TEXT_SOFTBR: words += "\n"
    case MD_TEXT_BR:
      endWords()
      spans[spans.count - 1].append(.lineBreak)
    case MD_TEXT_ENTITY:
      if let character = CharacterReference.text(of: text) {
        words += character
      } else {
        endWords()
        spans[spans.count - 1].append(.html(text))
      }
    case MD_TEXT_HTML:
      endWords()
      // A tag over several lines comes line by line.
      if case .html(let start)? = spans[spans.count - 1].last {
        spans[spans.count - 1].removeLast()
        spans[spans.count - 1].append(.html(start + places.source(of: text)))
      } else {
        spans[spans.count - 1].append(.html(places.source(of: text)))
      }
    default: words += text
    }
  }

  private mutating func endWords() {
    if !words.isEmpty { spans[spans.count - 1] += places.inlines(in: words) }
    words = ""
  }

  /// The words of the block that ends here.
  private mutating func inlines() -> [MarkdownInline] {
    endWords()
    defer { spans = [[]] }
    return spans[0]
  }

  /// The text of code, or of HTML, which comes line by line.
  private mutating func verbatim() -> String {
    let text = inlines().map { inline in
      switch inline {
      case .text(let text), .html(let text): text
      case .formula(let formula): FormulaPlaces.source(of: formula)
      default: ""
      }
    }
    return text.joined()
  }
}

extension MarkdownInline {
  fileprivate var isDisplay: Bool {
    if case .formula(let formula) = self { formula.isDisplay } else { false }
  }
}
