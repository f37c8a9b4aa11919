/// A tag of a template: `{{name}}`, `{{#name}}`, `{{! remark }}`.
package struct TemplateTag: Equatable, Sendable {
  /// The mark before the name: one of `#^/!&`, or empty.
  package let sigil: String
  /// The name without white space around it.
  package let name: String
  /// The tag as it stands in the template.
  package let text: String
  /// The line it stands on, from 0.
  package let line: Int

  /// All tags of a template in order; none goes over the end of a line.
  package static func all(in template: String) -> [TemplateTag] {
    var template = template
    return template.withUTF8 { bytes in
      var tags: [TemplateTag] = []
      var line = 0
      var place = 0
      while place < bytes.count {
        if bytes[place] == UInt8(ascii: "\n") { line += 1 }
        guard isPair(UInt8(ascii: "{"), at: place, in: bytes) else {
          place += 1
          continue
        }
        var end = place + 2
        while end < bytes.count, bytes[end] != UInt8(ascii: "}"), bytes[end] != UInt8(ascii: "\n") {
          end += 1
        }
        if isPair(UInt8(ascii: "}"), at: end, in: bytes) {
          tags.append(TemplateTag(bytes[place..<end + 2], line: line))
          end += 2
        }
        place = end
      }
      return tags
    }
  }

  private static func isPair(
    _ byte: UInt8, at place: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    place + 1 < bytes.count && bytes[place] == byte && bytes[place + 1] == byte
  }

  private init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, line: Int) {
    var inside = bytes.dropFirst(2).dropLast(2)
    if inside.first == UInt8(ascii: "{") { inside = inside.dropFirst() }
    var words = String(decoding: inside, as: UTF8.self)[...].drop(while: \.isWhitespace)
    if let first = words.first, "#^/!&".contains(first) {
      sigil = String(first)
      words = words.dropFirst().drop(while: \.isWhitespace)
    } else {
      sigil = ""
    }
    while words.last?.isWhitespace == true { words.removeLast() }
    name = String(words)
    text = String(decoding: bytes, as: UTF8.self)
    self.line = line
  }
}
