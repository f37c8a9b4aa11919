import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The loss by the start's scale for both optimisers, a panel for each normalisation.
struct StartScaleFigure: Figure {
  typealias Subject = StartScale

  let id = "start-scale"

  func chart(of outcome: StartScale.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let scales = PlottableValue.value(words["scale"], outcome.scales.map(Double.init))
    let (first, last) = (Double(outcome.scales.first ?? -6), Double(outcome.scales.last ?? 6))
    return Chart(id) {
      for normalization in StartScale.normalizations {
        Panel(words["panel.\(normalization)"], detail: words["panel.\(normalization).detail"]) {
          RuleMark(y: .value(words["guessing"], Elementary.log(10))).foregroundStyle(.axis)
          for curve in outcome.curves where curve.normalization == normalization {
            let series = PlottableValue.value(
              words["optimizer"], words["series.\(curve.optimizer)"])
            ErrorBarMark(
              x: scales, lower: .value(words["interval"], curve.losses.map { min(3, $0.low) }),
              upper: .value(words["interval"], curve.losses.map { min(3, $0.high) }),
              series: series, shape: .line)
            LineMark(
              x: scales, y: .value(words["loss"], curve.losses.map { min(3, $0.value) }),
              series: series
            ).endLabelHidden()
            PointMark(
              x: scales, y: .value(words["loss"], curve.losses.map { min(3, $0.value) }),
              series: series
            ).symbolSize(radius: 3)
          }
        }
      }
    }
    .chartForegroundStyleScale([
      words["series.sgd"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.adam"]: SeriesStyle(
        line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
    ])
    .chartFacet(columns: 3)
    .chartXScale(domain: first...last)
    .chartXAxis(
      values: [-6, -3, 0, 3, 6], labels: ["2^{−6}", "2^{−3}", "1", "2^{3}", "2^{6}"]
    )
    .chartXAxisLabel(words["scale"])
    .chartYScale(domain: 0...3)
    .chartYAxisLabel(words["loss"])
    .chartLegend(.top)
    .chartPlotHeight(230)
  }
}
