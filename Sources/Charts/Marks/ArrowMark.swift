import Graphics

/// An arrow from one place to another, with words beside its middle if wanted.
///
///     ArrowMark(x: .value("x", 0), y: .value("y", 1), xEnd: .value("x", 2), yEnd: .value("y", 1))
///       .arrowLabel("*w* = 2").gap(start: 16, end: 18)
public struct ArrowMark: Mark {
  public var style: MarkStyle
  var start: (x: PlottableValue, y: PlottableValue)
  var end: (x: PlottableValue, y: PlottableValue)
  var label: String?
  /// Where along the arrow the label stands, 0 at its start.
  var labelShare = 0.5
  /// Whether the words stand below (or right of) the arrow rather than above.
  var isLabelBelow = false
  var gaps = (start: 0.0, end: 0.0)
  /// How far the middle is bent to the left of the arrow's direction, in pixels.
  var bend = 0.0
  var hasHead = true

  /// Makes an arrow.
  public init(
    x: PlottableValue, y: PlottableValue, xEnd: PlottableValue, yEnd: PlottableValue
  ) {
    start = (x, y)
    end = (xEnd, yEnd)
    style = MarkStyle()
  }

  private func with(_ change: (inout ArrowMark) -> Void) -> ArrowMark {
    var copy = self
    change(&copy)
    return copy
  }

  /// Writes words beside the arrow.
  ///
  /// - Parameters:
  ///   - text: in markup.
  ///   - share: where along the arrow, 0 at its start and 1 at its tip.
  ///   - below: on the other side, below an arrow to the right.
  public func arrowLabel(_ text: String, at share: Double = 0.5, below: Bool = false) -> ArrowMark {
    with { ($0.label, $0.labelShare, $0.isLabelBelow) = (text, share, below) }
  }

  /// Leaves pixels free at the ends, where nodes stand.
  public func gap(start: Double = 0, end: Double = 0) -> ArrowMark {
    with { $0.gaps = (start, end) }
  }

  /// Bends the arrow by pixels to the left of its direction.
  public func bent(_ pixels: Double) -> ArrowMark { with { $0.bend = pixels } }

  /// Leaves out the head.
  public func headless() -> ArrowMark { with { $0.hasHead = false } }

  public var channels: [Channel] { [] }
  public var layer: MarkLayer { .annotation }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    guard let fromX = plot.x.positions(of: start.x).first,
      let fromY = plot.y.positions(of: start.y).first,
      let toX = plot.x.positions(of: end.x).first, let toY = plot.y.positions(of: end.y).first,
      !(fromX + fromY + toX + toY).isNaN
    else { return [] }
    let (dx, dy) = (toX - fromX, toY - fromY)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > gaps.start + gaps.end + 1 else { return [] }
    let along = Point(dx / length, dy / length)
    let left = Point(along.y, -along.x)
    let from = Point(fromX + along.x * gaps.start, fromY + along.y * gaps.start)
    let to = Point(toX - along.x * gaps.end, toY - along.y * gaps.end)
    let middle = Point(
      (from.x + to.x) / 2 + left.x * bend * 2, (from.y + to.y) / 2 + left.y * bend * 2)
    let colors = plot.colors(of: style, otherwise: .muted)
    let stroke = Stroke(
      colors.line, width: style.lineWidth ?? plot.theme.hollowWidth, dash: style.dash ?? [])
    // A quadratic curve as a cubic one: its handles lie two thirds of the way to its own.
    func handle(_ end: Point) -> Point {
      Point(end.x + (middle.x - end.x) * 2 / 3, end.y + (middle.y - end.y) * 2 / 3)
    }
    var shaft = Path([.move(from)])
    shaft.elements.append(bend == 0 ? .line(to) : .curve(handle(from), handle(to), to))
    var commands: [DrawCommand] = [.stroke(shaft, stroke)]
    if hasHead {
      let tip = bend == 0 ? along : Self.direction(from: middle, to: to)
      commands.append(.fill(Self.head(at: to, along: tip), colors.line))
    }
    if let label {
      commands += words(label, plot, from, middle, to, left, colors.text)
    }
    return [.group(DrawGroup(role: "arrow", commands: commands))]
  }

  private func words(
    _ label: String, _ plot: PlotArea, _ from: Point, _ middle: Point, _ to: Point, _ left: Point,
    _ color: Color
  ) -> [DrawCommand] {
    let line = plot.typesetter.line(RichText(label), style: plot.theme.label, color: color)
    let t = labelShare
    let (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
    let place = Point(
      a * from.x + b * middle.x + c * to.x, a * from.y + b * middle.y + c * to.y)
    // Up or down from a level arrow, aside from a steep one.
    let side = (isLabelBelow ? -1.0 : 1) * (left.y <= 0 ? 1 : -1)
    let reach = abs(left.x) * line.width / 2 + abs(left.y) * 6 + 5
    let spot = Point(place.x + side * left.x * reach, place.y + side * left.y * reach + 4)
    return [
      .text(
        line.line(
          at: spot, anchor: .middle, halo: Stroke(plot.theme.paper, width: plot.theme.haloWidth)))
    ]
  }

  private static func direction(from: Point, to: Point) -> Point {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
    return Point(dx / length, dy / length)
  }

  private static func head(at tip: Point, along: Point) -> Path {
    let (long, half) = (7.0, 3.2)
    let base = Point(tip.x - along.x * long, tip.y - along.y * long)
    return Path(
      points: [
        tip, Point(base.x - along.y * half, base.y + along.x * half),
        Point(base.x + along.y * half, base.y - along.x * half),
      ], closed: true)
  }
}
