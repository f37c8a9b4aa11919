import Graphics

/// A bracket along one side of what it sums up, with words beyond it.
///
///     BracketMark("fan-in *m*", x: .value("x", 0), yStart: .value("y", 0), yEnd: .value("y", 4),
///                 side: .leading)
///     BracketMark("95 % interval", xStart: .value("x", 1), xEnd: .value("x", 2), y: .value("y", 0),
///                 side: .bottom)
public struct BracketMark: Mark {
  /// Where the bracket and its words stand.
  public enum Side: String, Sendable { case leading, trailing, top, bottom }

  public var style: MarkStyle
  var text: String
  var start: (x: PlottableValue, y: PlottableValue)
  var end: (x: PlottableValue, y: PlottableValue)
  var side: Side
  var distance = 6.0

  /// Makes a bracket beside something upright; lines of `text` are broken at "\n".
  public init(
    _ text: String, x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue, side: Side
  ) {
    self.text = text
    start = (x, yStart)
    end = (x, yEnd)
    self.side = side
    style = MarkStyle()
  }

  /// Makes a bracket above or below something level; lines of `text` are broken at "\n".
  public init(
    _ text: String, xStart: PlottableValue, xEnd: PlottableValue, y: PlottableValue, side: Side
  ) {
    self.text = text
    start = (xStart, y)
    end = (xEnd, y)
    self.side = side
    style = MarkStyle()
  }

  /// Sets how far the bracket stands from what it sums up, in pixels.
  public func bracketDistance(_ pixels: Double) -> BracketMark {
    var copy = self
    copy.distance = pixels
    return copy
  }

  public var channels: [Channel] { [] }
  public var layer: MarkLayer { .annotation }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    guard let x0 = plot.x.positions(of: start.x).first,
      let y0 = plot.y.positions(of: start.y).first,
      let x1 = plot.x.positions(of: end.x).first, let y1 = plot.y.positions(of: end.y).first,
      !(x0 + y0 + x1 + y1).isNaN
    else { return [] }
    let arm = 5.0
    let out: Point =
      switch side {
      case .leading: Point(-1, 0)
      case .trailing: Point(1, 0)
      case .top: Point(0, -1)
      case .bottom: Point(0, 1)
      }
    func moved(_ x: Double, _ y: Double, _ reach: Double) -> Point {
      Point(x + out.x * reach, y + out.y * reach)
    }
    let colors = plot.colors(of: style, otherwise: .muted)
    let path = Path(points: [
      moved(x0, y0, distance), moved(x0, y0, distance + arm), moved(x1, y1, distance + arm),
      moved(x1, y1, distance),
    ])
    let lines = text.split(separator: "\n").map {
      plot.typesetter.line(RichText(String($0)), style: plot.theme.label, color: colors.text)
    }
    let middle = moved((x0 + x1) / 2, (y0 + y1) / 2, distance + arm + 5)
    let leading = plot.theme.labelLeading
    let height = leading * Double(lines.count)
    let (anchor, top): (TextAnchor, Double) =
      switch side {
      case .leading: (.end, middle.y - height / 2)
      case .trailing: (.start, middle.y - height / 2)
      case .top: (.middle, middle.y - height)
      case .bottom: (.middle, middle.y)
      }
    var commands: [DrawCommand] = [
      .stroke(path, Stroke(colors.line, width: plot.theme.ruleWidth))
    ]
    // Words stay inside the drawing, as those of a text mark do.
    let room = plot.page
    for (index, line) in lines.enumerated() {
      let left = middle.x - anchor.fraction * line.width
      let shift = max(room.lowerBound, min(left, room.upperBound - line.width)) - left
      commands.append(
        .text(
          line.line(
            at: Point(middle.x + shift, top + leading * Double(index) + 10.6), anchor: anchor,
            halo: Stroke(plot.theme.paper, width: plot.theme.haloWidth))))
    }
    return [.group(DrawGroup(role: "bracket", commands: commands))]
  }
}
