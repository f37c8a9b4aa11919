import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The angle that clipping by value turns a gradient by, by threshold.
struct ClippingDirectionFigure: Figure {
  typealias Subject = ClippingCliff

  let id = "clipping-direction"

  func facts(of outcome: ClippingCliff.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.directions.flatMap(\.angles).map(\.halfWidth).max() ?? 0
    return [Fact("margin", margin, .fixed(1))]
  }

  func chart(of outcome: ClippingCliff.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    Chart(id) {
      RuleMark(y: .value(words["angle"], 0.0)).foregroundStyle(.axis)
      for one in outcome.directions {
        let thresholds = PlottableValue.value(words["threshold"], one.thresholds)
        let series = PlottableValue.value(words["layers"], words["series.\(one.layers)"])
        LineMark(x: thresholds, y: .value(words["theory"], one.theory)).lineStyle(.theory)
        PointMark(
          x: thresholds, y: .value(words["angle"], one.angles.map(\.value)), series: series
        ).symbolSize(radius: 3.4)
      }
      TextMark(
        words["text.norm"], x: .value(words["threshold"], 0.0002), y: .value(words["angle"], 0),
        vertical: .bottom
      ).offset(y: -4)
    }
    .chartForegroundStyleScale([
      words["series.1"]: SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
      words["series.10"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
    ])
    .chartXScale(type: .log, domain: 0.00009...12)
    .chartXAxisLabel(words["threshold"])
    .chartYScale(domain: 0...80)
    .chartYAxis(values: [0, 20, 40, 60, 80])
    .chartYAxisLabel(words["angle"])
    .chartLegend(.top)
    .chartPlotHeight(230)
  }
}
