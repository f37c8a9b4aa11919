import Graphics

// Long because it is one walk over a panel from back to front; the order is the picture.

extension ChartLayout {
  /// Everything between the words above and the caption: lines of panels from top to bottom.
  mutating func drawPanels(_ lines: [[ResolvedPanel]]) throws(ChartError) {
    // Heights do not depend on the width left by labels, so y ticks are known before the columns.
    let guess = inner.width / Double(grid.columns) - 50
    let heights = grid.lines.map { plotHeight($0.slots[0].row, plotWidth: guess) }
    let yTicks = zip(lines, heights).map { line, height in
      line.map { $0.y.ticks(count: max(2, Int((height / 52).rounded()))) }
    }
    let yLabels = lines.indices.map { line in
      lines[line].indices.map { column in
        yTickLabels(lines[line][column], yTicks[line][column], column: column)
      }
    }
    for line in yLabels.joined().joined() where line.runs.last?.text.hasSuffix("…") == true {
      warnings.append(.overflowingText(line.runs.map(\.text).joined()))
    }
    let columns = columns(lines, tickLabels: yLabels)
    for (index, line) in lines.enumerated() {
      let isFirst = index == 0
      let top = drawLineHeader(line, grid.lines[index], columns, isFirst: isFirst)
      var bottom = top + heights[index]
      tickLabelEnd = -.infinity
      for (column, panel) in line.enumerated() {
        let frame = Rect(
          x: columns.lefts[column], y: top, width: columns.plotWidth, height: heights[index])
        drawPanel(
          panel, in: frame, room: (columns.right[column], columns.freeRight(column, margin)),
          tickRoom: tickRoom(column, columns, in: line),
          yTicks: yTicks[index][column],
          yLabels: yLabels[index][column],
          showsXTicks: grid.lines[index].showsXTicks[column], bottom: &bottom)
      }
      cursor = bottom
      if grid.lines[index].showsXTitle { drawXTitle(line, columns) }
    }
    let spans = columns.lefts.count == 1 || isNarrow
    drawColorBar(
      left: columns.lefts[0],
      width: spans ? columns.plotWidth : width - margin - columns.lefts[0])
  }

  private func yTickLabels(_ panel: ResolvedPanel, _ ticks: [Tick], column: Int) -> [MeasuredLine] {
    let settings = panel.y.settings
    let isFree =
      chart.facetScales == .free || chart.facetScales == .freeY || panel.panel.yAxis.decidesDomain
    guard settings.isHidden != true, settings.showsLabels != false, column == 0 || isFree else {
      return []
    }
    return ticks.compactMap(\.label).flatMap { label in
      let parts = label.split(separator: "\n").map(String.init)
      return parts.enumerated().map { index, part in
        shortened(
          part, style: parts.count > 1 && index == 0 ? theme.seriesName : theme.tick,
          color: parts.count > 1 && index == 0 ? theme.ink : theme.muted)
      }
    }
  }

  /// A name in one line, cut off where it would take more than half of the page from the plots.
  private func shortened(_ text: String, style: TextStyle, color: Color) -> MeasuredLine {
    let whole = typesetter.line(RichText(text), style: style, color: color)
    let limit = 0.5 * inner.width
    guard whole.width > limit else { return whole }
    let letters = Array(RichText(text).plain)
    func start(_ count: Int) -> MeasuredLine {
      typesetter.line(
        RichText(RichText.escaped(String(letters.prefix(count))) + "…"), style: style, color: color)
    }
    var (fits, fails) = (0, letters.count)
    while fails - fits > 1 {
      let middle = (fits + fails) / 2
      if start(middle).width <= limit { fits = middle } else { fails = middle }
    }
    return start(fits)
  }

