import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The test loss by step, a panel for each length.
struct AddingProblemFigure: Figure {
  typealias Subject = AddingProblem

  let id = "adding-problem"

  func chart(of outcome: AddingProblem.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let steps = PlottableValue.value(words["step"], outcome.steps.map(Double.init))
    let last = Double(outcome.steps.last ?? 1)
    func log(_ numbers: [Double]) -> [Double] { numbers.map(Elementary.log10) }
    return Chart(id) {
      for length in outcome.lengths {
        Panel(words.text("panel", Fact("length", length))) {
          RuleMark(y: .log10(words["guessing"], Elementary.log10(AddingProblem.guessing)))
            .lineStyle(.theory)
          for one in outcome.cases where one.length == length {
            let series = PlottableValue.value(words["cell"], words["series.\(one.cell)"])
            RibbonMark(
              x: steps, lower: .log10(words["interval"], log(one.losses.map(\.low))),
              upper: .log10(words["interval"], log(one.losses.map(\.high))), series: series)
            LineMark(
              x: steps, y: .log10(words["loss"], log(one.losses.map(\.value))), series: series
            ).endLabelHidden()
          }
        }
      }
    }
    .chartForegroundStyleScale([
      words["series.rnn"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
      words["series.gru"]: SeriesStyle(
        line: Color(0x009E73, 0x3CCB9E), text: Color(0x007A59, 0x3CCB9E)),
      words["series.lstm-0"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.lstm-2"]: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55)),
    ])
    .chartXScale(domain: 0...last)
    .chartXAxis(values: [0, 0.5, 1].map { ($0 * last).rounded() })
    .chartXAxisLabel(words["step"])
    .chartYScale(log10Domain: -3.2...0.2)
    .chartYAxisLabel(words["loss"])
    .chartLegend(.top)
    .chartPlotHeight(230)
  }
}
