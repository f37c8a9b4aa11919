// Long because it is one writer: each command of a drawing and the short form it gets.

/// Writes the drawings of one page as SVG elements that share their styles, in as few bytes as do no
/// harm to the picture.
///
/// - Text is text: it can be selected, searched, translated, and takes the page's faces.
/// - Every colour is a class whose rule says `light-dark(…)`, after a plain declaration for
///   renderers that do not know it; the page decides with the CSS property `color-scheme`.
/// - The root has `role="img"`, a title and a description; tooltips are `<title>` elements.
///
/// A report has a hundred drawings, each of them laid out for a wide page, a phone and paper, so
/// - rules stand once in the page (`css`), coordinates are whole tenths of a pixel;
/// - what is filled and then stroked is one element, circles are `<circle>`, opaque strokes of one
///   style that follow each other are one path, a clip that cuts nothing off is left out;
/// - groups are written for tooltips and clips only: the root has `role="img"`, which hides roles and
///   names inside it from assistive technology anyway.
public struct InlineSVGSheet: Sendable {
  private var styles = SVGStyles(unitsPerPixel: 10)
  private var clipCount = 0

  /// Makes an empty sheet.
  public init() {}

  /// The rules of all drawings so far, for the page's style sheet; each drawing has the class `chart`.
  public var css: String { styles.rules(root: ".chart") }

  /// A drawing as an SVG file of its own, with the rules inside: a sheet of one.
  ///
  /// One element stands on a line, so that two files can be compared line by line.
  ///
  /// - Parameters:
  ///   - id: the element's id; letters, digits and hyphens.
  public static func file(of drawing: Drawing, id: String) -> String {
    var sheet = InlineSVGSheet()
    var svg = sheet.text(of: drawing, id: id)
    for tag in [
      "<title", "<desc", "<path", "<circle", "<text", "<g>", "<g ", "<clip", "</g>", "</svg>",
    ] {
      svg = svg.replacing(">\(tag)", with: ">\n\(tag)")
    }
    let start = "<svg "
    let end = svg.firstRange(of: "</desc>")?.upperBound ?? svg.endIndex
    return "\(start)xmlns=\"http://www.w3.org/2000/svg\" "
      + svg[svg.index(svg.startIndex, offsetBy: start.count)..<end]
      + "\n<style>\n\(sheet.css)</style>" + svg[end...] + "\n"
  }

  /// The `<svg>` element of a drawing.
  ///
  /// - Parameters:
  ///   - id: the element's id, unique in the page; letters, digits and hyphens.
  ///   - named: the id of a drawing whose title and description this one shares, because it shows
  ///     the same in another layout; nil writes them.
  ///   - hasTooltips: whether points say their values on hovering, which neither paper nor fingers can.
  public mutating func text(
    of drawing: Drawing, id: String, named: String? = nil, hasTooltips: Bool = true
  ) -> String {
    var body = SVGSheetBody(styles: styles, clipCount: clipCount, hasTooltips: hasTooltips)
    if let background = drawing.background {
      let area = Rect(x: 0, y: 0, width: drawing.size.width, height: drawing.size.height)
      body.write([.fill(.rectangle(area), background)])
    }
    body.write(drawing.commands)
    (styles, clipCount) = (body.styles, body.clipCount)
    let name = SVGText.identifier(named ?? id)
    let (width, height) = (drawing.size.width, drawing.size.height)
    var svg = "<svg id=\"\(SVGText.identifier(id))\" class=\"chart\" "
    svg += "width=\"\(SVGText.number(width))\" height=\"\(SVGText.number(height))\" "
    svg += "viewBox=\"0 0 \(SVGText.tenths(width)) \(SVGText.tenths(height))\" role=\"img\" "
    svg += "aria-labelledby=\"\(name)-title\" aria-describedby=\"\(name)-desc\">"
    if named == nil {
      svg += "<title id=\"\(name)-title\">\(SVGText.escaped(drawing.title))</title>"
      svg += "<desc id=\"\(name)-desc\">\(SVGText.escaped(drawing.description))</desc>"
    }
    return svg + body.text + "</svg>"
  }
}

