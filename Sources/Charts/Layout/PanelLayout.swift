import Graphics

// Long because it is one sum of widths and heights; each line uses those before.

extension ChartLayout {
  /// A panel with its axes decided, but no pixels yet.
  struct ResolvedPanel {
    var slot: ChartGrid.Slot
    var panel: Panel
    var x: AxisResolver.Resolved
    var y: AxisResolver.Resolved
    /// The names at its line ends, without the ends.
    var endLabels: [(item: EndLabels.Item, mark: any Mark)] = []
  }

  /// Axes shared as the chart asks: x by all panels, y by the panels of a row.
  mutating func resolvePanels() throws(ChartError) -> [[ResolvedPanel]] {
    let all = grid.rows.flatMap(\.panels)
    let scales = chart.facetScales
    var lines: [[ResolvedPanel]] = []
    for line in grid.lines {
      var resolved: [ResolvedPanel] = []
      for slot in line.slots {
        let panel = grid.panel(slot)
        let own = panel.marks
        let xs = xSettings(slot.row, panel)
        let ys = ySettings(slot.row, panel)
        let isFreeX = scales == .free || scales == .freeX || panel.xAxis.decidesDomain
        let isFreeY = scales == .free || scales == .freeY || panel.yAxis.decidesDomain
        let sharedX = isFreeX ? own : all.flatMap(\.marks)
        let sharedY = isFreeY ? own : grid.rows[slot.row].panels.flatMap(\.marks)
        resolved.append(
          ResolvedPanel(
            slot: slot, panel: panel,
            x: try AxisResolver(chart: chart.id, axis: .x).resolve(sharedX, xs),
            y: try AxisResolver(chart: chart.id, axis: .y).resolve(sharedY, ys)))
      }
      lines.append(resolved)
    }
    let usesDirectLabels = self.usesDirectLabels
    for line in lines.indices {
      for index in lines[line].indices where usesDirectLabels {
        lines[line][index].endLabels = endLabels(of: lines[line][index].panel)
      }
    }
    // Names that would leave no room for the lines go into a legend, where they can wrap.
    let widest = lines.flatMap(\.self).flatMap(\.endLabels)
      .max { $0.item.width < $1.item.width }
    if let widest, widest.item.width > 0.6 * inner.width / Double(grid.columns) {
      let words = widest.item.detail.map { $0.width > widest.item.name.width ? $0 : nil } ?? nil
      warnings.append(
        .overflowingText((words ?? widest.item.name).runs.map(\.text).joined()))
      for line in lines.indices {
        for index in lines[line].indices { lines[line][index].endLabels = [] }
      }
    }
    return lines
  }

  /// Whether line ends are labelled: by default up to six series in a panel.
  var usesDirectLabels: Bool {
    switch chart.legend {
    case .direct: true
    case .top, .hidden: false
    case .automatic:
      grid.rows.flatMap(\.panels).allSatisfy { panel in
        Set(panel.marks.filter(\.isNamedAtEnd).compactMap(\.style.seriesName)).count <= 6
      }
    }
  }

  private func endLabels(of panel: Panel) -> [(item: EndLabels.Item, mark: any Mark)] {
    var taken: Set<String> = []
    var labels: [(item: EndLabels.Item, mark: any Mark)] = []
    for mark in panel.marks where mark.isNamedAtEnd {
      let label = mark.style.endLabel
      guard let text = label.text ?? mark.style.seriesName, taken.insert(text).inserted else {
        continue
      }
      let plot = emptyPlot
      let colors = plot.colors(of: mark.style)
      let style = mark.style.seriesName.flatMap(plot.seriesStyle)
      labels.append(
        (
          EndLabels.Item(
            name: typesetter.line(RichText(text), style: theme.seriesName, color: colors.text),
            detail: label.detail.map {
              typesetter.line(RichText($0), style: theme.label, color: theme.muted)
            },
            end: Point(0, 0), symbol: label.showsSymbol ? style?.symbol : nil,
            isHollow: style?.isHollow ?? false, color: colors.line), mark
        ))
    }
    return labels
  }

