import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Mean and deviation of the gradient's logarithm by depth.
struct VeryDeepFigure: Figure {
  typealias Subject = VeryDeepNetworks

  let id = "very-deep"

  func chart(of outcome: VeryDeepNetworks.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let depths = PlottableValue.value(words["depth"], outcome.depths.map(Double.init))
    func series(_ key: String) -> PlottableValue {
      .value(words["network"], words["series.\(key)"])
    }
    let ends = 0.8 * Double(outcome.depths.first ?? 1)...1.25 * Double(outcome.depths.last ?? 1)
    return Chart(id) {
      Panel(words["panel.mean"], detail: words["panel.mean.detail"]) {
        for curve in outcome.curves {
          ErrorBarMark(
            x: depths, lower: .value(words["interval"], curve.mean.map(\.low)),
            upper: .value(words["interval"], curve.mean.map(\.high)), series: series(curve.network),
            shape: .line)
          LineMark(
            x: depths, y: .value(words["mean"], curve.mean.map(\.value)),
            series: series(curve.network)
          ).endLabelHidden()
          PointMark(
            x: depths, y: .value(words["mean"], curve.mean.map(\.value)),
            series: series(curve.network)
          ).symbolSize(radius: 3)
          if let theory = curve.theory {
            LineMark(x: depths, y: .value(words["theory"], theory)).lineStyle(.theoryOverlay)
          }
        }
      }
      .chartYScale(type: .symmetricLog)
      Panel(words["panel.deviation"], detail: words["panel.deviation.detail"]) {
        for curve in outcome.curves {
          PointMark(
            x: depths, y: .value(words["deviation"], curve.deviation),
            series: series(curve.network)
          ).symbolSize(radius: 3.4)
          if let theory = curve.deviationTheory {
            LineMark(x: depths, y: .value(words["theory"], theory)).lineStyle(.theory)
          }
        }
      }
      .chartYScale(type: .log, domain: 0.02...5)
    }
    .chartForegroundStyleScale([
      words["series.arithmetic"]: SeriesStyle(
        line: Color(0x0072B2, 0x56B4E9), text: Color(0x00629A, 0x56B4E9)),
      words["series.geometric"]: SeriesStyle(
        line: Color(0x009E73, 0x3CCB9E), text: Color(0x007A59, 0x3CCB9E)),
      words["series.quadratic"]: SeriesStyle(line: Color(0xA0477B, 0xE48DBB)),
      words["series.tanh"]: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55)),
      words["series.scaled"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    ])
    .chartFacet(columns: 2)
    .chartFacetScales(.freeY)
    .chartXScale(type: .log, domain: ends)
    .chartXAxis(
      values: outcome.depths.map(Double.init), labels: outcome.depths.map(String.init)
    )
    .chartXAxisLabel(words["depth"])
    .chartYAxisLabel("")
    .chartLegend(.top)
    .chartPlotHeight(260)
  }
}
