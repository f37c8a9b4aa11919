import Graphics

/// The key of a heat map's colours.
public struct ColorBar: Equatable, Sendable {
  /// What the colours mean, left of the bar.
  public var title: String
  /// Where the bar is labelled; nil for round values of its scale.
  public var values: [Double]?
  /// Words in place of the numbers.
  public var labels: [String]?
  /// How the numbers are written.
  public var format = NumberFormat.automatic
  /// Words above the two ends.
  public var low: String?
  /// The word at the high end.
  public var high: String?
  /// What outlined cells mean.
  public var outlined: String?
  /// What hatched cells mean.
  public var noData: String?

  /// Makes a key.
  public init(_ title: String = "") { self.title = title }
}

extension Chart {
  /// Describes the key of the heat map's colours.
  ///
  /// - Parameters:
  ///   - title: what the colours mean.
  ///   - values: where the bar is labelled; nil for round values.
  ///   - labels: words in place of the values.
  ///   - format: how values are written.
  ///   - low: words above the low end, such as "← vanishes".
  ///   - high: words above the high end.
  ///   - outlined: what outlined cells mean.
  ///   - noData: what hatched cells mean.
  public func chartColorBar(
    _ title: String = "", values: [Double]? = nil, labels: [String]? = nil,
    format: NumberFormat = .automatic, low: String? = nil, high: String? = nil,
    outlined: String? = nil, noData: String? = nil
  ) -> Chart {
    var copy = self
    var bar = ColorBar(title)
    (bar.values, bar.labels, bar.format) = (values, labels, format)
    (bar.low, bar.high, bar.outlined, bar.noData) = (low, high, outlined, noData)
    copy.colorBar = bar
    return copy
  }
}

extension ChartLayout {
  /// The colour bar below the panels, where some mark colours values.
  mutating func drawColorBar(left: Double, width: Double) {
    let marks = grid.rows.flatMap(\.panels).flatMap(\.marks)
    guard let key = marks.compactMap(\.colorKey).first else { return }
    let bar = chart.colorBar ?? ColorBar(key.label)
    let keys = colorKeys(bar)
    let keysWidth = keys.map { $0.line.width + 44 }.max() ?? 0
    // Where there is no margin, half of the last label needs room.
    let overhang = max(0, 16 - margin)
    let barWidth = max(
      120, min(width - overhang - (keys.isEmpty || isNarrow ? 0 : keysWidth), 460))
    let hasEnds = bar.low != nil || bar.high != nil
    cursor += hasEnds ? 22 : titleFits(bar.title, left) ? 16 : 28
    var commands: [DrawCommand] = []
    for (text, x, anchor) in [
      (bar.low, left, TextAnchor.start), (bar.high, left + barWidth, .end),
    ] {
      guard let text else { continue }
      let line = typesetter.line(RichText(text), style: theme.label, color: theme.muted)
      commands.append(.text(line.line(at: Point(x, cursor - 6), anchor: anchor)))
    }
    let frame = Rect(x: left, y: cursor, width: barWidth, height: 10)
    let steps = 96
    let pixels = (0..<steps).map {
      key.scale.gradient.color(at: (Double($0) + 0.5) / Double(steps))
    }
    commands.append(.image(RasterImage(width: steps, height: 1, pixels: pixels), in: frame))
    commands += colorTicks(key.scale, bar, frame)
    drawColorTitle(bar.title, frame, &commands)
    var y = cursor + 2
    var x = left + barWidth + 26
    if isNarrow {
      (x, y) = (left, cursor + 46)
    }
    for key in keys {
      let swatch = Rect(x: x, y: y - 8, width: 16, height: 11)
      if key.isHatched {
        commands.append(Hatching.draw(in: swatch, theme: theme, distance: 5))
      } else {
        commands.append(
          .stroke(.rectangle(swatch), Stroke(theme.ink, width: 1.25, join: .miter)))
      }
      commands.append(.text(key.line.line(at: Point(x + 24, y + 1.5))))
      y += 20
    }
    cursor += 28
    if isNarrow { cursor = max(cursor, y - 20 + 6) }
    self.commands.append(
      .group(DrawGroup(role: "legend", label: "colour key", commands: commands)))
  }

  private mutating func drawColorTitle(
    _ title: String, _ frame: Rect, _ commands: inout [DrawCommand]
  ) {
    guard !title.isEmpty else { return }
    let line = typesetter.line(RichText(title), style: theme.label, color: theme.muted)
    if titleFits(title, frame.minX) {
      commands.append(.text(line.line(at: Point(frame.minX - 12, frame.midY + 4), anchor: .end)))
    } else if chart.colorBar?.low == nil, chart.colorBar?.high == nil {
      commands.append(.text(line.line(at: Point(frame.minX, frame.minY - 6))))
    } else {
      commands.append(.text(line.line(at: Point(frame.minX, frame.maxY + 36))))
      cursor += 18
    }
  }

  /// Whether the title of the bar has room left of it.
  private func titleFits(_ title: String, _ left: Double) -> Bool {
    typesetter.line(RichText(title), style: theme.label, color: theme.muted).width
      < left - margin - 8
  }

  private func colorKeys(_ bar: ColorBar) -> [(line: MeasuredLine, isHatched: Bool)] {
    var keys: [(line: MeasuredLine, isHatched: Bool)] = []
    for (text, isHatched) in [(bar.outlined, false), (bar.noData, true)] {
      guard let text else { continue }
      keys.append(
        (
          typesetter.line(RichText(text), style: theme.label, color: theme.muted), isHatched
        ))
    }
    return keys
  }

  private func colorTicks(_ scale: ColorScale, _ bar: ColorBar, _ frame: Rect) -> [DrawCommand] {
    let low = scale.scale.coordinate(of: scale.domain.lowerBound)
    let high = scale.scale.coordinate(of: scale.domain.upperBound)
    guard low < high else { return [] }
    var settings = AxisSettings()
    (settings.tickValues, settings.tickLabels) = (bar.values, bar.labels)
    settings.format = bar.format
    let axis = AxisResolver.Resolved(
      kind: .continuous(scale.scale), domain: low...high, settings: settings)
    let position = axis.scale(from: frame.minX, to: frame.maxX)
    let ticks = axis.ticks(count: max(3, Int(frame.width / 70))).filter(\.isMajor)
    let labels = TickLabels(
      ticks.map { (position.position(ofCoordinate: $0.coordinate), RichText($0.label ?? "")) },
      isCategory: false, style: theme.label, color: theme.muted, typesetter: typesetter)
    var path = Path()
    for tick in ticks {
      let x = position.position(ofCoordinate: tick.coordinate)
      path.elements += Path.segment(Point(x, frame.maxY), Point(x, frame.maxY + 3.5)).elements
    }
    return [.stroke(path, Stroke(theme.axis, width: 1))] + labels.draw(baseline: frame.maxY + 15.5)
  }
}
