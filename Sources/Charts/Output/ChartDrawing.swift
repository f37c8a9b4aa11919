import Graphics

extension Chart {
  /// Lays the chart out: the drawing, and what its reader should know.
  ///
  /// - Parameters:
  ///   - measuring: the fonts of the renderer that will paint the drawing.
  ///   - theme: colours, type, distances.
  ///   - width: in pixels, 200…8,000; the height follows. Below 520 every panel has a line of its
  ///     own.
  ///   - frame: whether title, subtitle and caption are part of the drawing.
  public func drawing(
    measuring: some TextMeasuring, theme: Theme = .report, width: Double = 800,
    frame: ChartFrame = .standalone
  ) throws(ChartError) -> (drawing: Drawing, warnings: [ChartWarning]) {
    var layout = ChartLayout(
      self, measuring: measuring, theme: theme, width: width, frame: frame)
    let drawing = try layout.draw()
    var seen: Set<ChartWarning> = []
    return (drawing, layout.warnings.filter { seen.insert($0).inserted })
  }
}
