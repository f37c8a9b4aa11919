import Graphics

extension ChartLayout {
  /// Grid lines across the panel and the line of zero.
  func drawGrid(_ panel: ResolvedPanel, _ plot: PlotArea, _ yTicks: [Tick]) -> [DrawCommand] {
    let frame = plot.frame
    var major = Path()
    var minor = Path()
    if panel.y.settings.showsGrid ?? !panel.y.isCategory {
      for tick in yTicks {
        let y = plot.y.position(ofCoordinate: tick.coordinate)
        // The bottom line is the axis.
        guard y < frame.maxY - 0.5, y > frame.minY - 0.5 else { continue }
        let line = Path.segment(Point(frame.minX, y), Point(frame.maxX, y))
        if tick.isMajor { major.elements += line.elements } else { minor.elements += line.elements }
      }
    }
    if panel.x.settings.showsGrid ?? false {
      for tick in panel.x.ticks(count: xTickCount(frame)) {
        let x = plot.x.position(ofCoordinate: tick.coordinate)
        guard x > frame.minX - 0.5, x < frame.maxX + 0.5 else { continue }
        let line = Path.segment(Point(x, frame.minY), Point(x, frame.maxY))
        if tick.isMajor { major.elements += line.elements } else { minor.elements += line.elements }
      }
    }
    var lines: [DrawCommand] = []
    if !minor.elements.isEmpty {
      lines.append(.stroke(minor, Stroke(theme.minorGrid, width: theme.gridWidth)))
    }
    if !major.elements.isEmpty {
      lines.append(.stroke(major, Stroke(theme.grid, width: theme.gridWidth)))
    }
    if case .continuous(let scale) = panel.y.kind, panel.y.settings.isHidden != true {
      let zero = plot.y.position(ofCoordinate: scale.coordinate(of: 0))
      if !zero.isNaN, zero > frame.minY + 1, zero < frame.maxY - 1 {
        lines.append(
          .stroke(
            .segment(Point(frame.minX, zero), Point(frame.maxX, zero)),
            Stroke(theme.axis, width: 1)))
      }
    }
    guard !lines.isEmpty else { return [] }
    return [.group(DrawGroup(role: "grid", isDecoration: true, commands: lines))]
  }

  func xTickCount(_ frame: Rect) -> Int { max(2, min(9, Int((frame.width / 52).rounded()))) }

  /// The labels of both axes, the line at the bottom and its ticks.
  mutating func drawAxes(
    _ panel: ResolvedPanel, _ plot: PlotArea, _ yTicks: [Tick], _ yLabels: [MeasuredLine],
    showsXTicks: Bool, bottom: inout Double
  ) -> [DrawCommand] {
    var result: [DrawCommand] = []
    let lines = drawYLabels(panel, plot, yTicks, yLabels)
    if !lines.isEmpty {
      result.append(.group(DrawGroup(role: "axis", label: "y axis", commands: lines)))
    }
    let isTop = panel.x.settings.position == .top
    let isHidden = panel.x.settings.isHidden == true
    var ruler: [DrawCommand] = []
    if !isTop, !isHidden {
      let y = plot.frame.maxY
      ruler.append(
        .stroke(
          .segment(Point(plot.frame.minX, y), Point(plot.frame.maxX, y)),
          Stroke(theme.axis, width: 1)))
    }
    if showsXTicks, !isHidden { ruler += drawXTicks(panel, plot, isTop: isTop, bottom: &bottom) }
    if !ruler.isEmpty {
      result.append(.group(DrawGroup(role: "axis", label: "x axis", commands: ruler)))
    }
    return result
  }

