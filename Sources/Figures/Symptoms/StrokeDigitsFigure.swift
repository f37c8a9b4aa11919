import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// One picture of every digit, as networks see them.
struct StrokeDigitsFigure: Figure {
  typealias Subject = LayerMovement

  let id = "stroke-digits"

  func chart(of outcome: LayerMovement.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let side = Double(StrokeDigits.side)
    return Chart(id) {
      for picture in outcome.pictures {
        Panel(words.text("panel", Fact("digit", picture.digit))) {
          HeatmapMark(
            x: words["column"], xRange: 0...side, y: words["row"], yRange: 0...side,
            values: picture.rows, valueLabel: words["ink"],
            scale: ColorScale(.cividis, domain: 0...1))
        }
      }
    }
    .chartFacet(columns: 5)
    .chartXScale(domain: 0...side)
    .chartYScale(domain: 0...side)
    .chartXAxis(.hidden)
    .chartYAxis(.hidden)
    .chartLegend(.hidden)
    .chartColorBar(values: [], low: words["paper"], high: words["pen"])
    .chartPlotHeight(125)
  }
}