  /// Looks without pixels.
  private var emptyPlot: PlotArea {
    let scale = PositionScale(kind: .continuous(LinearScale()), domain: 0...1, start: 0, end: 1)
    return PlotArea(
      frame: Rect(x: 0, y: 0, width: 1, height: 1), x: scale, y: scale, theme: theme,
      typesetter: typesetter, seriesStyles: seriesStyles)
  }

  // MARK: Distribution of the width

  /// The places of the columns of panels.
  struct Columns {
    /// The left edge of each column's plots.
    var lefts: [Double]
    var plotWidth: Double
    /// Room right of each column's plots.
    var right: [Double]
    /// Distance from that room to the labels of the next column.
    var gaps: [Double]

    /// What words beside the plots may fill.
    func freeRight(_ column: Int, _ margin: Double) -> Double {
      right[column] + (column == right.count - 1 ? margin : gaps[column] - 4)
    }
  }

  func columns(_ lines: [[ResolvedPanel]], tickLabels: [[[MeasuredLine]]]) -> Columns {
    var left = [Double](repeating: 0, count: grid.columns)
    var right = [Double](repeating: 0, count: grid.columns)
    for (lineIndex, line) in lines.enumerated() {
      for (column, panel) in line.enumerated() {
        let labels = tickLabels[lineIndex][column]
        let widest = labels.map(\.width).max() ?? 0
        let needed = labels.isEmpty ? 0 : widest + 8
        if panel.y.settings.position == .trailing {
          right[column] = max(right[column], needed)
        } else {
          left[column] = max(left[column], needed)
        }
        let names = panel.endLabels.map(\.item.width).max()
        if let names { right[column] = max(right[column], names + EndLabels.gap) }
        if let aside = asideWidth(panel.panel) { right[column] = max(right[column], aside + 22) }
        if let column2 = trailingColumnWidth(panel.panel) {
          right[column] = max(right[column], column2 + 12)
        }
      }
    }
    // Labels centred under the first and last ticks reach beyond the plot; margins hold them, but a
    // drawing without margins must.
    let overhang = overhang(lines)
    left[0] = max(left[0], overhang.left - margin)
    right[grid.columns - 1] = max(right[grid.columns - 1], overhang.right - margin)
    var gaps = 0.0
    var gapAfter = [Double](repeating: 0, count: grid.columns)
    for column in 0..<max(0, grid.columns - 1) {
      let basic = grid.columns == 2 ? 46.0 : 26.0
      let labelled = right[column] > 0 || left[column + 1] > 0
      gapAfter[column] = labelled ? 12 : basic
      gaps += gapAfter[column]
    }
    let taken = left.reduce(0, +) + right.reduce(0, +) + gaps
    let plotWidth = max(40, (inner.width - taken) / Double(grid.columns))
    var lefts: [Double] = []
    var x = margin
    for column in 0..<grid.columns {
      x += left[column]
      lefts.append(x)
      x += plotWidth + right[column] + gapAfter[column]
    }
    return Columns(lefts: lefts, plotWidth: plotWidth, right: right, gaps: gapAfter)
  }

  /// Where the names of a category axis below a panel may be.
  func tickRoom(_ column: Int, _ columns: Columns, in line: [ResolvedPanel]) -> TickLabels.Room {
    func middle(_ left: Int) -> Double {
      (columns.lefts[left] + columns.plotWidth + columns.lefts[left + 1]) / 2
    }
    let start = column == 0 ? 0 : middle(column - 1) + TickLabels.spacing / 2
    let end =
      column + 1 == columns.lefts.count ? width : middle(column) - TickLabels.spacing / 2
    let areShared = chart.facetScales == .shared || chart.facetScales == .freeY
    let ownNames = line.contains { $0.panel.xAxis.decidesDomain }
    return TickLabels.Room(
      level: start...max(start, end), tiltedFrom: areShared && !ownNames ? 0 : start)
  }

