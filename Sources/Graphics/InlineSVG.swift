/// Writes drawings as SVG elements for a page: real text, colours that follow the page's light or
/// dark scheme, ids that never collide.
///
/// - Text is text: it can be selected, searched, translated, and takes the page's faces.
/// - Every colour is a class whose rule says `light-dark(…)`, after a plain declaration for
///   renderers that do not know it; the page decides with the CSS property `color-scheme`.
/// - The root has `role="img"`, a title and a description; groups carry their names; grids and ticks
///   are hidden from assistive technology; tooltips are `<title>` elements.
/// - Ids and classes begin with the salt, so that several drawings fit into one page.
public struct InlineSVG: Sendable {
  /// Writes only one appearance, for files that stand alone; nil for both.
  public var appearance: Appearance?

  /// Makes a writer.
  public init(appearance: Appearance? = nil) { self.appearance = appearance }

  /// The `<svg>` element of a drawing; the same text for the same drawing, always.
  ///
  /// - Parameters:
  ///   - salt: begins every id and class; letters, digits and hyphens, not starting with a digit.
  public func text(of drawing: Drawing, salt: String) -> String {
    var body = SVGBody(salt: SVGText.identifier(salt), styles: SVGStyles(appearance: appearance))
    if let background = drawing.background {
      let area = Rect(x: 0, y: 0, width: drawing.size.width, height: drawing.size.height)
      body.write(.fill(.rectangle(area), background))
    }
    for command in drawing.commands { body.write(command) }
    let id = body.salt
    let (w, h) = (SVGText.number(drawing.size.width), SVGText.number(drawing.size.height))
    var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"\(id)\" class=\"chart\" "
    svg += "width=\"\(w)\" height=\"\(h)\" viewBox=\"0 0 \(w) \(h)\" role=\"img\" "
    svg += "aria-labelledby=\"\(id)-title\" aria-describedby=\"\(id)-desc\">\n"
    svg += "<title id=\"\(id)-title\">\(SVGText.escaped(drawing.title))</title>\n"
    svg += "<desc id=\"\(id)-desc\">\(SVGText.escaped(drawing.description))</desc>\n"
    svg += "<style>\n" + body.styles.rules(root: "#" + id) + "</style>\n"
    if !body.definitions.isEmpty { svg += "<defs>\n" + body.definitions + "</defs>\n" }
    return svg + body.text + "</svg>\n"
  }
}

/// The elements of a drawing, and the styles they share.
private struct SVGBody {
  let salt: String
  private(set) var text = ""
  private(set) var definitions = ""
  private(set) var styles: SVGStyles
  private var clipIndex: [Rect: Int] = [:]

  init(salt: String, styles: SVGStyles) {
    self.salt = salt
    self.styles = styles
  }

  mutating func write(_ command: DrawCommand) {
    switch command {
    case .fill(let path, let color):
      text += "<path class=\"\(styles.fill(color))\" d=\"\(SVGText.data(path))\"/>\n"
    case .stroke(let path, let stroke):
      text += "<path class=\"\(styles.stroke(stroke))\" d=\"\(SVGText.data(path))\"/>\n"
    case .text(let line): write(line)
    case .image(let image, in: let rect): write(image, rect)
    case .group(let group): write(group)
    }
  }

  private mutating func write(_ group: DrawGroup) {
    text += "<g class=\"\(SVGText.escaped(group.role))\""
    if let label = group.label {
      text += " role=\"group\" aria-label=\"\(SVGText.escaped(label))\""
    }
    if group.isDecoration { text += " aria-hidden=\"true\"" }
    if let clip = group.clip { text += " clip-path=\"url(#\(salt)-k\(self.clip(clip)))\"" }
    text += ">"
    if let tooltip = group.tooltip { text += "<title>\(SVGText.escaped(tooltip))</title>" }
    text += "\n"
    for command in group.commands { write(command) }
    text += "</g>\n"
  }

  private mutating func write(_ line: TextLine) {
    guard !line.runs.isEmpty else { return }
    var halo = ""
    if let stroke = line.halo { halo = " halo \(styles.stroke(stroke))" }
    let y = line.origin.y
    if line.runs.count == 1, let run = line.runs.first {
      // The anchor keeps the place right even where the page's face is a little wider.
      let anchor = line.anchor == .start ? "" : " text-anchor=\"\(line.anchor.rawValue)\""
      let x = line.origin.x + run.dx * (1 - line.anchor.fraction)
      text +=
        "<text class=\"\(styles.text(run.style)) \(styles.fill(run.color))\(halo)\" x=\"\(SVGText.number(x))\" "
        + "y=\"\(SVGText.number(y + run.dy))\"\(anchor)\(SVGText.turn(line))>\(SVGText.escaped(run.text))</text>\n"
      return
    }
    let start = line.origin.x - line.anchor.fraction * line.width
    text += "<text\(SVGText.turn(line))>"
    for run in line.runs {
      text +=
        "<tspan class=\"\(styles.text(run.style)) \(styles.fill(run.color))\(halo)\" "
        + "x=\"\(SVGText.number(start + run.dx))\" "
        + "y=\"\(SVGText.number(y + run.dy))\">\(SVGText.escaped(run.text))</tspan>"
    }
    text += "</text>\n"
  }

  private mutating func write(_ image: RasterImage, _ rect: Rect) {
    text += "<g class=\"image\" shape-rendering=\"crispEdges\">\n"
    for (color, path) in image.paths(in: rect) {
      text += "<path class=\"\(styles.fill(color))\" d=\"\(SVGText.data(path))\"/>\n"
    }
    text += "</g>\n"
  }

  private mutating func clip(_ rect: Rect) -> Int {
    if let index = clipIndex[rect] { return index }
    let index = clipIndex.count
    clipIndex[rect] = index
    definitions +=
      "<clipPath id=\"\(salt)-k\(index)\"><rect x=\"\(SVGText.number(rect.minX))\" "
      + "y=\"\(SVGText.number(rect.minY))\" width=\"\(SVGText.number(rect.width))\" "
      + "height=\"\(SVGText.number(rect.height))\"/></clipPath>\n"
    return index
  }
}
