/// A tag of the XML that Cairo writes: no comments, no CDATA, no single quotes.
struct SVGTag: CustomStringConvertible {
  struct Attribute {
    var name: String
    var value: String
  }

  /// A tag, or the text between two.
  enum Piece {
    case tag(SVGTag)
    case text([UInt8])
  }

  /// The name; a closing tag's begins with `/`, the declaration's with `?`.
  var name: String
  var attributes: [Attribute]
  /// What stands before the closing bracket: `/`, `?` or nothing.
  var ending: String

  var description: String {
    var text = "<\(name)"
    for attribute in attributes { text += " \(attribute.name)=\"\(attribute.value)\"" }
    return text + ending + ">"
  }

  /// Cuts a document into tags and the text between them.
  static func scan(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var start = 0
    while start < bytes.count {
      if bytes[start] == UInt8(ascii: "<"),
        let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
      {
        pieces.append(.tag(SVGTag(bytes[(start + 1)..<end])))
        start = end + 1
      } else {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        pieces.append(.text(Array(bytes[start..<end])))
        start = end
      }
    }
    return pieces
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    ending = ""
    if let last = rest.last, last == UInt8(ascii: "/") || last == UInt8(ascii: "?") {
      ending = String(UnicodeScalar(last))
      rest = rest.dropLast()
    }
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
    let nameEnd = rest.firstIndex(where: isSpace) ?? rest.endIndex
    name = String(decoding: rest[..<nameEnd], as: UTF8.self)
    attributes = []
    rest = rest[nameEnd...]
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
      let key = rest[..<equals].drop(while: isSpace)
      let valueStart = equals + 2
      guard valueStart <= rest.endIndex,
        let quote = rest[valueStart...].firstIndex(of: UInt8(ascii: "\""))
      else { break }
      attributes.append(
        Attribute(
          name: String(decoding: key, as: UTF8.self),
          value: String(decoding: rest[valueStart..<quote], as: UTF8.self)))
      rest = rest[(quote + 1)...]
    }
  }

  /// The ids that a value refers to, as `#id` or `url(#id)`.
  static func references(in value: String) -> [String] {
    guard !value.hasPrefix("data:") else { return [] }
    var found: [String] = []
    for part in value.split(separator: "#", omittingEmptySubsequences: false).dropFirst() {
      let id = part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      if !id.isEmpty { found.append(String(id)) }
    }
    return found
  }

  /// The value with one reference replaced; `#id` is followed by `)`, `;` or the end.
  static func replace(_ id: String, by name: String, in value: String) -> String {
    value.split(separator: "#", omittingEmptySubsequences: false).enumerated()
      .map { index, part in
        let old = part.prefix {
          $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
        }
        return index > 0 && old == id ? name + part.dropFirst(old.count) : String(part)
      }
      .joined(separator: "#")
  }

  /// Text for XML: markup escaped, and characters XML does not allow left out.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