  /// The y title and the panels' titles; returns the top of the plots.
  private mutating func drawLineHeader(
    _ line: [ResolvedPanel], _ gridLine: ChartGrid.Line, _ columns: Columns, isFirst: Bool
  ) -> Double {
    var words: [DrawCommand] = []
    let hasTitles = line.contains { $0.panel.title != nil }
    var baseline = cursor
    // On narrow pages a panel with its axes is a picture of its own.
    let startsGroup = isNarrow && gridLine.slots.first?.row == 0
    var distance = isFirst ? (frame == .inline ? 12.0 : 37.0) : startsGroup ? 46 : 30
    var categoryTitle: MeasuredLine?
    if gridLine.showsYTitle, let first = line.first {
      let title = first.y.settings.title ?? defaultTitle(.y, first.panel)
      if !title.isEmpty, first.y.settings.isHidden != true {
        let text = first.y.isCategory ? title : "↑ " + title
        let lines = typesetter.lines(
          RichText(text), width: inner.width, style: theme.axisTitle, color: theme.muted)
        if first.y.isCategory {
          // Above its labels, where the numbers of other axes have an arrow to show.
          categoryTitle = lines.first
        } else {
          for line in lines {
            baseline += distance
            words.append(.text(line.line(at: Point(margin, baseline))))
            noteOverflow(line, title)
            distance = 15
          }
          distance = 31
        }
      }
    }
    if isFirst, let title = chart.asideTitle, let column = columns.lefts.indices.last {
      if baseline == cursor { baseline += distance }
      let x = columns.lefts[column] + columns.plotWidth + 22
      let line = typesetter.line(RichText(title), style: theme.axisTitle, color: theme.muted)
      words.append(.text(line.line(at: Point(x, baseline))))
    }
    if hasTitles {
      if baseline == cursor {
        distance = isFirst ? (frame == .inline ? 14 : 43) : startsGroup ? 48 : 36
      }
      baseline += distance
      var deepest = baseline
      for (column, panel) in line.enumerated() {
        let x = columns.lefts[column]
        // Up to the next panel, or to the margin.
        let isLast = column == columns.lefts.count - 1
        let room =
          columns.plotWidth
          + (isLast ? columns.right[column] : columns.freeRight(column, margin))
        var y = baseline
        if let title = panel.panel.title {
          let lines = typesetter.lines(
            RichText(title), width: room, style: theme.panelTitle, color: theme.ink)
          for (index, line) in lines.enumerated() {
            y = baseline + theme.panelTitleLeading * Double(index)
            words.append(.text(line.line(at: Point(x, y))))
          }
        }
        if let detail = panel.panel.detail {
          let lines = typesetter.lines(
            RichText(detail), width: room, style: theme.label, color: theme.muted,
            emphasis: theme.ink)
          for (index, line) in lines.enumerated() {
            y += index == 0 ? 16 : theme.labelLeading
            words.append(.text(line.line(at: Point(x, y))))
          }
        }
        deepest = max(deepest, y)
      }
      baseline = deepest
    }
    let hasWords = baseline > cursor
    var gap = hasWords ? (hasTitles ? 11.0 : 18.0) : isFirst ? (frame == .inline ? 6 : 30) : 20
    let trailing = line.contains { panel in
      panel.panel.marks.contains { ($0 as? any HasTrailingColumn)?.trailingTitle != nil }
    }
    let topLabels = line.filter { $0.x.settings.position == .top }.map { panel in
      topLabelHeight(panel, columns.plotWidth)
    }.max()
    if let topLabels {
      gap = (hasWords ? gap : frame == .inline && isFirst ? 0 : 34) + topLabels + 12
    } else if trailing || categoryTitle != nil {
      gap += categoryTitle == nil ? 26 : 33
    }
    if let categoryTitle {
      words.append(
        .text(categoryTitle.line(at: Point(margin, baseline + gap - (topLabels == nil ? 22 : 13)))))
    }
    if !words.isEmpty { commands.append(.group(DrawGroup(role: "titles", commands: words))) }
    return baseline + gap
  }

  private func defaultTitle(_ axis: Axis, _ panel: Panel) -> String {
    panel.marks.flatMap(\.channels).first { $0.axis == axis && $0.extendsDomain }?.value.label ?? ""
  }

  private mutating func drawXTitle(_ line: [ResolvedPanel], _ columns: Columns) {
    guard let first = line.first, first.x.settings.isHidden != true else { return }
    let title = first.x.settings.title ?? defaultTitle(.x, first.panel)
    guard !title.isEmpty else { return }
    let text = first.x.isCategory ? title : title + " →"
    let lines = typesetter.lines(
      RichText(text), width: width - margin - columns.lefts[0], style: theme.axisTitle,
      color: theme.muted)
    cursor += 20 - 15
    var words: [DrawCommand] = []
    for line in lines {
      cursor += 15
      words.append(.text(line.line(at: Point(columns.lefts[0], cursor))))
    }
    commands.append(.group(DrawGroup(role: "axis-title", commands: words)))
  }

