import Graphics

/// Says the same in fewer bytes: what Cairo's SVG repeats for every glyph, and what is a default.
///
/// A glyph becomes a path instead of a symbol around a path; outlines are written in relative steps;
/// spaces between words and glyphs without outline are no elements at all.
struct SVGCompaction {
  private var output: [SVGTag] = []
  private var empty: Set<String> = []
  /// Whether each open group was kept.
  private var groups: [Bool] = []
  /// The id of the symbol being read; nil inside for one that nothing refers to.
  private var symbol: String??

  /// The tags that remain, in order.
  static func compact(_ tags: [SVGTag]) -> [SVGTag] {
    var compaction = SVGCompaction()
    for tag in tags { compaction.read(tag) }
    return compaction.output
  }

  private mutating func read(_ tag: SVGTag) {
    var tag = tag
    switch tag.name {
    case "symbol":
      symbol = .some(tag["id"])
    case "/symbol":
      symbol = nil
    case "path":
      if let symbol {
        guard let id = symbol else { return }
        let data = tag["d"] ?? ""
        if data.isEmpty {
          empty.insert(id)
        } else {
          tag.attributes = [.init(name: "id", value: id), .init(name: "d", value: data)]
          output.append(Self.shortened(tag))
        }
        return
      }
      output.append(Self.shortened(tag))
    case "use":
      if let target = tag["xlink:href"], empty.contains(String(target.dropFirst())) { return }
      output.append(Self.shortened(tag))
    case "g":
      groups.append(!tag.attributes.isEmpty)
      if !tag.attributes.isEmpty { output.append(Self.shortened(tag)) }
    case "/g":
      if groups.popLast() ?? true { output.append(tag) }
    default: output.append(Self.shortened(tag))
    }
  }

  private static func shortened(_ tag: SVGTag) -> SVGTag {
    var tag = tag
    for index in tag.attributes.indices {
      switch tag.attributes[index].name {
      case "style": tag.attributes[index].value = withoutDefaults(tag.attributes[index].value)
      case "d": tag.attributes[index].value = relative(tag.attributes[index].value)
      default: break
      }
    }
    tag.attributes.removeAll { $0.name == "style" && $0.value.isEmpty }
    return tag
  }

  /// Leaves out what holds anyway.
  ///
  /// Groups set nothing but fills and clips, so nothing else is inherited.
  private static func withoutDefaults(_ style: String) -> String {
    let defaults: Set<Substring> = [
      "fill-rule:nonzero", "stroke:none", "stroke-opacity:1", "fill-opacity:1",
      "stroke-linecap:butt", "stroke-linejoin:miter", "stroke-width:1",
    ]
    var parts = style.split(separator: ";").filter { !defaults.contains($0) }
    // The limit says something about mitred corners only.
    if !style.contains("stroke-linejoin:miter") {
      parts.removeAll { $0.hasPrefix("stroke-miterlimit") }
    }
    return parts.joined(separator: ";")
  }

  /// Cairo's absolute path in relative steps of hundredths; unchanged if it holds anything else.
  private static func relative(_ data: String) -> String {
    var path = Path()
    var numbers: [Double] = []
    var command: Character = " "
    func points() -> [Point] {
      stride(from: 0, to: numbers.count - 1, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) }
    }
    func flush() -> Bool {
      let points = points()
      switch (command, points.count) {
      case (" ", 0): return true
      case ("M", 1): path.elements.append(.move(points[0]))
      case ("L", 1): path.elements.append(.line(points[0]))
      case ("C", 3): path.elements.append(.curve(points[0], points[1], points[2]))
      case ("Z", 0): path.elements.append(.close)
      default: return false
      }
      return true
    }
    // Bytes, not characters: outlines are most of a file, and all of it is ASCII.
    let bytes = Array(data.utf8) + [UInt8(ascii: " ")]
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      let isMinus = byte == UInt8(ascii: "-")
      let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      let isNumeric = isDigit || isMinus || byte == UInt8(ascii: ".")
      if let first = start, !isNumeric || isMinus {
        guard let value = Double(String(decoding: bytes[first..<index], as: UTF8.self)) else {
          return data
        }
        numbers.append(value)
        start = nil
      }
      if isNumeric {
        start = start ?? index
      } else if UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte & 0xDF {
        guard flush() else { return data }
        command = Character(UnicodeScalar(byte))
        numbers = []
      }
    }
    guard flush() else { return data }
    return SVGText.data(path)
  }
}

extension SVGTag {
  /// The value of an attribute.
  subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
}
