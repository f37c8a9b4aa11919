import Graphics

/// A straight line across the panel, or between two values of it.
public struct RuleMark: Mark {
  public var style: MarkStyle
  var x: PlottableValue?
  var y: PlottableValue?
  /// The ends in the other direction; nil for the panel's edges.
  var start: PlottableValue?
  var end: PlottableValue?
  /// Words at the rule; see `label(_:)`.
  var text: String?
  var textAnchor = TextAnchor.start

  /// What the ends of a rule look like.
  public enum Ends: String, Equatable, Sendable {
    case plain
    /// Short strokes across, for a range that is named.
    case bracket
    /// A head at the end, for a direction.
    case arrow
  }

  var ends = Ends.plain

  /// Makes vertical rules, across the panel or between two heights.
  public init(x: PlottableValue, yStart: PlottableValue? = nil, yEnd: PlottableValue? = nil) {
    self.x = x
    (start, end) = (yStart, yEnd)
    style = MarkStyle()
  }

  /// Makes horizontal rules, across the panel.
  public init(y: PlottableValue) {
    self.y = y
    style = MarkStyle()
  }

  /// Makes a horizontal rule between two values.
  public init(xStart: PlottableValue, xEnd: PlottableValue, y: PlottableValue) {
    self.y = y
    (start, end) = (xStart, xEnd)
    style = MarkStyle()
  }

  /// Makes the rule a bracket around a range, or an arrow from its start to its end.
  public func ends(_ ends: Ends) -> RuleMark {
    var copy = self
    copy.ends = ends
    return copy
  }

  /// Writes words beside the rule: above the given end of a horizontal one, beside the top of a vertical one.
  ///
  /// There they stand to the right for `.start`; `.middle` takes the left where the right has no room, and
  /// `.end` the left wherever it has room.
  public func label(_ text: String, at anchor: TextAnchor = .start) -> RuleMark {
    var copy = self
    copy.text = text
    copy.textAnchor = anchor
    return copy
  }

  /// Writes words beside the rule; see ``label(_:at:)``.
  public func annotation(alignment: TextAnchor = .start, content: () -> String) -> RuleMark {
    label(content(), at: alignment)
  }

  public var channels: [Channel] {
    let isVertical = x != nil
    var channels: [Channel] = []
    if let x { channels.append(.x(x)) }
    if let y { channels.append(.y(y)) }
    if let start { channels.append(Channel(isVertical ? .y : .x, start, role: "start")) }
    if let end { channels.append(Channel(isVertical ? .y : .x, end, role: "end")) }
    return channels
  }

  public var allowsUnequalColumns: Bool { true }
  public var layer: MarkLayer { .unclipped }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let frame = plot.frame
    let stroke = plot.stroke(of: style, width: plot.theme.ruleWidth, otherwise: .muted)
    var commands: [DrawCommand] = []
    let across = x != nil ? plot.y : plot.x
    let starts = start.map(across.positions(of:))
    let stops = end.map(across.positions(of:))
    let places = (x.map(plot.x.positions(of:)) ?? y.map(plot.y.positions(of:))) ?? []
    for (index, place) in places.enumerated() where !place.isNaN {
      let from = starts.map { $0[min(index, $0.count - 1)] } ?? (x != nil ? frame.maxY : frame.minX)
      let to = stops.map { $0[min(index, $0.count - 1)] } ?? (x != nil ? frame.minY : frame.maxX)
      guard !from.isNaN, !to.isNaN else { continue }
      let line: Path =
        x != nil
        ? .segment(Point(place, from), Point(place, to))
        : .segment(Point(from, place), Point(to, place))
      commands.append(.stroke(line, stroke))
      if let ends = endPath(place, from, to) { commands.append(.stroke(ends, stroke)) }
      if let text { commands.append(label(text, place, from, to, plot)) }
    }
    return plot.group("rule", style, commands)
  }

  /// The strokes at the ends of a rule.
  private func endPath(_ place: Double, _ from: Double, _ to: Double) -> Path? {
    // Along the rule and across it.
    func point(_ along: Double, _ across: Double) -> Point {
      x != nil ? Point(place + across, along) : Point(along, place + across)
    }
    switch ends {
    case .plain: return nil
    case .bracket:
      return Path(
        Path.segment(point(from, -4), point(from, 4)).elements
          + Path.segment(point(to, -4), point(to, 4)).elements)
    case .arrow:
      let back = to > from ? -6.0 : 6
      return Path(points: [point(to + back, -3.5), point(to, 0), point(to + back, 3.5)])
    }
  }

  private func label(
    _ text: String, _ place: Double, _ from: Double, _ to: Double, _ plot: PlotArea
  ) -> DrawCommand {
    let color = plot.colors(of: style, otherwise: .muted).text
    let line = plot.typesetter.line(RichText(text), style: plot.theme.label, color: color)
    let halo = Stroke(plot.theme.paper, width: plot.theme.haloWidth)
    if x != nil {
      let fitsRight = place + 5 + line.width <= plot.frame.maxX
      let fitsLeft = place - 5 - line.width >= plot.frame.minX
      let right =
        switch textAnchor {
        case .start: true
        case .middle: fitsRight || !fitsLeft
        case .end: !fitsLeft
        }
      return .text(
        line.line(
          at: Point(right ? place + 5 : place - 5, min(from, to) + 10),
          anchor: right ? .start : .end, halo: halo))
    }
    let (low, high) = (min(from, to), max(from, to))
    let at = [TextAnchor.start: low + 4, .middle: (low + high) / 2, .end: high - 4][textAnchor]
    return .text(line.line(at: Point(at ?? low, place - 4), anchor: textAnchor, halo: halo))
  }
}

