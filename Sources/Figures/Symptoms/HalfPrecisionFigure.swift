import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// The share of the gradient that is flushed to zero, by layer, for each format and activation.
struct HalfPrecisionFigure: Figure {
  typealias Subject = HalfPrecisionGradients

  let id = "half-precision"

  func facts(of outcome: HalfPrecisionGradients.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.cases.flatMap(\.flushed).map(\.halfWidth).max() ?? 0
    return [Fact("margin", 100 * margin, .fixed(1))]
  }

  func chart(
    of outcome: HalfPrecisionGradients.Outcome, study: StudyConfiguration, words: FigureWords
  )
    throws -> Chart
  {
    let layers = PlottableValue.value(words["layer"], Array(1...outcome.depth))
    let names = [
      words["series.plain"], words["series.scaled"], words["series.most"], words["series.brain"],
    ]
    return Chart(id) {
      for activation in ["sigmoid", "tanh", "relu"] {
        Panel(words.name(activation), detail: words["detail.\(activation)"]) {
          for (name, setting) in zip(
            names, [("float16", 0), ("float16", 12), ("float16", 24), ("bfloat16", 0)])
          {
            if let one = outcome.cases.first(where: {
              $0.activation == activation && $0.start == "small" && $0.format == setting.0
                && $0.scale == setting.1
            }) {
              LineMark(
                x: layers,
                y: .value(words["share"], zip(one.flushed, one.lost).map { $0.value + $1 }),
                series: .value(words["kind"], name)
              )
            }
          }
        }
      }
    }
    .chartFacet(columns: 3)
    .chartForegroundStyleScale([
      names[0]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      names[1]: SeriesStyle(line: Color(0x00868B, 0x4CC6C9), text: Color(0x00747A, 0x4CC6C9)),
      names[2]: SeriesStyle(line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
      names[3]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    ])
    .chartXScale(domain: 1...Double(outcome.depth))
    .chartXAxis(values: [1, 10, 20, 30].filter { $0 <= Double(outcome.depth) })
    .chartXAxisLabel(words["layer"])
    .chartYScale(domain: 0...1)
    .chartYAxis(values: [0, 0.25, 0.5, 0.75, 1], format: .percent(0))
    .chartYAxisLabel(words["share"])
    .chartLegend(.top)
    .chartPlotHeight(250)
  }
}
