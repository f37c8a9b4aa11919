import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The test loss after the budget by peak learning rate, with and without a warm-up, a panel for each placement of the
/// normalisation.
struct TransformerWarmUpFigure: Figure {
  typealias Subject = TransformerWarmUp

  let id = "transformer-warm-up"

  /// Losses above this have left the picture.
  static let ceiling = 1.5

  func chart(of outcome: TransformerWarmUp.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let (low, high) = (outcome.rates.min() ?? 0, outcome.rates.max() ?? 0)
    func drawn(_ losses: [Double]) -> [Double] { losses.map { min($0, Self.ceiling) } }
    return Chart(id) {
      for key in TransformerStarts.networkKeys {
        Panel(words["panel.\(key)"]) {
          RuleMark(y: .value(words["goal"], outcome.guessing / 2)).lineStyle(.theory)
          for one in outcome.cases where one.network == key {
            let series = PlottableValue.value(
              words["schedule"], words[one.isWarm ? "series.with" : "series.without"])
            // Side by side, so that no interval hides the other.
            let shift = one.isWarm ? 0.06 : -0.06
            let rates = PlottableValue.value(words["rate"], outcome.rates.map { $0 + shift })
            ErrorBarMark(
              x: rates, lower: .value(words["interval"], drawn(one.losses.map(\.low))),
              upper: .value(words["interval"], drawn(one.losses.map(\.high))), series: series,
              shape: .line)
            LineMark(
              x: rates, y: .value(words["loss"], drawn(one.losses.map(\.value))), series: series
            ).endLabelHidden()
            PointMark(
              x: rates, y: .value(words["loss"], drawn(one.losses.map(\.value))), series: series)
          }
        }
      }
    }
    .chartForegroundStyleScale([
      words["series.without"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
      words["series.with"]: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55)),
    ])
    .chartFacet(columns: 3)
    .chartXScale(domain: (low - 0.3)...(high + 0.3))
    .chartXAxis(values: outcome.rates)
    .chartXAxisLabel(words["rate"])
    .chartYScale(domain: 0...Self.ceiling)
    .chartYAxisLabel(words["loss"])
    .chartLegend(.top)
    .chartPlotHeight(230)
  }
}