/// A tinted rectangle between values; a direction left out spans the panel.
///
///     RectangleMark(yStart: .value("fp16", 6e-8), yEnd: .value("fp16", 65504))
public struct RectangleMark: Mark {
  public var style: MarkStyle
  var xStart: PlottableValue?
  var xEnd: PlottableValue?
  var yStart: PlottableValue?
  var yEnd: PlottableValue?
  var extendsDomain = false
  var edges: Set<Edge> = []

  /// A side of a rectangle.
  public enum Edge: String, Hashable, Sendable { case top, bottom, left, right }

  /// Makes rectangles.
  ///
  /// Axes do not grow to show them, because most shade what is already there.
  public init(
    xStart: PlottableValue? = nil, xEnd: PlottableValue? = nil, yStart: PlottableValue? = nil,
    yEnd: PlottableValue? = nil
  ) {
    (self.xStart, self.xEnd, self.yStart, self.yEnd) = (xStart, xEnd, yStart, yEnd)
    style = MarkStyle()
  }

  /// Draws some edges as fine lines.
  public func outlined(_ edges: Set<Edge>) -> RectangleMark {
    var copy = self
    copy.edges = edges
    return copy
  }

  public var channels: [Channel] {
    let all: [(Axis, String, PlottableValue?)] = [
      (.x, "start", xStart), (.x, "end", xEnd), (.y, "start", yStart), (.y, "end", yEnd),
    ]
    return all.compactMap { axis, role, value in
      value.map { Channel(axis, $0, role: role, extendsDomain: extendsDomain) }
    }
  }

  public var allowsUnequalColumns: Bool { true }
  public var layer: MarkLayer { .background }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let frame = plot.frame
    let count = channels.map(\.value.count).max() ?? 0
    func place(_ value: PlottableValue?, _ scale: PositionScale, _ index: Int, _ edge: Double)
      -> Double
    {
      guard let value, value.count > 0 else { return edge }
      return scale.positions(of: value)[min(index, value.count - 1)]
    }
    let color = plot.colors(of: style, otherwise: .band).line
    var commands: [DrawCommand] = []
    for index in 0..<count {
      let x0 = place(xStart, plot.x, index, plot.x.start)
      let x1 = place(xEnd, plot.x, index, plot.x.end)
      let y0 = place(yStart, plot.y, index, frame.maxY)
      let y1 = place(yEnd, plot.y, index, frame.minY)
      guard !(x0 + x1 + y0 + y1).isNaN else { continue }
      let left = max(min(x0, x1), frame.minX)
      let right = min(max(x0, x1), frame.maxX)
      let top = max(min(y0, y1), frame.minY)
      let bottom = min(max(y0, y1), frame.maxY)
      guard right > left, bottom > top else { continue }
      commands.append(
        .fill(
          .rectangle(Rect(x: left, y: top, width: right - left, height: bottom - top)), color))
      for edge in [Edge.top, .bottom, .left, .right] where edges.contains(edge) {
        let line: Path =
          switch edge {
          case .top: .segment(Point(left, top), Point(right, top))
          case .bottom: .segment(Point(left, bottom), Point(right, bottom))
          case .left: .segment(Point(left, top), Point(left, bottom))
          case .right: .segment(Point(right, top), Point(right, bottom))
          }
        commands.append(.stroke(line, Stroke(plot.theme.axis, width: plot.theme.ruleWidth)))
      }
    }
    return plot.group("band", style, commands)
  }
}
