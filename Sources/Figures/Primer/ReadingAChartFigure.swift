import Charts
import Experiments
import Study

/// Every network of a small sample, the mean with its interval, and theory.
struct ReadingAChartFigure: Figure {
  typealias Subject = Primer

  let id = "reading-a-chart"

  func chart(of outcome: Primer.Outcome, study: StudyConfiguration, words: FigureWords) -> Chart {
    let (gain, row) = (words["gain"], words["row"])
    let limit = max(2.2, (outcome.gains.max() ?? 2) + 0.2)
    // Dots one above the other would hide each other: every one has its own height.
    let heights = outcome.gains.indices.map { 2.35 + 0.6 * Double($0 * 7 % 24) / 24 }
    return Chart(id) {
      RuleMark(x: .value(gain, 1.0)).lineStyle(.theory)
      PointMark(x: .value(gain, outcome.gains), y: .value(row, heights))
        .foregroundStyle(.accent).symbolSize(radius: 3).opacity(0.7)
      RuleMark(
        xStart: .value(gain, outcome.mean.low), xEnd: .value(gain, outcome.mean.high),
        y: .value(row, 1.35)
      ).foregroundStyle(.accent).lineStyle(width: 7).opacity(0.4)
      PointMark(x: .value(gain, outcome.mean.value), y: .value(row, 1.35))
        .foregroundStyle(.accent).symbolSize(radius: 4)
      TextMark(
        words["text.sample"], detail: words["text.sample.detail"], x: .value(gain, limit),
        y: .value(row, 3.25), alignment: .end
      ).bold().foregroundStyle(.accent)
      BracketMark(
        words["text.interval"], xStart: .value(gain, outcome.mean.low),
        xEnd: .value(gain, outcome.mean.high), y: .value(row, 1.35), side: .bottom
      ).bracketDistance(8)
      TextMark(
        words["text.theory"], x: .value(gain, 0.1), y: .value(row, 1.8), alignment: .start
      ).leader(toX: .value(gain, 1.0), y: .value(row, 1.8))
    }
    .chartXScale(domain: 0...limit)
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0.3...3.5)
    .chartYAxis(grid: false, isHidden: true)
    .chartPlotHeight(220)
    .chartLegend(.hidden)
  }
}