/// The elements of one drawing.
private struct SVGSheetBody {
  private(set) var styles: SVGStyles
  private(set) var clipCount: Int
  let hasTooltips: Bool
  private(set) var text = ""
  /// Opaque strokes of one style that wait for more of their kind.
  private var waiting: (stroke: Stroke, path: Path)?

  init(styles: SVGStyles, clipCount: Int, hasTooltips: Bool) {
    self.styles = styles
    self.clipCount = clipCount
    self.hasTooltips = hasTooltips
  }

  mutating func write(_ commands: [DrawCommand]) {
    write(all: commands)
    flush()
  }

  private mutating func write(all commands: [DrawCommand]) {
    var index = 0
    while index < commands.count {
      let next = index + 1 < commands.count ? commands[index + 1] : nil
      index += 1
      switch commands[index - 1] {
      case .fill(let path, let color):
        // SVG paints the fill of an element first and the stroke over it.
        if case .stroke(path, let stroke) = next {
          shape(path, "\(styles.fill(color)) \(styles.stroke(stroke))")
          index += 1
        } else {
          shape(path, styles.fill(color))
        }
      case .stroke(let path, let stroke): self.stroke(path, stroke)
      case .text(let line): write(line)
      case .image(let image, in: let rect):
        flush()
        write(image, in: rect)
      case .group(let group): write(group)
      }
    }
  }

  /// Cells in units of their own size, so that their places are small whole numbers.
  private mutating func write(_ image: RasterImage, in rect: Rect) {
    let (width, height) = (rect.width / Double(image.width), rect.height / Double(image.height))
    let numbers = [width, 0, 0, height, rect.minX, rect.minY + height / 2]
    text += "<g shape-rendering=\"crispEdges\" transform=\"matrix("
    text += numbers.map { SVGText.number($0 * 10) }.joined(separator: " ") + ")\">"
    for (color, path) in image.runs() {
      let cell = Stroke(color, width: 1 / styles.unitsPerPixel, cap: .butt, join: .miter)
      text += "<path class=\"\(styles.stroke(cell))\" d=\"\(path)\"/>"
    }
    text += "</g>"
  }

  private mutating func write(_ group: DrawGroup) {
    let tooltip = hasTooltips ? group.tooltip.map(SVGText.escaped) : nil
    if let tooltip {
      flush()
      if let (path, classes) = singleShape(group) {
        return shape(path, classes, title: "<title>\(tooltip)</title>")
      }
    }
    let clip = group.clip.flatMap { Self.fits(group.commands, in: $0) ? nil : $0 }
    guard clip != nil || tooltip != nil else { return write(all: group.commands) }
    flush()
    if let clip {
      text +=
        "<clipPath id=\"k\(clipCount)\"><path d=\"\(SVGText.tenths(.rectangle(clip)))\"/></clipPath>"
      text += "<g clip-path=\"url(#k\(clipCount))\">"
      clipCount += 1
    } else {
      text += "<g>"
    }
    if let tooltip { text += "<title>\(tooltip)</title>" }
    write(group.commands)
    text += "</g>"
  }

  /// The path and classes of a group that is one shape, perhaps filled and stroked.
  private mutating func singleShape(_ group: DrawGroup) -> (Path, String)? {
    guard group.clip == nil else { return nil }
    switch group.commands.count {
    case 1:
      if case .fill(let path, let color) = group.commands[0] { return (path, styles.fill(color)) }
      if case .stroke(let path, let stroke) = group.commands[0] {
        return (path, styles.stroke(stroke))
      }
    case 2:
      if case .fill(let path, let color) = group.commands[0],
        case .stroke(path, let stroke) = group.commands[1]
      {
        return (path, "\(styles.fill(color)) \(styles.stroke(stroke))")
      }
    default: break
    }
    return nil
  }

  private mutating func stroke(_ path: Path, _ stroke: Stroke) {
    // Where transparent strokes cross, two paths are darker than one.
    guard stroke.color.light.alpha >= 1, stroke.color.dark.alpha >= 1 else {
      return shape(path, styles.stroke(stroke))
    }
    if waiting?.stroke == stroke {
      waiting?.path.elements += path.elements
    } else {
      flush()
      waiting = (stroke, path)
    }
  }

  private mutating func flush() {
    guard let (stroke, path) = waiting else { return }
    waiting = nil
    shape(path, styles.stroke(stroke))
  }

