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
    let guide: [Double] = [8, 64].filter { $0 <= Double(outcome.plain.last?.depth ?? 0) }
    let anchor = outcome.plain.last
    return Chart(id) {
      if let anchor {
        LineMark(
          x: .value(words["x"], guide),
          y: .value(
            words["power"],
            guide.map {
              let ratio = Double(anchor.depth) / $0
              return 1.6 * anchor.theory * ratio * ratio * ratio
            })
        ).lineStyle(width: 5).foregroundStyle(.muted).opacity(0.25).endLabelHidden()
        TextMark(
          words["text.power"], x: .value(words["x"], 23),
          y: .value("y", 1.6 * anchor.theory * 24), vertical: .bottom
        ).offset(x: 8)
      }
      for (name, points) in [(plain, outcome.plain), (normalized, outcome.normalized)] {
        let x = PlottableValue.value(words["x"], points.map(\.depth))
        let series = PlottableValue.value(words["kind"], name)
        LineMark(x: x, y: .value(words["theory"], points.map(\.theory)), series: series)
          .lineStyle(width: 1.2, dash: [4, 3.5])
          .endLabel(detail: words[name == plain ? "end.plain" : "end.normalized"])
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