  // MARK: One panel

  private mutating func drawPanel(
    _ panel: ResolvedPanel, in frame: Rect, room: (trailing: Double, free: Double),
    tickRoom: TickLabels.Room, yTicks: [Tick], yLabels: [MeasuredLine],
    showsXTicks: Bool, bottom: inout Double
  ) {
    var plot = PlotArea(
      frame: frame, x: panel.x.scale(from: frame.minX, to: frame.maxX),
      y: panel.y.scale(from: frame.maxY, to: frame.minY), theme: theme, typesetter: typesetter,
      seriesStyles: seriesStyles)
    plot.seriesOrder = seriesOrder
    plot.barSlots = BarSlots.assign(panel.panel.marks)
    (plot.trailingRoom, plot.freeRight) = room
    plot.tickRoom = tickRoom
    // Rounding and side bearings make half a pixel.
    plot.tickRoom.numbers =
      max(-0.5, tickLabelEnd + TickLabels.spacing / 2)...max(width + 0.5, tickLabelEnd + 3)
    plot.page = 0...width
    plot.isNarrow = isNarrow
    var content: [DrawCommand] = []
    let marks = panel.panel.marks
    content += drawMarks(marks.filter { $0.layer == .background }, in: plot)
    content += drawGrid(panel, plot, yTicks)
    content += drawMarks(marks.filter { $0.layer == .data || $0.layer == .unclipped }, in: plot)
    content += drawAxes(
      panel, plot, yTicks, yLabels, showsXTicks: showsXTicks, bottom: &bottom)
    content += ValueLabelLayout(plot: plot).draw(marks)
    let labels = panel.endLabels.compactMap { label, mark -> EndLabels.Item? in
      guard let end = mark.lineEnd(in: plot) else { return nil }
      var item = label
      item.end = Point(end.x, min(max(end.y, frame.minY), frame.maxY))
      return item
    }
    content += EndLabels.draw(labels, beside: frame, theme: theme)
    content += drawMarks(marks.filter { $0.layer == .annotation }, in: plot)
    content += drawTrailing(panel.panel, plot)
    let name = panel.panel.title.map { RichText($0).plain }
    commands.append(.group(DrawGroup(role: "panel", label: name, commands: content)))
  }

  /// Marks in order; neighbours that must stay inside the panel share one clip.
  private func drawMarks(_ marks: [any Mark], in plot: PlotArea) -> [DrawCommand] {
    // Lines along the edge of the panel keep their full width.
    let clip = plot.frame.inset(left: -1.2, top: -1.2, right: -1.2, bottom: -1.2)
    var result: [DrawCommand] = []
    var clipped: [DrawCommand] = []
    func flush() {
      if !clipped.isEmpty {
        result.append(.group(DrawGroup(role: "marks", clip: clip, commands: clipped)))
        clipped = []
      }
    }
    for mark in marks {
      if mark.layer == .data || mark.layer == .background {
        clipped += mark.draw(in: plot)
      } else {
        flush()
        result += mark.draw(in: plot)
      }
    }
    flush()
    return result
  }

  private func drawTrailing(_ panel: Panel, _ plot: PlotArea) -> [DrawCommand] {
    guard let aside = panel.aside else { return [] }
    let x = plot.frame.maxX + 22
    let middle = plot.frame.midY
    var words: [DrawCommand] = [
      .text(
        typesetter.line(RichText(aside.number), style: theme.asideNumber, color: theme.ink)
          .line(at: Point(x, aside.detail == nil ? middle + 6 : middle - 1)))
    ]
    if let detail = aside.detail {
      words.append(
        .text(
          typesetter.line(RichText(detail), style: theme.label, color: theme.muted)
            .line(at: Point(x, middle + 17))))
    }
    return [.group(DrawGroup(role: "aside", commands: words))]
  }
}
