import Charts
import Experiments
import Graphics
import Simulation
import Study

/// What is left of signal's and weights' gradients at layer 1, by remedy and depth, as one table of colours.
struct RemedyGradientsFigure: Figure {
  typealias Subject = RemedyComparison

  let id = "remedy-gradients"

  func facts(of outcome: RemedyComparison.Outcome, study: StudyConfiguration) -> [Fact] {
    let all = outcome.cases.flatMap { $0.signal + $0.weights.compactMap(\.self) }
    return [Fact("margin", all.map(\.halfWidth).max() ?? .nan, .fixed(1))]
  }

  func chart(of outcome: RemedyComparison.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let depths = PlottableValue.value(words["depth"], outcome.depths.map(String.init))
    // Clipping does nothing to a start: it has the patient's row.
    let cases = outcome.cases.filter { !$0.remedy.hasPrefix("clip") }
    let names = PlottableValue.value(words["remedy"], cases.map { words["row.\($0.remedy)"] })
    func panel(
      _ key: String, _ values: (RemedyComparison.Case) -> [Double]
    ) -> Panel {
      Panel(words["panel.\(key)"], detail: words["panel.\(key).detail"]) {
        HeatmapMark(
          x: depths, y: names, values: cases.map(values), valueLabel: words["ratio"],
          scale: ColorScale(.diverging, domain: -10...10, type: .squareRoot)
        )
        .cellLabels(.signed(1)).outlined { abs($0) <= 0.5 }
      }
    }
    return Chart(id) {
      panel("signal") { $0.signal.map(\.value) }
      panel("weights") { $0.weights.map { $0?.value ?? .nan } }
    }
    .chartFacet(columns: 2)
    .chartXAxis(position: .top)
    .chartXAxisLabel(words["depth"])
    .chartYAxisLabel("")
    .chartColorBar(words["ratio"], low: words["vanishes"], high: words["explodes"])
    .chartPlotHeight(360)
  }
}
