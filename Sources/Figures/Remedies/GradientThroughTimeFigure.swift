import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The gradient at the inputs of earlier steps, for each recurrent cell.
struct GradientThroughTimeFigure: Figure {
  typealias Subject = GradientThroughTime

  let id = "gradient-through-time"

  func chart(of outcome: GradientThroughTime.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let back = (0..<outcome.steps).map(Double.init)
    let steps = PlottableValue.value(words["steps"], back)
    let last = Double(outcome.steps - 1)
    return Chart(id) {
      for curve in outcome.curves {
        let series = PlottableValue.value(words["cell"], words["series.\(curve.cell)"])
        RibbonMark(
          x: steps, lower: .log10(words["interval"], curve.gradient.map(\.low)),
          upper: .log10(words["interval"], curve.gradient.map(\.high)), series: series)
        LineMark(
          x: steps, y: .log10(words["gradient"], curve.gradient.map(\.value)), series: series
        ).endLabel(showsSymbol: false)
        LineMark(
          x: steps,
          y: .log10(words["theory"], curve.theory)
        ).lineStyle(.theoryOverlay)
        if let kept = curve.retention {
          PointMark(
            x: .value(words["steps"], [last]),
            y: .log10(words["published"], [last * Elementary.log10(kept)]), series: series
          ).symbol(.circle, isHollow: true)
        }
      }
    }
    .chartForegroundStyleScale([
      words["series.rnn"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
      words["series.orthogonal"]: SeriesStyle(line: Color(0x7B4FA6, 0xCDA8F0)),
      words["series.gru"]: SeriesStyle(
        line: Color(0x009E73, 0x3CCB9E), text: Color(0x007A59, 0x3CCB9E)),
      words["series.lstm-0"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.lstm-1"]: SeriesStyle(
        line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C)),
      words["series.lstm-2"]: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55)),
      words["series.lstm-5"]: SeriesStyle(
        line: Color(0x0072B2, 0x56B4E9), text: Color(0x00629A, 0x56B4E9)),
    ])
    .chartXScale(domain: 0...last)
    .chartXAxis(values: [0, 25, 50, 75, 100].filter { $0 <= last + 1 })
    .chartXAxisLabel(words["steps"])
    .chartYScale(log10Domain: -32...2)
    .chartYAxisLabel(words["gradient"])
    .chartLegend(.direct)
    .chartPlotHeight(330)
  }
}
