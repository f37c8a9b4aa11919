import Graphics

/// Writes a drawing as a portable SVG file: paths and outlined letters only, so that every viewer
/// shows the same picture without any font.
///
/// Letters are the outlines that Cairo traces. The document itself is not Cairo's, because that
/// numbers ids with counters of the whole process (the second file differs from the first, and two
/// files in one page collide), cannot carry a title or a description, defines every letter anew for
/// every size, and spends 50 bytes on each letter and six decimals on each number: files were twice
/// as large, and mending them took longer than painting.
struct PortableSVG {
  private let drawing: Drawing
  private let appearance: Appearance
  private let salt: String
  private let fonts: FontLibrary
  private var dictionary: SVGDictionary
  private var body = ""
  /// Elements in one look that are not in `body` yet: they share a group.
  private var pending: (attributes: String, elements: [String]) = ("", [])

  private init(_ drawing: Drawing, _ appearance: Appearance, _ salt: String, _ fonts: FontLibrary) {
    self.drawing = drawing
    self.appearance = appearance
    self.salt = salt
    self.fonts = fonts
    dictionary = SVGDictionary(prefix: Self.shortPrefix(of: salt))
  }

  /// The bytes of the file; the same for the same drawing, always.
  ///
  /// - Parameters:
  ///   - salt: makes ids differ between files, so that several fit into one page.
  static func write(
    _ drawing: Drawing, appearance: Appearance, salt: String, fonts: FontLibrary
  ) throws(RenderingError) -> [UInt8] {
    var writer = PortableSVG(drawing, appearance, salt, fonts)
    writer.dictionary.count(drawing.commands, fonts)
    if let background = drawing.background {
      let page = Rect(x: 0, y: 0, width: drawing.size.width, height: drawing.size.height)
      writer.add(
        "<path d=\"\(SVGText.data(.rectangle(page)))\"/>", writer.fill(background))
    }
    try writer.write(drawing.commands)
    writer.flush()
    return Array(writer.document.utf8)
  }

  /// The start of ids that are written thousands of times: a letter and three characters of a hash
  /// of the salt (FNV-1a), so that two files in one page do not collide.
  static func shortPrefix(of salt: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in salt.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 32
    let letter = Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(hash % 26)))
    let digits = String(hash / 26 % 46_656, radix: 36)
    return "\(letter)" + String(repeating: "0", count: 3 - digits.count) + digits
  }

  private var document: String {
    let (width, height) = (
      SVGText.number(drawing.size.width), SVGText.number(drawing.size.height)
    )
    let id = "c-" + SVGText.identifier(salt)
    let detail = drawing.description.isEmpty ? "" : " \(id)-desc"
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
      width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" \
      aria-labelledby="\(id)-title\(detail)" fill="none" stroke-linejoin="round">
      <title id="\(id)-title">\(SVGText.escaped(drawing.title))</title>

      """
    if !drawing.description.isEmpty {
      text += "<desc id=\"\(id)-desc\">\(SVGText.escaped(drawing.description))</desc>\n"
    }
    if !dictionary.definitions.isEmpty { text += "<defs>\n\(dictionary.definitions)</defs>\n" }
    return text + body + "</svg>\n"
  }

  // MARK: Commands

  private mutating func write(_ commands: [DrawCommand]) throws(RenderingError) {
    var index = 0
    while index < commands.count {
      switch commands[index] {
      case .fill(let path, let color):
        // A filled and outlined symbol is one element.
        if index + 1 < commands.count, case .stroke(let outline, let stroke) = commands[index + 1],
          outline == path, stroke.width > 0
        {
          add(dictionary.shape(path), fill(color) + self.stroke(stroke))
          index += 1
        } else {
          add(dictionary.shape(path), fill(color))
        }
      case .stroke(let path, let stroke):
        if stroke.width > 0 { add(dictionary.shape(path), self.stroke(stroke)) }
      case .text(let line): write(line)
      case .image(let image, in: let rect): try write(image, rect)
      case .group(let group): try write(group)
      }
      index += 1
    }
  }

  private mutating func write(_ group: DrawGroup) throws(RenderingError) {
    guard let clip = group.clip else { return try write(group.commands) }
    flush()
    body += "<g clip-path=\"url(#\(dictionary.clip(clip)))\">\n"
    try write(group.commands)
    flush()
    body += "</g>\n"
  }

  private mutating func write(_ line: TextLine) {
    let runs = line.runs.map { run in
      dictionary.outlined(run, of: line, fonts, isTwice: (line.halo?.width ?? 0) > 0)
    }
    if let halo = line.halo, halo.width > 0 {
      for (run, outlined) in zip(line.runs, runs) where run.style.size > 0 {
        // Inside the letters' own units a pixel is 1000 / size.
        var wide = halo
        wide.width *= 1000 / run.style.size
        add(outlined, stroke(wide))
      }
    }
    for (run, outlined) in zip(line.runs, runs) { add(outlined, fill(run.color)) }
  }

  private mutating func write(_ image: RasterImage, _ rect: Rect) throws(RenderingError) {
    guard rect.width > 0, rect.height > 0 else { return }
    flush()
    let png = try ImagePainter(image, appearance).png()
    body +=
      "<image x=\"\(SVGText.number(rect.minX))\" y=\"\(SVGText.number(rect.minY))\" "
      + "width=\"\(SVGText.number(rect.width))\" height=\"\(SVGText.number(rect.height))\" "
      + "preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,\(Base64.text(png))\"/>\n"
  }

  // MARK: Looks

  private func fill(_ color: Color) -> String { paint("fill", color[appearance]) }

  private func stroke(_ stroke: Stroke) -> String {
    var text = paint("stroke", stroke.color[appearance])
    if stroke.width != 1 { text += " stroke-width=\"\(SVGText.number(stroke.width))\"" }
    if stroke.cap != .butt { text += " stroke-linecap=\"\(stroke.cap.rawValue)\"" }
    // Round joins are set at the root.
    if stroke.join != .round { text += " stroke-linejoin=\"\(stroke.join.rawValue)\"" }
    if stroke.join == .miter { text += " stroke-miterlimit=\"10\"" }
    if !stroke.dash.isEmpty {
      text += " stroke-dasharray=\"\(stroke.dash.map(SVGText.number).joined(separator: " "))\""
    }
    return text
  }

  private func paint(_ property: String, _ color: RGBA) -> String {
    var opaque = color
    opaque.alpha = 1
    var text = " \(property)=\"\(SVGText.color(opaque))\""
    // Not "#rrggbbaa", which older viewers do not know.
    if color.alpha < 1 {
      text += " \(property)-opacity=\"\(DecimalText.short(max(0, color.alpha), decimals: 3))\""
    }
    return text
  }

  private mutating func add(_ element: String, _ attributes: String) {
    guard !element.isEmpty else { return }
    if attributes != pending.attributes {
      flush()
      pending.attributes = attributes
    }
    pending.elements.append(element)
  }

  /// Writes what is pending: one element takes the look itself, several stand in a group.
  private mutating func flush() {
    if pending.elements.count == 1, let element = pending.elements.first,
      let end = element.firstIndex(where: { $0 == " " || $0 == ">" })
    {
      body += element[..<end] + pending.attributes + element[end...] + "\n"
    } else if !pending.elements.isEmpty {
      body += "<g\(pending.attributes)>\n"
      for element in pending.elements { body += element + "\n" }
      body += "</g>\n"
    }
    pending = ("", [])
  }
}