  private mutating func shape(_ path: Path, _ classes: String, title: String = "") {
    flush()
    let end = title.isEmpty ? "/>" : ">\(title)</"
    if let circle = Self.circle(path) {
      text += "<circle class=\"\(classes)\" cx=\"\(SVGText.tenths(circle.center.x))\" "
      text += "cy=\"\(SVGText.tenths(circle.center.y))\" r=\"\(SVGText.tenths(circle.radius))\""
      text += title.isEmpty ? end : end + "circle>"
    } else {
      text += "<path class=\"\(classes)\" d=\"\(SVGText.tenths(path))\""
      text += title.isEmpty ? end : end + "path>"
    }
  }

  private mutating func write(_ line: TextLine) {
    guard let first = line.runs.first else { return }
    flush()
    let halo = line.halo.map { " halo \(styles.stroke($0))" } ?? ""
    // The anchor keeps the place right even where the page's face is a little wider.
    let isSingle = line.runs.count == 1
    let anchor = isSingle ? line.anchor : .start
    let start = line.origin.x - (isSingle ? 0 : line.anchor.fraction * line.width)
    let dx = first.dx * (1 - anchor.fraction)
    let classes = styles.text(first.style, first.color, anchor)
    var y = SVGText.tenths(line.origin.y + first.dy)
    text += "<text class=\"\(classes)\(halo)\" x=\"\(SVGText.tenths(start + dx))\" y=\"\(y)\""
    text += SVGText.turn(line, unitsPerPixel: 10) + ">"
    text += SVGText.escaped(first.text)
    for run in line.runs.dropFirst() {
      let own = styles.text(run.style, run.color, .start)
      let runY = SVGText.tenths(line.origin.y + run.dy)
      text += "<tspan" + (own == classes ? "" : " class=\"\(own)\"")
      text += " x=\"\(SVGText.tenths(start + run.dx))\""
      if runY != y { text += " y=\"\(runY)\"" }
      text += ">\(SVGText.escaped(run.text))</tspan>"
      y = runY
    }
    text += "</text>"
  }

  /// The circle that a path was made as.
  private static func circle(_ path: Path) -> (center: Point, radius: Double)? {
    guard path.elements.count == 6, case .move(let right) = path.elements[0],
      case .curve(_, _, let bottom) = path.elements[1]
    else { return nil }
    let center = Point(bottom.x, right.y)
    let radius = bottom.y - right.y
    // Centre plus and minus radius round differently from one another.
    let ideal = Path.circle(center: center, radius: radius)
    func points(_ path: Path) -> [Point] {
      path.elements.flatMap { element -> [Point] in
        switch element {
        case .move(let a), .line(let a): [a]
        case .curve(let a, let b, let c): [a, b, c]
        case .close: []
        }
      }
    }
    let (own, other) = (points(path), points(ideal))
    guard radius > 0, own.count == other.count, path.elements.last == .close,
      zip(own, other).allSatisfy({ abs($0.x - $1.x) < 1e-6 && abs($0.y - $1.y) < 1e-6 })
    else { return nil }
    return (center, radius)
  }

  /// Whether a clip would cut nothing off; text counts as cut, because its extent is not known here.
  private static func fits(_ commands: [DrawCommand], in clip: Rect) -> Bool {
    func fits(_ path: Path, _ margin: Double) -> Bool {
      let room = clip.inset(left: margin, top: margin, right: margin, bottom: margin)
      func holds(_ p: Point) -> Bool {
        p.x >= room.minX && p.x <= room.maxX && p.y >= room.minY && p.y <= room.maxY
      }
      return path.elements.allSatisfy { element in
        switch element {
        case .move(let a), .line(let a): holds(a)
        case .curve(let a, let b, let c): holds(a) && holds(b) && holds(c)
        case .close: true
        }
      }
    }
    return commands.allSatisfy { command in
      switch command {
      case .fill(let path, _): fits(path, 0)
      // Mitred corners reach farther than half the width; charts round theirs.
      case .stroke(let path, let stroke):
        fits(path, stroke.join == .miter ? stroke.width * 2 : stroke.width / 2)
      case .image(_, in: let rect): fits(.rectangle(rect), 0)
      case .group(let group): Self.fits(group.commands, in: clip)
      case .text: false
      }
    }
  }
}
