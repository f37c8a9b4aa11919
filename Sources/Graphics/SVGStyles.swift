/// The colours, strokes and text styles of SVG drawings, each once, with the classes that name them.
///
/// Every colour is a rule that says `light-dark(…)`, after a plain declaration for renderers that do
/// not know it; the page decides with the CSS property `color-scheme`.
struct SVGStyles: Sendable {
  /// The CSS families behind the roles of faces.
  var families: [FontFamily: String] = [
    .sans: "Inter,'DejaVu Sans',sans-serif",
    .display: "'Inter Display',Inter,'DejaVu Sans',sans-serif",
    .mono: "'DejaVu Sans Mono',monospace",
  ]
  /// How many units of the drawing's coordinates make a pixel.
  var unitsPerPixel = 1.0

  private var fills: [Color] = []
  private var strokes: [Stroke] = []
  private var fillIndex: [Color: Int] = [:]
  private var strokeIndex: [Stroke: Int] = [:]
  private var words: [Words] = []
  private var wordsIndex: [Words: Int] = [:]

  /// All that the rule of a piece of text can say.
  private struct Words: Hashable, Sendable {
    var style: TextStyle
    var color: Color
    var anchor: TextAnchor
  }

  init(unitsPerPixel: Double = 1) {
    self.unitsPerPixel = unitsPerPixel
  }

  /// The class of shapes and text filled with the colour.
  mutating func fill(_ color: Color) -> String {
    if let index = fillIndex[color] { return "f\(index)" }
    fillIndex[color] = fills.count
    fills.append(color)
    return "f\(fills.count - 1)"
  }

  /// The class of paths stroked so.
  mutating func stroke(_ stroke: Stroke) -> String {
    if let index = strokeIndex[stroke] { return "s\(index)" }
    strokeIndex[stroke] = strokes.count
    strokes.append(stroke)
    return "s\(strokes.count - 1)"
  }

  /// The class of text set so, in a colour, at an anchor: one word instead of two and an attribute.
  mutating func text(_ style: TextStyle, _ color: Color, _ anchor: TextAnchor) -> String {
    let key = Words(style: style, color: color, anchor: anchor)
    if let index = wordsIndex[key] { return "x\(index)" }
    wordsIndex[key] = words.count
    words.append(key)
    return "x\(words.count - 1)"
  }

  /// The rules of all classes, for elements inside `root`.
  func rules(root: String) -> String {
    var css = "\(root) text{white-space:pre;stroke:none}\n"
    css += "\(root) path{fill:none}\n"
    for (index, entry) in words.enumerated() {
      css += "\(root) .x\(index){\(declarations(entry.style));\(declarations("fill", entry.color))"
      css += entry.anchor == .start ? "}\n" : ";text-anchor:\(entry.anchor.rawValue)}\n"
    }
    for (index, color) in fills.enumerated() {
      css += "\(root) .f\(index){\(declarations("fill", color))}\n"
    }
    for (index, stroke) in strokes.enumerated() {
      css += "\(root) .s\(index){\(declarations("stroke", stroke.color))"
      css += ";stroke-width:\(length(stroke.width))"
      if stroke.cap != .butt { css += ";stroke-linecap:\(stroke.cap.rawValue)" }
      if stroke.join != .miter { css += ";stroke-linejoin:\(stroke.join.rawValue)" }
      if !stroke.dash.isEmpty {
        css += ";stroke-dasharray:" + stroke.dash.map(length).joined(separator: " ")
      }
      css += "}\n"
    }
    if !strokes.isEmpty { css += "\(root) .halo{paint-order:stroke}\n" }
    return css
  }

  private func length(_ value: Double) -> String { SVGText.number(value * unitsPerPixel) }

  private func declarations(_ style: TextStyle) -> String {
    let italic = style.italic ? "italic " : ""
    return "font:\(italic)\(style.weight.rawValue) \(length(style.size))px "
      // The variant after `font`, which resets it.
      + "\(families[style.family] ?? "sans-serif");font-variant-numeric:tabular-nums"
  }

  private func declarations(_ property: String, _ color: Color) -> String {
    let (light, dark) = (SVGText.color(color.light), SVGText.color(color.dark))
    return light == dark
      ? "\(property):\(light)" : "\(property):\(light);\(property):light-dark(\(light),\(dark))"
  }
}

extension RasterImage {
  /// Cells of one colour as one path of strokes that are one cell high, neighbours in a row as one stroke,
  /// in the order in which the colours first appear: unlike an embedded picture these follow the page's
  /// colour scheme.
  ///
  /// A cell's middle stands at its whole column (left edge) and row, so that a run is six characters.
  func runs() -> [(color: Color, path: String)] {
    var order: [Color] = []
    var paths: [Color: String] = [:]
    for row in 0..<height {
      var column = 0
      while column < width {
        let color = pixels[row * width + column]
        var end = column + 1
        while end < width, pixels[row * width + end] == color { end += 1 }
        if paths[color] == nil { order.append(color) }
        paths[color, default: ""] += "M\(column) \(row)h\(end - column)"
        column = end
      }
    }
    return order.map { ($0, paths[$0] ?? "") }
  }
}
