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

  fileprivate init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, line: Int) {
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

/// A template cut at its tags.
package struct TemplateScan: Sendable {
  /// All tags in order; none goes over the end of a line.
  package private(set) var tags: [TemplateTag] = []
  /// What stands before each of the tags, and after the last.
  package private(set) var texts: [String] = []
  /// Whether names are all that it asks for: no section, no remark, no brace without its partner.
  package private(set) var isPlain = true

  /// Reads a template.
  package init(_ template: String) {
    var template = template
    template.withUTF8 { scan($0) }
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var (line, place, copied) = (0, 0, 0)
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\n") { line += 1 }
      guard Self.isPair(UInt8(ascii: "{"), at: place, in: bytes) else {
        place += 1
        continue
      }
      var end = place + 2
      while end < bytes.count, bytes[end] != UInt8(ascii: "}"), bytes[end] != UInt8(ascii: "\n") {
        end += 1
      }
      guard Self.isPair(UInt8(ascii: "}"), at: end, in: bytes) else {
        isPlain = false
        place = end
        continue
      }
      let tag = TemplateTag(bytes[place..<end + 2], line: line)
      texts.append(String(decoding: bytes[copied..<place], as: UTF8.self))
      tags.append(tag)
      end += 2
      if bytes[place + 2] == UInt8(ascii: "{") {
        if end < bytes.count, bytes[end] == UInt8(ascii: "}") { end += 1 } else { isPlain = false }
      }
      if !tag.sigil.isEmpty { isPlain = false }
      (place, copied) = (end, end)
    }
    texts.append(String(decoding: bytes[copied...], as: UTF8.self))
  }

  private static func isPair(
    _ byte: UInt8, at place: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    place + 1 < bytes.count && bytes[place] == byte && bytes[place + 1] == byte
  }
}
