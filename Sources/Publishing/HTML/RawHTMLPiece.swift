/// A tag of HTML that somebody wrote into Markdown, or the characters between two tags.
///
/// Markup of the page's own making is never taken apart: it is written from the tree.
enum RawHTMLPiece: Equatable, Sendable {
  /// The name in lower case, a closing one with its `/`, and the tag as written.
  case tag(name: String, source: String)
  case text(String)

  /// Cuts HTML into tags and text; comments count as text.
  static func scan(_ html: String) -> [RawHTMLPiece] {
    let bytes = Array(html.utf8)
    var pieces: [RawHTMLPiece] = []
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
}
