/// A stretch of Markdown: text, code or markup to be left alone, or a formula.
enum MarkdownPiece: Equatable, Sendable {
  case text(String)
  /// Code, comments and HTML tags: nothing in them is a formula.
  case verbatim(String)
  case formula(ScannedFormula)
}

/// A formula and where its first character stands.
struct ScannedFormula: Equatable, Sendable {
  var tex: String
  var isDisplay: Bool
  var line: Int
  var column: Int
}

/// Finds the formulas of a Markdown text: `$…$` and `$$…$$` outside code.
///
/// Every pair of dollar signs is a formula; `\$` is a dollar sign. That is stricter than what
/// renderers do, each in its own way, and the same in all of them once written safely. Works on
/// bytes, because a report embeds pictures of megabytes.
struct MarkdownScanner {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1
  private var lineStart = 0
  private var textStart = 0
  private var pieces: [MarkdownPiece] = []

  static func scan(
    _ markdown: String, file: String, firstLine: Int = 1
  ) throws(MarkdownError) -> [MarkdownPiece] {
    var scanner = MarkdownScanner(bytes: Array(markdown.utf8), file: file)
    scanner.line = firstLine
    try scanner.run()
    return scanner.pieces
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private mutating func run() throws(MarkdownError) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x5C where position + 1 < bytes.count:  // backslash: the next character is itself
        advance(to: position + (bytes[position + 1] == 0x0A ? 1 : 2))
      case 0x60, 0x7E, 0x20:  // ` ~ and indentation
        if isLineStart, let fence = fenceHere() {
          takeVerbatim(to: endOfFence(fence))
        } else if bytes[position] == 0x60 {
          let run = runLength(of: 0x60, at: position)
          takeVerbatim(to: endOfCode(run) ?? position + run)
        } else {
          position += 1
        }
      case 0x3C:  // <
        if let end = endOfTag() { takeVerbatim(to: end) } else { position += 1 }
      case 0x24:  // $
        try takeFormula()
      default:
        advance(to: position + 1)
      }
    }
    flush()
  }

  // MARK: Steps

  private mutating func advance(to end: Int) {
    while position < end {
      if bytes[position] == 0x0A {
        line += 1
        lineStart = position + 1
      }
      position += 1
    }
  }

  private func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private mutating func flush() {
    if textStart < position { pieces.append(.text(string(textStart..<position))) }
    textStart = position
  }

  private mutating func takeVerbatim(to end: Int) {
    flush()
    pieces.append(.verbatim(string(position..<end)))
    advance(to: end)
    textStart = position
  }

  private mutating func takeFormula() throws(MarkdownError) {
    let dollars = min(2, runLength(of: 0x24, at: position))
    let start = position + dollars
    var end = start
    while true {
      guard end < bytes.count else { throw .unclosedFormula(file: file, line: line) }
      if bytes[end] == 0x5C {
        end += 2
        continue
      }
      // An inline formula ends with its paragraph at the latest.
      if dollars == 1, bytes[end] == 0x0A, isBlankLine(after: end) {
        throw .unclosedFormula(file: file, line: line)
      }
      if bytes[end] == 0x24, dollars == 1 || runLength(of: 0x24, at: end) >= 2 { break }
      end += 1
    }
    flush()
    // Columns count characters: continuation bytes of UTF-8 are none.
    let column = bytes[lineStart..<start].count { $0 & 0xC0 != 0x80 } + 1
    pieces.append(
      .formula(
        ScannedFormula(
          tex: string(start..<end), isDisplay: dollars == 2, line: line, column: column)))
    advance(to: end + dollars)
    textStart = position
  }

  // MARK: Looking ahead

  private var isLineStart: Bool { position == 0 || bytes[position - 1] == 0x0A }

  private func runLength(of byte: UInt8, at start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == byte { end += 1 }
    return end - start
  }

  private func fenceHere() -> (mark: UInt8, count: Int)? {
    let start = position + runLength(of: 0x20, at: position)
    guard start < bytes.count, bytes[start] == 0x60 || bytes[start] == 0x7E else { return nil }
    let count = runLength(of: bytes[start], at: start)
    guard count >= 3 else { return nil }
    // Backticks later in the line make it inline code.
    let rest = bytes[(start + count)...].prefix { $0 != 0x0A }
    return bytes[start] == 0x60 && rest.contains(0x60) ? nil : (bytes[start], count)
  }

  private func endOfFence(_ fence: (mark: UInt8, count: Int)) -> Int {
    var start = nextLine(position)
    while start < bytes.count {
      let mark = start + runLength(of: 0x20, at: start)
      let run = runLength(of: fence.mark, at: mark)
      let end = nextLine(start)
      if run >= fence.count, bytes[(mark + run)..<end].allSatisfy({ $0 <= 0x20 }) { return end }
      start = end
    }
    return bytes.count
  }

  private func nextLine(_ start: Int) -> Int {
    (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
  }

  private func endOfCode(_ run: Int) -> Int? {
    var i = position + run
    while i < bytes.count {
      let length = runLength(of: 0x60, at: i)
      if length == run { return i + run }
      i += max(1, length)
    }
    return nil
  }

  private func endOfTag() -> Int? {
    let rest = bytes[position...]
    if rest.starts(with: Array("<!--".utf8)) {
      var i = position + 4
      while i + 2 < bytes.count {
        if bytes[i] == 0x2D, bytes[i + 1] == 0x2D, bytes[i + 2] == 0x3E { return i + 3 }
        i += 1
      }
      return nil
    }
    guard position + 1 < bytes.count,
      UnicodeScalar(bytes[position + 1]).properties.isAlphabetic || bytes[position + 1] == 0x2F,
      let end = rest.firstIndex(where: { $0 == 0x3E || $0 == 0x0A }), bytes[end] == 0x3E
    else { return nil }
    return end + 1
  }

  private func isBlankLine(after newline: Int) -> Bool {
    bytes[(newline + 1)...].prefix { $0 != 0x0A }.allSatisfy {
      $0 == 0x20 || $0 == 0x09 || $0 == 0x0D
    }
  }
}
