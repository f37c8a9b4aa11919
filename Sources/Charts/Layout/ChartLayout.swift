import Graphics

/// Turns a chart into a drawing: measures words, gives panels their pixels, paints from top to
/// bottom.
struct ChartLayout {
  let chart: Chart
  let theme: Theme
  let width: Double
  let frame: ChartFrame
  let measuring: any TextMeasuring
  let grid: ChartGrid
  let seriesStyles: [String: SeriesStyle]
  let seriesOrder: [String]
  let typesetter: Typesetter
  let margin: Double
  let isNarrow: Bool

  var warnings: [ChartWarning] = []
  var commands: [DrawCommand] = []
  /// How far down the drawing has come.
  var cursor = 0.0
  /// Where the labels below the panel at the left end.
  var tickLabelEnd = -Double.infinity

  init(
    _ chart: Chart, measuring: any TextMeasuring, theme: Theme, width: Double, frame: ChartFrame
  ) {
    self.chart = chart
    var palette = theme.palette
    for (name, style) in chart.seriesStyles { palette[name] = style }
    let theme = Self.theme(theme, palette, chart.looks)
    self.theme = theme
    self.width = width
    self.frame = frame
    self.measuring = measuring
    isNarrow = width < theme.narrowWidth
    margin = frame == .inline ? 0 : isNarrow ? theme.narrowMargin : theme.margin
    grid = ChartGrid(rows: chart.rows, chart: chart, isNarrow: isNarrow, width: width)
    seriesOrder = Self.seriesNames(grid.rows)
    let styles = palette.styles(for: seriesOrder)
    seriesStyles = styles
    let named = Dictionary(
      styles.map { (Palette.key($0), $1) }, uniquingKeysWith: { first, _ in first })
    typesetter = Typesetter(measuring: measuring) { name in
      switch name {
      case "ink": theme.ink
      case "muted": theme.muted
      case "theory": theme.theory
      case "accent": theme.accent
      case "confirmed": theme.confirmed
      case "imprecise": theme.imprecise
      case "refuted": theme.refuted
      default: (named[Palette.key(name)] ?? theme.palette[name])?.text
      }
    }
  }

  /// The theme with the chart's own styles and looks, which marks and markup may name whether a series
  /// has the name or not.
  private static func theme(
    _ theme: Theme, _ palette: Palette, _ looks: [String: SeriesStyle]
  ) -> Theme {
    var theme = theme
    theme.palette = palette
    for (key, style) in looks where palette[key] == nil { theme.palette[key] = style }
    return theme
  }

  /// Series in order of appearance.
  private static func seriesNames(_ rows: [PanelRow]) -> [String] {
    var names: [String] = []
    var known: Set<String> = []
    for mark in rows.flatMap(\.panels).flatMap(\.marks) {
      for name in mark.seriesNames where known.insert(name).inserted { names.append(name) }
    }
    return names
  }

  var inner: Rect { Rect(x: margin, y: 0, width: width - 2 * margin, height: 0) }

  mutating func draw() throws(ChartError) -> Drawing {
    guard width >= 200, width <= 8000 else {
      throw .invalidSize(chart: chart.id, width: width, height: 0)
    }
    let panels = try resolvePanels()
    try checkData()
    cursor = frame == .inline ? 0 : margin
    if frame == .standalone { drawHeader() }
    drawLegend(panels)
    try drawPanels(panels)
    if frame == .standalone { drawCaption() }
    cursor += frame == .inline ? 4 : isNarrow ? 20 : 28
    guard cursor < 20_000 else {
      throw .invalidSize(chart: chart.id, width: width, height: cursor)
    }
    return Drawing(
      size: Size(width, cursor.rounded(.up)),
      title: RichText(chart.title ?? chart.id).plain,
      description: chart.altText ?? AltText.describe(chart, grid.rows),
      background: frame == .inline ? nil : theme.paper, commands: commands)
  }

