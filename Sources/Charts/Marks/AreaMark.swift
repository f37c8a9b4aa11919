import Graphics

/// The tinted space between two lines: a ribbon around an estimate, an area over the axis.
struct Band {
  var x: PlottableValue
  var lower: PlottableValue
  var upper: PlottableValue

  func path(in plot: PlotArea, _ style: MarkStyle) -> Path {
    let xs = plot.x.positions(of: x)
    let lows = plot.y.positions(of: lower)
    let highs = plot.y.positions(of: upper)
    // An invalid end interrupts the band at both ends.
    let edges = zip(xs, zip(lows, highs)).map { x, ends in
      let isValid = !x.isNaN && !ends.0.isNaN && !ends.1.isNaN
      return isValid
        ? (low: Point(x, ends.0), high: Point(x, ends.1))
        : (low: Point(.nan, .nan), high: Point(.nan, .nan))
    }
    let policy = style.invalidValues ?? .gap
    var path = Path()
    let tops = LinePath.segments(edges.map(\.high), policy)
    let bottoms = LinePath.segments(edges.map(\.low), policy)
    for (top, bottom) in zip(tops, bottoms) where top.count > 1 {
      path.elements += LinePath.path(top, style.interpolation).elements
      let back = LinePath.path(bottom, style.interpolation).reversed.elements
      for (index, element) in back.enumerated() {
        if index == 0, case .move(let point) = element {
          path.elements.append(.line(point))
        } else {
          path.elements.append(element)
        }
      }
      path.elements.append(.close)
    }
    return path
  }

  var channels: [Channel] {
    [.x(x), .y(lower, role: "lower"), .y(upper, role: "upper")]
  }
}

extension Path {
  /// The same open line from its end to its start.
  var reversed: Path {
    var result: [PathElement] = []
    var ends: [Point] = []
    for element in elements {
      switch element {
      case .move(let point), .line(let point), .curve(_, _, let point): ends.append(point)
      case .close: break
      }
    }
    guard let last = ends.last else { return Path() }
    result.append(.move(last))
    for index in stride(from: ends.count - 1, to: 0, by: -1) {
      if case .curve(let first, let second, _) = elements[index] {
        result.append(.curve(second, first, ends[index - 1]))
      } else {
        result.append(.line(ends[index - 1]))
      }
    }
    return Path(result)
  }
}

/// An interval around a line, as a tint of the series' colour without outline.
public struct RibbonMark: Mark {
  public var style: MarkStyle
  var band: Band

  /// Makes a ribbon, or one datum of it.
  public init(
    x: PlottableValue, lower: PlottableValue, upper: PlottableValue,
    series: PlottableValue? = nil
  ) {
    band = Band(x: x, lower: lower, upper: upper)
    style = MarkStyle()
    style.series = series
    style.endLabel.isHidden = true
  }

  public var channels: [Channel] { band.channels }
  public var spokenName: String? { "ribbon" }
  public var tellsItsNumbers: Bool { false }
  public var isEdgeToEdge: Bool { true }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    let path = band.path(in: plot, style)
    guard !path.elements.isEmpty else { return [] }
    let color = plot.colors(of: style).line
      .opacity(plot.theme.ribbonOpacity, plot.theme.ribbonOpacityOnDark)
    return plot.group("ribbon", style, [.fill(path, color)])
  }

  public func combined(with others: [any Mark]) -> (any Mark)? {
    joined(with: others, [\.band.x, \.band.lower, \.band.upper])
  }
}

/// The space between a line and the axis, or between two lines.
public struct AreaMark: Mark {
  public var style: MarkStyle
  var band: Band
  private let startsAtZero: Bool

  /// Makes the area between a line and zero.
  public init(x: PlottableValue, y: PlottableValue, series: PlottableValue? = nil) {
    let zeros = PlottableValue.value(y.label, [Double](repeating: 0, count: y.count))
    band = Band(x: x, lower: zeros, upper: y)
    startsAtZero = true
    style = MarkStyle()
    style.series = series
  }

  /// Makes the area between two lines.
  public init(
    x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue,
    series: PlottableValue? = nil
  ) {
    band = Band(x: x, lower: yStart, upper: yEnd)
    startsAtZero = false
    style = MarkStyle()
    style.series = series
  }

  public var channels: [Channel] {
    startsAtZero ? [.x(band.x), .y(band.upper)] : band.channels
  }
  public var spokenName: String? { "area" }
  public var tellsItsNumbers: Bool { false }
  public var isEdgeToEdge: Bool { true }
  public var zeroAxes: Set<Axis> { startsAtZero ? [.y] : [] }

  public func draw(in plot: PlotArea) -> [DrawCommand] {
    var tinted = style
    tinted.opacity = style.opacity ?? 0.16
    let path = band.path(in: plot, style)
    guard !path.elements.isEmpty else { return [] }
    return plot.group("area", style, [.fill(path, plot.colors(of: tinted).line)])
  }

  public func combined(with others: [any Mark]) -> (any Mark)? {
    joined(with: others, [\.band.x, \.band.lower, \.band.upper]) {
      $0.startsAtZero == startsAtZero
    }
  }
}