  /// How far labels of the x axes can reach beyond the plots at the left and at the right.
  private func overhang(_ lines: [[ResolvedPanel]]) -> (left: Double, right: Double) {
    var overhang = (left: 0.0, right: 0.0)
    let guess = Rect(x: 0, y: 0, width: inner.width / Double(grid.columns) - 60, height: 1)
    for panel in lines.flatMap(\.self) where panel.x.settings.isHidden != true {
      if panel.x.isCategory {
        let labels = tickLabels(panel, in: guess)
        for item in labels.items {
          // Names that must be tilted reach to the left only.
          let left = labels.isTilted ? item.width * 0.5.squareRoot() + 6 : item.width / 2 + 1
          let right = labels.isTilted ? 6 : item.width / 2 + 1
          // Room taken at the left makes the bands narrower, and the first name stands nearer to it.
          overhang.left = max(overhang.left, left - (labels.isTilted ? 0.6 : 0.9) * item.x)
          overhang.right = max(overhang.right, right - 0.9 * (guess.maxX - item.x))
        }
        continue
      }
      let scale = panel.x.scale(from: guess.minX, to: guess.maxX)
      for tick in panel.x.ticks(count: xTickCount(guess)) {
        guard let label = tick.label else { continue }
        let half = typesetter.line(RichText(label), style: theme.tick, color: theme.muted).width / 2
        let x = scale.position(ofCoordinate: tick.coordinate)
        // Labels take room too: the panel will be narrower, and its ticks nearer to the edges.
        overhang.left = max(overhang.left, half - 0.7 * x + 1)
        overhang.right = max(overhang.right, half - 0.7 * (guess.maxX - x) + 1)
      }
    }
    return overhang
  }

  private func asideWidth(_ panel: Panel) -> Double? {
    guard let aside = panel.aside else { return nil }
    let number = typesetter.line(
      RichText(aside.number), style: theme.asideNumber, color: theme.ink)
    let detail = aside.detail.map {
      typesetter.line(RichText($0), style: theme.label, color: theme.muted).width
    }
    let title = chart.asideTitle.map {
      typesetter.line(RichText($0), style: theme.axisTitle, color: theme.muted).width
    }
    return max(number.width, detail ?? 0, title ?? 0)
  }

  private func trailingColumnWidth(_ panel: Panel) -> Double? {
    let widths = panel.marks.compactMap { $0 as? any HasTrailingColumn }.flatMap { mark in
      (mark.trailingLabels + [mark.trailingTitle ?? ""]).map {
        typesetter.line(RichText($0), style: theme.label, color: theme.ink).width
      }
    }
    return widths.max()
  }

  /// The height of the plots of a row.
  func plotHeight(_ row: Int, plotWidth: Double) -> Double {
    if let height = grid.rows[row].height {
      // A drawing has the room that its parts need.
      return isNarrow && !grid.rows[row].isDrawing ? min(height, 200) : height
    }
    if let height = chart.plotHeight {
      // Rows of names need their height on every screen: two lines each.
      let names = Double(chart.yAxis.categories?.count ?? 0)
      return isNarrow ? min(height, max(160, plotWidth * 0.8, 27 * names)) : height
    }
    if isNarrow { return (plotWidth * 0.72).rounded() }
    switch grid.columns {
    case 1: return 300
    case 2: return 250
    case 3: return 220
    default: return 170
    }
  }
}

/// A mark with a column of words at the right of the panel.
protocol HasTrailingColumn {
  var trailingTitle: String? { get }
  var trailingLabels: [String] { get }
}

extension Mark {
  /// Whether the end of the mark names it: lines of a series in the series' own colour, and lines
  /// that were given a name.
  var isNamedAtEnd: Bool {
    carriesEndLabel && !style.endLabel.isHidden
      && (style.endLabel.text != nil || style.seriesName != nil && style.foreground == nil)
  }
}
