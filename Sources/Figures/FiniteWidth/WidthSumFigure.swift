import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The variance between networks against the sum of 1/width, for many shapes.
struct WidthSumFigure: Figure {
  typealias Subject = WidthSum

  let id = "width-sum"

  private static let symbols: [(shape: String, symbol: Symbol)] = [
    ("constant", .circle), ("widening", .triangle), ("narrowing", .triangleDown),
    ("hourglass", .diamond),
  ]

  func facts(of outcome: WidthSum.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.points.map { $0.variance.halfWidth / $0.variance.value }
    return [Fact("margin", margin.max() ?? .nan, .percent(0))]
  }

  func chart(of outcome: WidthSum.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let (sum, variance) = (words["x"], words["y"])
    let sums = outcome.points.map(\.sum)
    let ends = [0.8 * (sums.min() ?? 0.01), 1.25 * (sums.max() ?? 1)]
    let kinds = [("linear", 2.0), ("relu", 5.0)]
    return Chart(id) {
      for (kind, slope) in kinds {
        let name = words["series.\(kind)"]
        LineMark(
          x: .value(sum, ends), y: .value(words["limit"], ends.map { slope * $0 }),
          series: .value(words["kind"], name)
        )
        .lineStyle(width: 1.2, dash: [4, 3.5])
        .endLabel(words["end.\(kind)"], detail: words["end.\(kind).detail"], showsSymbol: false)
        let mine = outcome.points.filter { $0.activation == kind }
        PointMark(
          x: .value(sum, mine.map(\.sum)), y: .value(words["theory"], mine.map(\.theory))
        ).symbol(.circle, isHollow: true).symbolSize(radius: 7).foregroundStyle(.theory)
        for (shape, symbol) in Self.symbols {
          let points = mine.filter { $0.shape == shape }
          ErrorBarMark(
            x: .value(sum, points.map(\.sum)),
            lower: .value(words["interval"], points.map(\.variance.low)),
            upper: .value(words["interval"], points.map(\.variance.high)),
            series: .value(words["kind"], name), shape: .line)
          PointMark(
            x: .value(sum, points.map(\.sum)),
            y: .value(words["shape.\(shape)"], points.map(\.variance.value)),
            series: .value(words["kind"], name)
          ).symbol(symbol)
        }
      }
    }
    .chartForegroundStyleScale([
      words["series.linear"]: SeriesStyle(
        line: Color(0x6B7078, 0xA9AEB6), text: Color(0x5A5F67, 0xA9AEB6)),
      words["series.relu"]: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55)),
    ])
    .chartXScale(type: .log, domain: ends[0]...ends[1])
    .chartXAxisLabel(sum)
    .chartYScale(type: .log, domain: 0.08...8)
    .chartYAxisLabel(variance)
    .chartDirectLabels()
    .chartPlotHeight(330)
  }
}
