import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// What a bad step costs by when it happens, directly and after a while, and the curvature at that time.
struct BadStepFigure: Figure {
  typealias Subject = BadStep

  let id = "bad-step"

  func chart(of outcome: BadStep.Outcome, study: StudyConfiguration, words: FigureWords) throws
    -> Chart
  {
    let times = outcome.curvature.map(\.step)
    let places = times.indices.map { Double($0) }
    return Chart(id) {
      for kind in ["descent", "noise"] {
        Panel(words["panel.\(kind)"]) {
          RuleMark(y: .value(words["extra"], 0)).foregroundStyle(.axis)
          marks(outcome.cases.filter { $0.kind == kind }.map(\.shock), places, "shock", words)
          marks(outcome.cases.filter { $0.kind == kind }.map(\.cost), places, "cost", words)
        }
        .chartYScale(domain: Self.range(outcome.cases.filter { $0.kind == kind }))
        .chartXScale(domain: -0.3...(Double(times.count) - 0.7))
      }
      Panel(words["panel.curvature"]) {
        ErrorBarMark(
          x: .value(words["step"], places),
          lower: .value(words["range"], outcome.curvature.map(\.value.low)),
          upper: .value(words["range"], outcome.curvature.map(\.value.high)),
          series: .value(words["series"], words["series.curvature"]))
        LineMark(
          x: .value(words["step"], places),
          y: .value(words["curvature"], outcome.curvature.map(\.value.value)),
          series: .value(words["series"], words["series.curvature"])
        ).endLabelHidden()
        RuleMark(y: .value(words["edge"], 2 / outcome.rate)).label(words["edge"])
          .foregroundStyle(.muted)
      }
      .chartXScale(domain: -0.3...(Double(times.count) - 0.7))
    }
    .chartFacet(columns: 3)
    .chartFacetScales(.free)
    .chartForegroundStyleScale([
      words["series.shock"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.cost"]: SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
      words["series.curvature"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    ])
    .chartXAxis(values: places, labels: times.map { "\($0)" })
    .chartXAxisLabel(words["step"])
    .chartLegend(.top)
    .chartPlotHeight(250)
  }

  /// A range around the intervals, of one at least.
  private static func range(_ cases: [BadStep.Case]) -> ClosedRange<Double> {
    let high = min(40, max(0.8, cases.flatMap { [$0.shock.high, $0.cost.high] }.max() ?? 1))
    let low = max(-10, min(-0.2, cases.flatMap { [$0.shock.low, $0.cost.low] }.min() ?? 0))
    return (1.05 * low)...(1.05 * high)
  }

  @MarkBuilder
  private func marks(
    _ estimates: [Estimate], _ places: [Double], _ key: String, _ words: FigureWords
  ) -> [any Mark] {
    ErrorBarMark(
      x: .value(words["step"], places),
      lower: .value(words["range"], estimates.map(\.low)),
      upper: .value(words["range"], estimates.map(\.high)),
      series: .value(words["series"], words["series.\(key)"]))
    LineMark(
      x: .value(words["step"], places), y: .value(words["extra"], estimates.map(\.value)),
      series: .value(words["series"], words["series.\(key)"])
    ).endLabelHidden()
  }
}
