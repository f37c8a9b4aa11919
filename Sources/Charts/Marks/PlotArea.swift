import Graphics

/// A panel with everything decided, as marks see it while they draw.
public struct PlotArea {
  /// The pixels of the panel, without axes and labels.
  public var frame: Rect
  /// The horizontal scale.
  public var x: PositionScale
  /// The vertical scale.
  public var y: PositionScale
  /// Colours, type and measures.
  public var theme: Theme
  /// What sets text.
  public var typesetter: Typesetter
  var seriesStyles: [String: SeriesStyle]
  /// The series in the order in which the chart names them.
  var seriesOrder: [String] = []
  /// How far each group of dodged bars is from the middle, and how wide: set by the layout.
  var barSlots: [String: BarSlot] = [:]
  /// Room right of the panel, for the columns of words of a mark.
  var trailingRoom = 0.0
  /// Free pixels right of the panel, up to the next one or the edge of the drawing.
  var freeRight = 0.0
  /// Where the names of a category axis below may be.
  var tickRoom = TickLabels.Room()
  /// From the left to the right edge of the drawing.
  var page = -Double.infinity...Double.infinity
  /// Whether the page is a phone's.
  public internal(set) var isNarrow = false

  /// The look of a series.
  public func seriesStyle(_ name: String) -> SeriesStyle? {
    seriesStyles[name] ?? theme.palette[name]
  }

  /// The colours of a mark.
  public func colors(of style: MarkStyle, otherwise role: ForegroundStyle = .accent)
    -> (line: Color, text: Color)
  {
    var pair: (line: Color, text: Color)
    if style.foreground == nil, let name = style.seriesName, let series = seriesStyle(name) {
      pair = (series.line, series.text)
    } else {
      pair = colors(of: style.foreground ?? role)
    }
    if let opacity = style.opacity { pair.line = pair.line.opacity(opacity) }
    return pair
  }

  private func colors(of style: ForegroundStyle) -> (line: Color, text: Color) {
    switch style {
    case .color(let color): (color, color)
    case .series(let name):
      seriesStyle(name).map { ($0.line, $0.text) } ?? (theme.accent, theme.accent)
    case .ink: (theme.ink, theme.ink)
    case .muted: (theme.muted, theme.muted)
    case .theory: (theme.theory, theme.theory)
    case .accent: (theme.accent, theme.accent)
    case .axis: (theme.axis, theme.muted)
    case .band: (theme.band, theme.muted)
    }
  }

  /// The stroke of a mark's lines.
  public func stroke(
    of style: MarkStyle, width: Double? = nil, otherwise role: ForegroundStyle = .accent
  ) -> Stroke {
    let dash = style.dash ?? seriesDash(style) ?? []
    return Stroke(
      colors(of: style, otherwise: role).line,
      width: style.lineWidth ?? width ?? theme.lineWidth, dash: dash,
      cap: dash.isEmpty ? .round : .butt)
  }

  /// The dashes of a mark's series, where dashes tell series apart: the first is solid.
  func seriesDash(_ style: MarkStyle) -> [Double]? {
    guard style.dashesBySeries, let name = style.seriesName,
      let index = seriesOrder.firstIndex(of: name), !theme.dashCycle.isEmpty
    else { return nil }
    return theme.dashCycle[index % theme.dashCycle.count]
  }

  /// The pixels of pairs of values; NaN where either has no place.
  public func points(_ xs: PlottableValue, _ ys: PlottableValue) -> [Point] {
    zip(x.positions(of: xs), y.positions(of: ys)).map { Point($0, $1) }
  }

  /// A point's symbol as commands: solid, or filled with paper and outlined.
  public func symbol(
    _ symbol: Symbol, at center: Point, radius: Double, color: Color, isHollow: Bool
  ) -> [DrawCommand] {
    let path = symbol.path(center: center, radius: radius)
    guard isHollow else { return [.fill(path, color)] }
    return [
      .fill(path, theme.paper), .stroke(path, Stroke(color, width: theme.hollowWidth)),
    ]
  }

  /// Commands in a group that carries the mark's name for assistive technology.
  func group(_ role: String, _ style: MarkStyle, _ commands: [DrawCommand]) -> [DrawCommand] {
    guard !commands.isEmpty else { return [] }
    let label = style.accessibilityLabel ?? style.seriesName.map { RichText($0).plain }
    return [.group(DrawGroup(role: role, label: label, commands: commands))]
  }
}

/// The place of one series among bars that stand side by side.
struct BarSlot: Equatable {
  /// From the middle of the band, in shares of its width.
  var offset: Double
  /// In shares of the band's width.
  var width: Double
}