  private mutating func drawXTicks(
    _ panel: ResolvedPanel, _ plot: PlotArea, isTop: Bool, bottom: inout Double
  ) -> [DrawCommand] {
    let frame = plot.frame
    let count = xTickCount(frame)
    var ticks = panel.x.ticks(count: count)
    var labels = tickLabels(ticks, panel, plot)
    // Fewer round numbers are better than every second of too many.
    var fewer = count
    while labels.omitted > 0, fewer > 2, panel.x.settings.tickValues == nil, !panel.x.isCategory {
      fewer -= 1
      ticks = panel.x.ticks(count: fewer)
      labels = tickLabels(ticks, panel, plot)
    }
    if labels.omitted > 0, panel.x.isCategory {
      warnings.append(.omittedLabels(axis: .x, count: labels.omitted))
    }
    if panel.x.settings.showsLabels != false, !labels.isTilted {
      tickLabelEnd = labels.items.map { $0.x + $0.width / 2 }.max() ?? tickLabelEnd
    }
    var result: [DrawCommand] = []
    if isTop {
      guard panel.x.settings.showsLabels != false else { return [] }
      return labels.draw(baseline: frame.minY - 12 - (labels.height - TickLabels.leading))
    }
    var path = Path()
    if panel.x.settings.showsTicks ?? (!panel.x.isCategory || ticks.count <= 40) {
      for tick in ticks {
        let x = plot.x.position(ofCoordinate: tick.coordinate)
        guard x > frame.minX - 0.5, x < frame.maxX + 0.5 else { continue }
        let length = tick.isMajor ? theme.tickLength : theme.tickLength * 0.6
        path.elements +=
          Path.segment(Point(x, frame.maxY), Point(x, frame.maxY + length)).elements
      }
    }
    if !path.elements.isEmpty {
      result.append(
        .group(
          DrawGroup(
            role: "ticks", isDecoration: true,
            commands: [.stroke(path, Stroke(theme.axis, width: 1))])))
    }
    guard panel.x.settings.showsLabels != false else { return result }
    let baseline = frame.maxY + 16.5
    result += labels.draw(baseline: baseline)
    bottom = max(bottom, baseline + max(0, labels.height - TickLabels.leading))
    return result
  }

  private func tickLabels(_ ticks: [Tick], _ panel: ResolvedPanel, _ plot: PlotArea)
    -> TickLabels
  { tickLabels(ticks, panel, plot.x, plot.tickRoom) }

  private func tickLabels(
    _ ticks: [Tick], _ panel: ResolvedPanel, _ scale: PositionScale, _ room: TickLabels.Room
  ) -> TickLabels {
    let isTop = panel.x.settings.position == .top
    var room = room
    // Above a panel there is no room for tilted words.
    if isTop { room.tiltedFrom = .infinity }
    return TickLabels(
      ticks.compactMap { tick in
        tick.label.map { (scale.position(ofCoordinate: tick.coordinate), RichText($0)) }
      },
      isCategory: panel.x.isCategory, room: room,
      style: isTop ? TextStyle(.sans, size: 12, weight: .medium) : theme.tick,
      color: isTop ? theme.ink : theme.muted, typesetter: typesetter)
  }

  /// The labels of an x axis over a frame that is not placed yet.
  func tickLabels(_ panel: ResolvedPanel, in frame: Rect) -> TickLabels {
    tickLabels(
      panel.x.ticks(count: xTickCount(frame)), panel,
      panel.x.scale(from: frame.minX, to: frame.maxX), TickLabels.Room())
  }

  /// The height of the labels of an axis above its panel.
  func topLabelHeight(_ panel: ResolvedPanel, _ width: Double) -> Double {
    tickLabels(panel, in: Rect(x: 0, y: 0, width: width, height: 1)).height
  }

  private mutating func drawYLabels(
    _ panel: ResolvedPanel, _ plot: PlotArea, _ ticks: [Tick], _ labels: [MeasuredLine]
  ) -> [DrawCommand] {
    guard !labels.isEmpty else { return [] }
    let isTrailing = panel.y.settings.position == .trailing
    let x = isTrailing ? plot.frame.maxX + 8 : plot.frame.minX - 8
    let anchor: TextAnchor = isTrailing ? .start : .end
    var commands: [DrawCommand] = []
    var next = 0
    var lowest: Double?
    var omitted = 0
    // Labels come from the bottom up.
    for tick in ticks {
      guard let label = tick.label else { continue }
      let count = label.split(separator: "\n").count
      let lines = labels[next..<next + count]
      next += count
      let y = plot.y.position(ofCoordinate: tick.coordinate)
      let height = Double(count) * 13
      if let lowest, abs(lowest - y) < height {
        omitted += 1
        continue
      }
      lowest = y
      for (index, line) in lines.enumerated() {
        let baseline = count == 1 ? y + 4 : y - 2.5 + Double(index) * 14.5
        commands.append(.text(line.line(at: Point(x, baseline), anchor: anchor)))
      }
    }
    if omitted > 0, panel.y.isCategory {
      warnings.append(.omittedLabels(axis: .y, count: omitted))
    }
    return commands
  }
}
