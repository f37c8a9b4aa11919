import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Each mean's loss relative to the arithmetic one's, by shape and activation.
struct MeansInTrainingFigure: Figure {
  typealias Subject = MeansInTraining

  let id = "means-in-training"

  func chart(of outcome: MeansInTraining.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let means = MeansInTraining.means.filter { $0 != "arithmetic" }
    let ratios = outcome.cases.map(\.ratio)
    let low = min(0.88, 0.98 * (ratios.map(\.low).min() ?? 1))
    let high = max(1.14, 1.02 * (ratios.map(\.high).max() ?? 1))
    return Chart(id) {
      for (shape, widths) in zip(outcome.shapes, outcome.widths) {
        Panel(
          words["panel.\(shape)"], detail: widths.map(String.init).joined(separator: "-")
        ) {
          RuleMark(y: .value(words["equal"], 1.0)).foregroundStyle(.axis)
          for activation in MeansInTraining.activations {
            let own = means.compactMap { mean in
              outcome.cases.first {
                $0.shape == shape && $0.activation == activation && $0.mean == mean
              }
            }
            let series = PlottableValue.value(words["activation"], words.name(activation))
            let x = PlottableValue.value(words["mean"], own.map { words["mean.\($0.mean)"] })
            ErrorBarMark(
              x: x, lower: .value(words["interval"], own.map(\.ratio.low)),
              upper: .value(words["interval"], own.map(\.ratio.high)), series: series
            )
            .position(by: series)
            PointMark(
              x: x, y: .value(words["ratio"], own.map(\.ratio.value)), series: series
            ).position(by: series).symbolSize(radius: 3.4)
          }
        }
      }
    }
    .chartFacet(columns: 3)
    .chartForegroundStyleScale([
      words.name("relu"): SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55)),
      words.name("tanh"): SeriesStyle(
        line: Color(0x00868B, 0x4CC6C9), text: Color(0x00747A, 0x4CC6C9)),
      words.name("gelu"): SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words.name("silu"): SeriesStyle(
        line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
    ])
    .chartXAxisLabel("")
    .chartYScale(type: .log, domain: low...high)
    .chartYAxisLabel(words["ratio"])
    .chartLegend(.top)
    .chartPlotHeight(240)
  }
}
