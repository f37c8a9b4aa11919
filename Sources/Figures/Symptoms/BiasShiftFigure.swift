import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// Steps to a loss below guessing by learning rate, a panel for each activation, inputs as they are and centred.
struct BiasShiftFigure: Figure {
  typealias Subject = BiasShift

  let id = "bias-shift"

  func chart(of outcome: BiasShift.Outcome, study: StudyConfiguration, words: FigureWords) throws
    -> Chart
  {
    let never = Double(outcome.steps) * 1.1
    return Chart(id) {
      for activation in ["sigmoid", "centred-sigmoid", "half-tanh", "tanh", "relu"] {
        Panel(words.name(activation)) {
          for one in outcome.cases where one.activation == activation {
            let rates = PlottableValue.value(words["rate"], outcome.rates)
            let series = PlottableValue.value(
              words["inputs"], words[one.isCentred ? "series.centred" : "series.raw"])
            ErrorBarMark(
              x: rates, lower: .value(words["interval"], one.times.map { min($0.low, never) }),
              upper: .value(words["interval"], one.times.map { min($0.high, never) }),
              series: series, shape: .line)
            LineMark(
              x: rates, y: .value(words["steps"], one.times.map { min($0.value, never) }),
              series: series)
            // The pilots' choice, which the text quotes.
            PointMark(
              x: .value(words["rate"], [one.bestRate]),
              y: .value(words["steps"], [min(one.best.value, never)]), series: series)
          }
        }
      }
    }
    .chartFacet(columns: 5)
    .chartForegroundStyleScale([
      words["series.raw"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.centred"]: SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
    ])
    .chartXScale(domain: (outcome.rates.first ?? -4)...(outcome.rates.last ?? 2))
    .chartXAxis(values: [-2, 0, 2])
    .chartXAxisLabel(words["rate"])
    .chartYScale(domain: 0...never)
    .chartYAxisLabel(words["steps"])
    .chartLegend(.top)
    .chartPlotHeight(230)
  }
}
