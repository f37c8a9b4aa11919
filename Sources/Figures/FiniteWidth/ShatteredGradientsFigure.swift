import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The correlation of two inputs' gradients by depth, with and without batch normalisation.
struct ShatteredGradientsFigure: Figure {
  typealias Subject = ShatteredGradients

  let id = "shattered-gradients"

  func chart(of outcome: ShatteredGradients.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let (plain, normalized) = (words["series.plain"], words["series.normalized"])
    let curve = outcome.plainTheory
    return Chart(id) {
      // From where the power holds.
      if let end = curve.last {
        let guide = curve.map(\.depth).filter { 2 * $0 >= end.depth }.map(Double.init)
        LineMark(
          x: .value(words["x"], guide),
          y: .value(
            words["power"],
            guide.map { depth in
              let ratio = Double(end.depth) / depth
              return end.correlation * ratio * ratio * ratio
            })
        ).lineStyle(width: 6).foregroundStyle(.muted).opacity(0.25).endLabelHidden()
      }
      LineMark(
        x: .value(words["x"], curve.map(\.depth)),
        y: .value(words["theory"], curve.map(\.correlation)),
        series: .value(words["kind"], plain)
      )
      .lineStyle(width: 1.2, dash: [4, 3.5]).endLabel(detail: words["end.plain"])
      LineMark(
        x: .value(words["x"], outcome.normalized.map(\.depth)),
        y: .value(words["theory"], outcome.normalized.map(\.theory)),
        series: .value(words["kind"], normalized)
      )
      .lineStyle(width: 1.2, dash: [4, 3.5]).endLabelHidden()
      TextMark(
        "[\(normalized)](\(normalized))", detail: words["end.normalized"],
        x: .value(words["x"], 5.2), y: .value("y", 0.006), alignment: .end
      ).bold()
      for (name, points) in [(plain, outcome.plain), (normalized, outcome.normalized)] {
        let x = PlottableValue.value(words["x"], points.map(\.depth))
        let series = PlottableValue.value(words["kind"], name)
        ErrorBarMark(
          x: x, lower: .value(words["interval"], points.map { max($0.correlation.low, 1e-9) }),
          upper: .value(words["interval"], points.map { max($0.correlation.high, 1e-9) }),
          series: series, shape: .line)
        PointMark(
          x: x, y: .value(words["measured"], points.map(\.correlation.value)), series: series)
      }
    }
    .chartForegroundStyleScale([
      plain: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55), symbol: .square),
      normalized: SeriesStyle(
        line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5), symbol: .circle),
    ])
    .chartXScale(type: .log, domain: 0.9...72)
    .chartXAxis(
      values: [1, 2, 4, 8, 16, 32, 64], labels: ["1", "2", "4", "8", "16", "32", "64"]
    )
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -4...0.05)
    .chartYAxisLabel(words["y"])
    .chartDirectLabels()
    .chartPlotHeight(330)
  }
}
