import Graphics

/// A symbol at each datum, with a tooltip that names its values.
public struct PointMark: Mark {
  public var style: MarkStyle
  /// The abscissae.
  public var x: PlottableValue
  /// The ordinates, as many.
  public var y: PlottableValue

  /// Makes points, or one of them.
  public init(x: PlottableValue, y: PlottableValue, series: PlottableValue? = nil) {
    self.x = x
    self.y = y
    style = MarkStyle()
    style.series = series
  }

  public var channels: [Channel] { [.x(x), .y(y)] }
  public var spokenName: String? { "points" }
  public var layer: MarkLayer { .unclipped }

  public func obstacles(in plot: PlotArea, at points: [Point]) -> [LabelObstacle] {
    let radius = style.symbolRadius ?? plot.theme.pointRadius
    return points.filter { !($0.x + $0.y).isNaN }.map {
      .box(Rect(x: $0.x - radius, y: $0.y - radius, width: 2 * radius, height: 2 * radius))
    }
  }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let series = style.seriesName.flatMap(plot.seriesStyle)
    let symbol = style.symbol ?? series?.symbol ?? .circle
    let isHollow = style.isHollow ?? series?.isHollow ?? false
    let color = plot.colors(of: style).line
    let radius =
      style.symbolRadius ?? (isHollow ? plot.theme.hollowRadius : plot.theme.pointRadius)
    var points = plot.points(x, y)
    if let slot = style.dodgeName.flatMap({ plot.barSlots[$0] }) {
      for index in points.indices { points[index].x += slot.offset * plot.x.bandWidth * 0.72 }
    }
    let visible = plot.frame.inset(left: -0.5, top: -0.5, right: -0.5, bottom: -0.5)
    // A tooltip for each weighs 200 bytes on a page; nobody aims at one of hundreds.
    let namesEach = points.count <= 200
    var commands: [DrawCommand] = []
    // Thousands of points hide each other: of those in one cell one is drawn. The more there are, the
    // larger the cell, always smaller than a symbol.
    let cells = points.count <= 2000 ? 2.0 : points.count <= 20_000 ? 1 : 0.5
    var taken: Set<Point> = []
    // Many filled circles are one path of steps of length zero with round caps: a dozen bytes each.
    let isOnePath = !namesEach && symbol == .circle && !isHollow
    var dots: [PathElement] = []
    for (index, point) in points.enumerated() where visible.contains(point) {
      if !namesEach {
        let cell = Point((point.x * cells).rounded(), (point.y * cells).rounded())
        if !taken.insert(cell).inserted { continue }
      }
      if isOnePath {
        dots += [.move(point), .line(point)]
        continue
      }
      let dot = plot.symbol(symbol, at: point, radius: radius, color: color, isHollow: isHollow)
      if namesEach {
        commands.append(
          .group(DrawGroup(role: "point", tooltip: tooltip(at: index), commands: dot)))
      } else {
        commands += dot
      }
    }
    if !dots.isEmpty {
      commands.append(.stroke(Path(dots), Stroke(color, width: 2 * radius, cap: .round)))
    }
    return plot.group("points", style, commands)
  }

  private func tooltip(at index: Int) -> String {
    let name = style.seriesName.map { RichText($0).plain + ": " } ?? ""
    return name + x.spoken(at: index) + ", " + y.spoken(at: index)
  }

  public func combined(with others: [any Mark]) -> (any Mark)? {
    joined(with: others, [\.x, \.y])
  }
}

extension Rect {
  func contains(_ point: Point) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
  }
}

extension PlottableValue {
  /// "Layer 3": the name and one value, as plain text.
  func spoken(at index: Int) -> String {
    let text: String
    switch values {
    case .numbers(let numbers): text = NumberFormat.automatic.label(numbers[index])
    case .logarithms(let exponents):
      text =
        abs(exponents[index]) < 4
        ? NumberFormat.automatic.label(Elementary.power10(exponents[index]))
        : NumberFormat.powerOfTen(exponents[index])
    case .categories(let names): text = names[index]
    }
    let name = RichText(label).plain
    return (name.isEmpty ? "" : name + " ") + RichText(text).plain
  }
}
