import Graphics

/// Makes Cairo's SVG reproducible, small and accessible.
///
/// Cairo numbers ids with counters of the whole process, so its second file differs from the first
/// and two files in one page collide; it can write neither a title nor a description; and it spends
/// six decimals on every number. What is drawn is left as it is.
struct PortableSVG {
  let title: String
  let description: String
  let size: Size
  let salt: String

  /// The rewritten document.
  func rewrite(_ bytes: [UInt8]) -> [UInt8] {
    let tags = SVGTag.scan(bytes)
    let ids = renamed(tags)
    var rewritten: [SVGTag] = []
    var inSymbol = false
    // Between its tags Cairo writes nothing but line breaks and indentation.
    for case .tag(var tag) in tags {
      if tag.name == "symbol" { inSymbol = true }
      if tag.name == "/symbol" { inSymbol = false }
      tag.attributes = tag.attributes.compactMap { attribute in
        rewrite(attribute, of: tag.name, ids, inSymbol: inSymbol)
      }
      rewritten.append(tag)
    }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count / 2)
    for tag in SVGCompaction.compact(rewritten) {
      output += (tag.name == "svg" ? root(tag) : tag.description).utf8
      output.append(UInt8(ascii: "\n"))
    }
    return output
  }

  /// New names for the ids that something refers to, in the order of their definition.
  private func renamed(_ tags: [SVGTag.Piece]) -> [String: String] {
    var referred: Set<String> = []
    for case .tag(let tag) in tags {
      for attribute in tag.attributes where attribute.name != "id" {
        referred.formUnion(SVGTag.references(in: attribute.value))
      }
    }
    var names: [String: String] = [:]
    for case .tag(let tag) in tags {
      for attribute in tag.attributes where attribute.name == "id" {
        guard referred.contains(attribute.value), names[attribute.value] == nil else { continue }
        names[attribute.value] = PortableSVG.shortPrefix(of: salt) + String(names.count, radix: 36)
      }
    }
    return names
  }

  /// The start of every id: a letter, then only what is allowed in a name everywhere.
  private var prefix: String {
    let safe = salt.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        ? String(scalar) : "-"
    }
    return safe.isEmpty ? "c" : "c-\(safe.joined())-"
  }

  /// The start of the ids of glyphs, which are written thousands of times: a letter and four
  /// characters of a hash of the salt (FNV-1a), so that two files in one page do not collide.
  static func shortPrefix(of salt: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in salt.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String((hash ^ (hash >> 32)) % 1_679_616, radix: 36)
    return "g" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private func rewrite(
    _ attribute: SVGTag.Attribute, of tag: String, _ ids: [String: String], inSymbol: Bool
  ) -> SVGTag.Attribute? {
    var attribute = attribute
    switch attribute.name {
    case "id":
      guard let name = ids[attribute.value] else { return nil }
      attribute.value = name
    case "xlink:href", "clip-path", "mask", "filter", "style", "fill", "stroke":
      // An embedded picture is base64 without any '#'.
      guard !attribute.value.hasPrefix("data:") else { return attribute }
      for id in SVGTag.references(in: attribute.value) {
        attribute.value = SVGTag.replace(id, by: ids[id] ?? id, in: attribute.value)
      }
      if attribute.name == "style" {
        attribute.value = SVGNumbers.rounded(SVGNumbers.hexColors(attribute.value), decimals: 3)
      }
    case "image-rendering":
      return nil
    case "transform":
      // Scale factors multiply large coordinates: keep them as they are.
      break
    case "d":
      // Glyph outlines are small and enlarged with the picture: they keep one digit more.
      attribute.value = SVGNumbers.compactPath(
        SVGNumbers.rounded(attribute.value, decimals: inSymbol ? 3 : 2))
    case "x", "y", "width", "height", "cx", "cy", "r":
      guard tag != "svg" else { break }
      attribute.value = SVGNumbers.rounded(attribute.value, decimals: 2)
    default: break
    }
    return attribute
  }

  private func root(_ tag: SVGTag) -> String {
    let width = SVGNumbers.text(size.width)
    let height = SVGNumbers.text(size.height)
    let name = "\(prefix)title"
    let detail = "\(prefix)desc"
    var tag = tag
    tag.attributes = tag.attributes.filter { $0.name.hasPrefix("xmlns") }
    tag.attributes += [
      .init(name: "width", value: width), .init(name: "height", value: height),
      .init(name: "viewBox", value: "0 0 \(width) \(height)"),
      .init(name: "role", value: "img"),
      .init(
        name: "aria-labelledby", value: description.isEmpty ? name : "\(name) \(detail)"),
    ]
    var text = "\(tag)\n<title id=\"\(name)\">\(SVGTag.escape(title))</title>"
    if !description.isEmpty {
      text += "\n<desc id=\"\(detail)\">\(SVGTag.escape(description))</desc>"
    }
    return text
  }
}
