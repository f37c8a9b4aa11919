import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// How far each layer moved, by activation, for the small start and the right one.
struct LayerMovementFigure: Figure {
  typealias Subject = LayerMovement

  let id = "layer-movement"

  func facts(of outcome: LayerMovement.Outcome, study: StudyConfiguration) -> [Fact] {
    outcome.cases.map {
      Fact("\($0.activation)-\($0.start)-accuracy", $0.accuracy, .percent(0))
    }
  }

  func chart(of outcome: LayerMovement.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let layers = PlottableValue.value(words["layer"], Array(1...(outcome.layers + 1)))
    let starts = ["right": words["series.right"], "small": words["series.small"]]
    return Chart(id) {
      for activation in ["sigmoid", "tanh", "relu"] {
        Panel(words.name(activation), detail: words["detail.\(activation)"]) {
          for start in ["right", "small"] {
            if let one = outcome.cases.first(where: {
              $0.activation == activation && $0.start == start
            }) {
              ErrorBarMark(
                x: layers,
                lower: .log10(
                  words["range"], one.movement.map { Elementary.log10(max($0.low, 1e-12)) }),
                upper: .log10(
                  words["range"], one.movement.map { Elementary.log10(max($0.high, 1e-12)) }),
                series: .value(words["start"], starts[start] ?? ""))
              LineMark(
                x: layers,
                y: .log10(
                  words["movement"], one.movement.map { Elementary.log10(max($0.value, 1e-12)) }),
                series: .value(words["start"], starts[start] ?? "")
              ).endLabelHidden()
            }
          }
        }
      }
    }
    .chartFacet(columns: 3)
    .chartForegroundStyleScale([
      starts["right"] ?? "": SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
      starts["small"] ?? "": SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
    ])
    .chartXScale(domain: 1...Double(outcome.layers + 1))
    .chartXAxis(values: [1, 4, 7, 10].filter { $0 <= Double(outcome.layers + 1) })
    .chartXAxisLabel(words["layer"])
    .chartYScale(log10Domain: -9...0)
    .chartYAxisLabel(words["movement"])
    .chartLegend(.top)
    .chartPlotHeight(260)
  }
}
