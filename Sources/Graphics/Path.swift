/// A step of a path.
public enum PathElement: Equatable, Hashable, Sendable {
  case move(Point)
  case line(Point)
  /// A cubic Bézier curve by its two control points and its end.
  case curve(Point, Point, Point)
  case close
}

/// A sequence of lines and curves, in one or several pieces.
///
/// Coordinates are finite and moderate (|x| < 10⁶): charts filter and clamp before they draw,
/// because Cairo inks stray pixels for NaN without reporting an error.
public struct Path: Equatable, Hashable, Sendable {
  /// The steps of the pen in order.
  public var elements: [PathElement]

  /// Makes a path from its steps.
  public init(_ elements: [PathElement] = []) {
    self.elements = elements
  }

  /// A line through the points; closed into a polygon when asked.
  public init(points: some Sequence<Point>, closed: Bool = false) {
    elements = []
    for point in points { elements.append(elements.isEmpty ? .move(point) : .line(point)) }
    if closed, !elements.isEmpty { elements.append(.close) }
  }

  /// A straight line.
  public static func segment(_ from: Point, _ to: Point) -> Path {
    Path([.move(from), .line(to)])
  }

  /// A rectangle.
  public static func rectangle(_ rect: Rect) -> Path {
    Path(
      points: [
        Point(rect.minX, rect.minY), Point(rect.maxX, rect.minY), Point(rect.maxX, rect.maxY),
        Point(rect.minX, rect.maxY),
      ], closed: true)
  }

  /// A circle, as four Bézier curves (radial error below 0.03 %).
  public static func circle(center: Point, radius: Double) -> Path {
    let c = center
    let r = radius
    // 4/3·tan(π/8): the handle that makes a cubic follow a quarter circle.
    let k = 0.5522847498307936 * r
    return Path([
      .move(Point(c.x + r, c.y)),
      .curve(Point(c.x + r, c.y + k), Point(c.x + k, c.y + r), Point(c.x, c.y + r)),
      .curve(Point(c.x - k, c.y + r), Point(c.x - r, c.y + k), Point(c.x - r, c.y)),
      .curve(Point(c.x - r, c.y - k), Point(c.x - k, c.y - r), Point(c.x, c.y - r)),
      .curve(Point(c.x + k, c.y - r), Point(c.x + r, c.y - k), Point(c.x + r, c.y)),
      .close,
    ])
  }
}

/// How a path is stroked.
public struct Stroke: Equatable, Hashable, Sendable {
  /// The shape of line ends.
  public enum Cap: String, Sendable { case butt, round, square }
  /// The shape of corners.
  public enum Join: String, Sendable { case miter, round, bevel }

  /// The colour of the line.
  public var color: Color
  /// The width of the line, in pixels.
  public var width: Double
  /// Lengths of strokes and gaps in pixels; empty for a solid line.
  public var dash: [Double]
  /// How the line ends.
  public var cap: Cap
  /// How the line turns corners.
  public var join: Join

  /// Makes a stroke.
  public init(
    _ color: Color, width: Double = 1, dash: [Double] = [], cap: Cap = .butt, join: Join = .round
  ) {
    self.color = color
    self.width = width
    self.dash = dash
    self.cap = cap
    self.join = join
  }
}
