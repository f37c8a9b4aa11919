import Graphics

extension ChartLayout {
  /// Series named above the panels, in the order of their line ends, where the ends do not name
  /// them.
  mutating func drawLegend(_ lines: [[ResolvedPanel]]) {
    guard chart.legend != .hidden else { return }
    let entries = legendEntries(lines)
    guard chart.legend == .top || needsLegend(lines), !entries.isEmpty else { return }
    var items: [DrawCommand] = []
    var x = margin
    var baseline = cursor + (frame == .inline ? 12 : 32)
    for entry in entries {
      let line = typesetter.line(
        RichText(entry.name), style: theme.seriesName, color: entry.style.text)
      let width = 22 + line.width
      if x > margin, x + width > self.width - margin {
        x = margin
        baseline += 18
      }
      items += key(of: entry, at: Point(x, baseline - 4))
      items.append(.text(line.line(at: Point(x + 22, baseline))))
      x += width + 18
    }
    commands.append(.group(DrawGroup(role: "legend", label: "legend", commands: items)))
    cursor = baseline - (frame == .inline ? -10 : 10)
  }

  /// Whether some panel shows several series that its line ends do not name; where each panel shows
  /// one, the titles name them.
  private func needsLegend(_ lines: [[ResolvedPanel]]) -> Bool {
    lines.flatMap(\.self).contains { panel in
      let named = Set(panel.endLabels.compactMap(\.mark.style.seriesName))
      let shown = panel.panel.marks.filter { mark in
        mark.style.foreground == nil && mark.spokenName != nil
          && !(mark.style.endLabel.isHidden && mark.carriesEndLabel)
      }
      return Set(shown.flatMap(\.seriesNames)).subtracting(named).count > 1
    }
  }

  private struct Entry {
    var name: String
    var style: SeriesStyle
    var isLine: Bool
    var dash: [Double]
    var radius: Double
  }

  private func legendEntries(_ lines: [[ResolvedPanel]]) -> [Entry] {
    var entries: [Entry] = []
    var heights: [String: Double] = [:]
    for panel in lines.flatMap(\.self) {
      let named = Set(panel.endLabels.compactMap(\.mark.style.seriesName))
      let frame = Rect(x: 0, y: 0, width: 100, height: 100)
      var plot = PlotArea(
        frame: frame, x: panel.x.scale(from: 0, to: 100), y: panel.y.scale(from: 100, to: 0),
        theme: theme, typesetter: typesetter, seriesStyles: seriesStyles)
      plot.seriesOrder = seriesOrder
      for mark in panel.panel.marks where mark.style.foreground == nil && mark.spokenName != nil {
        if mark.style.endLabel.isHidden, mark.carriesEndLabel { continue }
        for name in mark.seriesNames where !named.contains(name) {
          if let end = mark.lineEnd(in: plot), heights[name] == nil { heights[name] = end.y }
          if let index = entries.firstIndex(where: { $0.name == name }) {
            if mark.carriesEndLabel { entries[index].isLine = true }
          } else if let style = seriesStyles[name] {
            entries.append(
              Entry(
                name: name, style: style, isLine: mark.carriesEndLabel,
                dash: mark.style.dash ?? plot.seriesDash(mark.style) ?? [],
                radius: min(4.4, max(2, mark.style.symbolRadius ?? 4.4))))
          }
        }
      }
    }
    let directly = Set(
      lines.flatMap(\.self).flatMap(\.endLabels).compactMap(\.mark.style.seriesName))
    return entries.filter { !directly.contains($0.name) }.enumerated().sorted { a, b in
      (heights[a.element.name] ?? .infinity, a.offset)
        < (heights[b.element.name] ?? .infinity, b.offset)
    }.map(\.element)
  }

  private func key(of entry: Entry, at point: Point) -> [DrawCommand] {
    let middle = Point(point.x + 8, point.y)
    if entry.isLine {
      var key: [DrawCommand] = [
        .stroke(
          .segment(Point(point.x, point.y), Point(point.x + 16, point.y)),
          Stroke(entry.style.line, width: theme.lineWidth, dash: entry.dash))
      ]
      if let symbol = entry.style.symbol {
        let path = symbol.path(center: middle, radius: theme.pointRadius)
        key.append(.fill(path, entry.style.isHollow ? theme.paper : entry.style.line))
        if entry.style.isHollow {
          key.append(.stroke(path, Stroke(entry.style.line, width: theme.hollowWidth)))
        }
      }
      return key
    }
    let path = (entry.style.symbol ?? .square).path(center: middle, radius: entry.radius)
    guard entry.style.isHollow else { return [.fill(path, entry.style.line)] }
    return [
      .fill(path, theme.paper), .stroke(path, Stroke(entry.style.line, width: theme.hollowWidth)),
    ]
  }
}