  /// Equal lengths of columns; values without a place are counted or refused.
  private mutating func checkData() throws(ChartError) {
    var hasData = false
    for (rowIndex, row) in grid.rows.enumerated() {
      for panel in row.panels {
        for mark in panel.marks {
          let channels = mark.channels
          let counts = channels.map(\.value.count)
          if let mismatch = mark.mismatch {
            throw .unequalColumns(
              chart: chart.id, columns: mismatch.columns, counts: mismatch.counts)
          }
          if let count = counts.max() {
            guard mark.allowsUnequalColumns || counts.allSatisfy({ $0 == count }) else {
              throw .unequalColumns(
                chart: chart.id, columns: channels.map { RichText($0.value.label).plain },
                counts: counts)
            }
            if count > 0, mark.spokenName != nil { hasData = true }
          }
          try countInvalid(mark, rowIndex, panel)
        }
      }
    }
    let marks = grid.rows.flatMap(\.panels).flatMap(\.marks)
    if !hasData, !marks.contains(where: { $0 is any DrawingMark }) { warnings.append(.empty) }
  }

  private mutating func countInvalid(_ mark: any Mark, _ row: Int, _ panel: Panel)
    throws(ChartError)
  {
    for channel in mark.channels {
      guard let axis = channel.axis else { continue }
      let settings = axis == .x ? xSettings(row, panel) : ySettings(row, panel)
      guard case .categories = channel.value.values else {
        let scale = settings.scale ?? LinearScale()
        let probe = PositionScale(kind: .continuous(scale), domain: 0...1, start: 0, end: 1)
        let coordinates = probe.coordinates(of: channel.value)
        let bad = coordinates.indices.filter { coordinates[$0].isNaN }
        guard let first = bad.first, settings.categories == nil else { continue }
        let column = RichText(channel.value.label).plain
        if mark.style.invalidValues == .fail {
          throw .invalidValue(chart: chart.id, column: column, index: first)
        }
        warnings.append(
          .droppedValues(
            column: column, series: mark.style.seriesName.map { RichText($0).plain },
            count: bad.count))
        continue
      }
    }
  }

  func xSettings(_ row: Int, _ panel: Panel) -> AxisSettings {
    panel.xAxis.over(grid.rows[row].xAxis).over(chart.xAxis)
  }

  func ySettings(_ row: Int, _ panel: Panel) -> AxisSettings {
    panel.yAxis.over(grid.rows[row].yAxis).over(chart.yAxis)
  }

  // MARK: Words around the panels

  private mutating func drawHeader() {
    var words: [DrawCommand] = []
    var baseline = cursor - 8.5
    if let title = chart.title {
      let lines = typesetter.lines(
        RichText(title), width: inner.width, style: theme.title, color: theme.ink,
        isBalanced: true)
      for line in lines {
        baseline += theme.titleLeading
        words.append(.text(line.line(at: Point(margin, baseline))))
        noteOverflow(line, RichText(title).plain)
      }
    }
    if let subtitle = chart.subtitle {
      let lines = typesetter.lines(
        RichText(subtitle), width: inner.width, style: theme.subtitle, color: theme.muted,
        emphasis: theme.ink)
      for (index, line) in lines.enumerated() {
        baseline += index == 0 ? theme.titleLeading : theme.subtitleLeading
        words.append(.text(line.line(at: Point(margin, baseline))))
      }
    }
    guard !words.isEmpty else { return }
    commands.append(.group(DrawGroup(role: "header", commands: words)))
    cursor = baseline
  }

  private mutating func drawCaption() {
    guard let caption = chart.caption else { return }
    let lines = typesetter.lines(
      RichText(caption), width: inner.width, style: theme.caption, color: theme.muted,
      emphasis: theme.ink)
    cursor += 28
    var words: [DrawCommand] = [
      .stroke(
        .segment(Point(margin, cursor), Point(width - margin, cursor)),
        Stroke(theme.rule, width: 1))
    ]
    var baseline = cursor + 24.5 - theme.captionLeading
    for line in lines {
      baseline += theme.captionLeading
      words.append(.text(line.line(at: Point(margin, baseline))))
    }
    commands.append(.group(DrawGroup(role: "caption", commands: words)))
    cursor = baseline
  }

  mutating func noteOverflow(_ line: MeasuredLine, _ text: String) {
    if line.width > inner.width + 0.5 { warnings.append(.overflowingText(text)) }
  }
}

extension Mark {
  /// All series the mark shows.
  var seriesNames: [String] {
    if case .categories(let names) = style.series?.values { names } else { [] }
  }
}
