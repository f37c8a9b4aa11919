import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The error's surface with the three paths on it, one panel each.
struct ClippingCliffFigure: Figure {
  typealias Subject = ClippingCliff

  let id = "clipping-cliff"

  func chart(of outcome: ClippingCliff.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let (x, y) = (3.0...5.5, -3.0...(-1.0))
    return Chart(id) {
      for path in outcome.paths {
        Panel(
          words["panel.\(path.clipping)"], detail: words["panel.\(path.clipping).detail"]
        ) {
          HeatmapMark(
            x: words["weight"], xRange: x, y: words["bias"], yRange: y, values: outcome.surface,
            valueLabel: words["error"], scale: ColorScale(.viridis, domain: 0...0.5))
          LineMark(
            x: .value(words["weight"], path.weights), y: .value(words["bias"], path.biases)
          ).foregroundStyle(.color(Color(0xFFFFFF, 0xFFFFFF))).lineStyle(width: 1.1)
          PointMark(
            x: .value(words["weight"], path.weights), y: .value(words["bias"], path.biases)
          ).foregroundStyle(.color(Color(0xFFFFFF, 0xFFFFFF))).symbolSize(radius: 1.6)
        }
      }
    }
    .chartFacet(columns: 3)
    .chartXScale(domain: x)
    .chartXAxis(values: [3, 4, 5])
    .chartYScale(domain: y)
    .chartYAxis(values: [-3, -2, -1])
    .chartXAxisLabel(words["weight"])
    .chartYAxisLabel(words["bias"])
    .chartLegend(.hidden)
    .chartColorBar(words["error"], low: nil, high: nil)
    .chartPlotHeight(210)
  }
}
