import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// The share of dead ReLUs, and of saturated entries, by learning rate.
struct DyingUnitsFigure: Figure {
  typealias Subject = DyingUnits

  let id = "dying-units"

  func chart(of outcome: DyingUnits.Outcome, study: StudyConfiguration, words: FigureWords) throws
    -> Chart
  {
    let biases = ["low", "zero", "high"]
    return Chart(id) {
      Panel(words["panel.dead"]) {
        for (key, one) in zip(biases, outcome.dead) {
          marks(one.after, outcome.rates, words["series.\(key)"], words)
        }
      }
      Panel(words["panel.saturated"]) {
        for one in outcome.saturated {
          marks(one.after, outcome.rates, words.name(one.activation), words)
        }
      }
    }
    .chartFacet(columns: 2)
    .chartForegroundStyleScale([
      words["series.low"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.zero"]: SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
      words["series.high"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
      words.name("sigmoid"): SeriesStyle(line: Color(0x8A5A00, 0xE0B458)),
      words.name("tanh"): SeriesStyle(line: Color(0x4C4FA8, 0xA9ACF5)),
    ])
    .chartXScale(
      domain: ((outcome.rates.first ?? 0) - 0.3)...((outcome.rates.last ?? 1) + 0.3)
    )
    .chartXAxis(values: outcome.rates)
    .chartXAxisLabel(words["rate"])
    .chartYScale(domain: 0...1)
    .chartYAxisLabel(words["share"])
    .chartLegend(.top)
    .chartPlotHeight(250)
  }

  @MarkBuilder
  private func marks(
    _ estimates: [Estimate], _ rates: [Double], _ name: String, _ words: FigureWords
  ) -> [any Mark] {
    ErrorBarMark(
      x: .value(words["rate"], rates),
      lower: .value(words["range"], estimates.map { max(0, $0.low) }),
      upper: .value(words["range"], estimates.map { min(1, $0.high) }),
      series: .value(words["series"], name))
    LineMark(
      x: .value(words["rate"], rates), y: .value(words["share"], estimates.map(\.value)),
      series: .value(words["series"], name)
    ).endLabelHidden()
  }
}
