import Graphics

/// A line through its data in the order given.
///
///     LineMark(x: .value("Layer", layers), y: .value("Variance", variances),
///              series: .value("Rule", "Xavier"))
///
/// Columns make a whole line at once; single values are joined with the other marks of the same
/// series and style.
public struct LineMark: Mark {
  public var style: MarkStyle
  /// The abscissae in drawing order.
  public var x: PlottableValue
  /// The ordinates, as many.
  public var y: PlottableValue

  /// Makes a line, or one datum of it.
  public init(x: PlottableValue, y: PlottableValue, series: PlottableValue? = nil) {
    self.x = x
    self.y = y
    style = MarkStyle()
    style.series = series
  }

  public var channels: [Channel] { [.x(x), .y(y)] }
  public var spokenName: String? { "line" }
  public var isEdgeToEdge: Bool { true }
  public var carriesEndLabel: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let stroke = plot.stroke(of: style)
    var commands: [DrawCommand] = []
    var path = Path()
    for segment in LinePath.segments(plot.points(x, y), style.invalidValues ?? .gap) {
      if segment.count == 1 {
        // A datum between two gaps would have no length: it becomes a dot.
        commands.append(
          .fill(.circle(center: segment[0], radius: stroke.width * 0.8), stroke.color))
      } else {
        path.elements += LinePath.path(segment, style.interpolation).elements
      }
    }
    if !path.elements.isEmpty { commands.insert(.stroke(path, stroke), at: 0) }
    return plot.group("line", style, commands)
  }

  public func lineEnd(in plot: PlotArea) -> Point? {
    plot.points(x, y).filter { !$0.x.isNaN && !$0.y.isNaN }.max { $0.x < $1.x }
  }

  public func obstacles(in plot: PlotArea, at points: [Point]) -> [LabelObstacle] {
    zip(points, points.dropFirst()).compactMap { (a: Point, b: Point) -> LabelObstacle? in
      let sum: Double = a.x + a.y + b.x + b.y
      return sum.isNaN ? nil : .segment(a, b)
    }
  }

  public func combined(with others: [any Mark]) -> (any Mark)? {
    joined(with: others, [\.x, \.y])
  }
}

/// The curve of a function.
///
///     LinePlot(x: "x", y: "tanh *x*", domain: -8...8) { tanh($0) }
public struct LinePlot: Mark {
  private var line: LineMark

  /// Makes the curve of a function from evenly spaced samples of it, at least two.
  public init(
    x: String, y: String, series: PlottableValue? = nil, domain: ClosedRange<Double>,
    samples: Int = 361, function: (Double) -> Double
  ) {
    let count = max(2, samples)
    let span = domain.upperBound - domain.lowerBound
    let xs = (0..<count).map { domain.lowerBound + span * Double($0) / Double(count - 1) }
    line = LineMark(x: .value(x, xs), y: .value(y, xs.map(function)), series: series)
  }

  public var style: MarkStyle {
    get { line.style }
    set { line.style = newValue }
  }
  public var channels: [Channel] { line.channels }
  public var spokenName: String? { "curve" }
  public var isEdgeToEdge: Bool { true }
  public var carriesEndLabel: Bool { true }
  public func draw(in plot: PlotArea) -> [DrawCommand] { line.draw(in: plot) }
  public func lineEnd(in plot: PlotArea) -> Point? { line.lineEnd(in: plot) }
  public func obstacles(in plot: PlotArea, at points: [Point]) -> [LabelObstacle] {
    line.obstacles(in: plot, at: points)
  }
}
