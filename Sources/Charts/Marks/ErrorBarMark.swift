import Graphics

/// An interval at each datum.
public struct ErrorBarMark: Mark {
  /// How an interval looks.
  public enum Shape: String, Sendable {
    /// A thin line with short caps.
    case capped
    /// A thin line.
    case line
    /// A pale bar, 7 px wide.
    case bar
  }

  public var style: MarkStyle
  /// Where the bars stand.
  public var x: PlottableValue
  /// The lower ends.
  public var lower: PlottableValue
  /// The upper ends.
  public var upper: PlottableValue
  /// What an interval looks like.
  public var shape: Shape

  /// Makes intervals, or one of them.
  public init(
    x: PlottableValue, lower: PlottableValue, upper: PlottableValue,
    series: PlottableValue? = nil, shape: Shape = .capped
  ) {
    self.x = x
    self.lower = lower
    self.upper = upper
    self.shape = shape
    style = MarkStyle()
    style.series = series
  }

  public var channels: [Channel] {
    [.x(x), .y(lower, role: "lower"), .y(upper, role: "upper")]
  }
  public var spokenName: String? { "intervals" }
  public var tellsItsNumbers: Bool { false }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let xs = plot.x.positions(of: x)
    let lows = plot.y.positions(of: lower)
    let highs = plot.y.positions(of: upper)
    let color = plot.colors(of: style).line
    let slot = style.dodgeName.flatMap { plot.barSlots[$0] }
    var path = Path()
    var bars = Path()
    for (x, (low, high)) in zip(xs, zip(lows, highs)) where !(x + low + high).isNaN {
      let x = x + (slot.map { $0.offset * plot.x.bandWidth * 0.72 } ?? 0)
      switch shape {
      case .bar:
        bars.elements +=
          Path.rectangle(
            Rect(x: x - 3.5, y: min(low, high), width: 7, height: abs(high - low))
          ).elements
      case .line: path.elements += Path.segment(Point(x, low), Point(x, high)).elements
      case .capped:
        path.elements += Path.segment(Point(x, low), Point(x, high)).elements
        for y in [low, high] {
          path.elements += Path.segment(Point(x - 3, y), Point(x + 3, y)).elements
        }
      }
    }
    var commands: [DrawCommand] = []
    if !bars.elements.isEmpty { commands.append(.fill(bars, color.opacity(0.3, 0.36))) }
    if !path.elements.isEmpty {
      commands.append(
        .stroke(path, Stroke(color, width: style.lineWidth ?? plot.theme.hollowWidth)))
    }
    return plot.group("intervals", style, commands)
  }

  /// The rectangles the intervals fill.
  public func obstacles(in plot: PlotArea, at points: [Point]) -> [LabelObstacle] {
    let ends = zip(plot.y.positions(of: lower), plot.y.positions(of: upper))
    return zip(plot.x.positions(of: x), ends).compactMap { x, ends in
      let height = abs(ends.0 - ends.1)
      guard !(x + height).isNaN else { return nil }
      return .box(Rect(x: x - 3.5, y: min(ends.0, ends.1), width: 7, height: height))
    }
  }

  public func combined(with others: [any Mark]) -> (any Mark)? {
    joined(with: others, [\.x, \.lower, \.upper]) { $0.shape == shape }
  }
}
