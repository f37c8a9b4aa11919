/// A tag of an HTML text, or the characters between two tags.
enum HTMLPiece: Equatable, Sendable {
  /// The name in lower case, a closing one with its `/`, and the tag as written.
  case tag(name: String, source: String)
  case text(String)

  /// Cuts HTML into tags and text; comments count as text.
  static func scan(_ html: String) -> [HTMLPiece] {
    let bytes = Array(html.utf8)
    var pieces: [HTMLPiece] = []
    var textStart = 0
    var i = 0
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    while i < bytes.count {
      guard bytes[i] == 0x3C, i + 1 < bytes.count else {
        i += 1
        continue
      }
      if bytes[i...].starts(with: Array("<!--".utf8)) {
        i += 4
        while i < bytes.count, !bytes[i...].starts(with: Array("-->".utf8)) { i += 1 }
        continue
      }
      let first = bytes[i + 1]
      let isLetter = (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7A
      guard isLetter || first == 0x2F, let end = endOfTag(bytes, from: i) else {
        i += 1
        continue
      }
      if textStart < i { pieces.append(.text(string(textStart..<i))) }
      let name = bytes[(i + 1)..<end].prefix {
        $0 > 0x20 && $0 != 0x3E && ($0 != 0x2F || $0 == bytes[i + 1])
      }
      let source = string(i..<(end + 1))
      var spelled = String(decoding: name, as: UTF8.self).lowercased()
      if spelled.count > 1, spelled.hasSuffix("/") { spelled.removeLast() }
      pieces.append(.tag(name: spelled, source: source))
      i = end + 1
      textStart = i
    }
    if textStart < bytes.count { pieces.append(.text(string(textStart..<bytes.count))) }
    return pieces
  }

  /// The `>` that ends a tag; one inside quotation marks does not.
  private static func endOfTag(_ bytes: [UInt8], from start: Int) -> Int? {
    var quote: UInt8?
    for i in start..<bytes.count {
      if let open = quote {
        if bytes[i] == open { quote = nil }
      } else if bytes[i] == 0x22 || bytes[i] == 0x27 {
        quote = bytes[i]
      } else if bytes[i] == 0x3E {
        return i
      }
    }
    return nil
  }

  /// The piece as it was written.
  var source: String {
    switch self {
    case .tag(_, let source): source
    case .text(let text): text
    }
  }

  /// Whether the piece is a tag of that name.
  func isTag(_ wanted: String) -> Bool {
    if case .tag(let name, _) = self { name == wanted } else { false }
  }
}

/// Text and attribute values in HTML.
enum HTML {
  /// Text with markup characters escaped, for content and for quoted attributes.
  static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\0": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The text that md4c's four character references stand for.
  static func unescape(_ html: String) -> String {
    html.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }

  /// An id in the style of GitHub: letters and digits of any script, in lower case, joined by `-`.
  static func slug(_ text: String) -> String {
    var slug = ""
    for c in text.lowercased() {
      if c.isLetter || c.isNumber {
        slug.append(c)
      } else if c.isWhitespace || c == "-" || c == "_", !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug
  }
}
