import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Lines of the δ-recursion through rings of automatic differentiation.
struct RecursionCheckFigure: Figure {
  typealias Subject = RecursionCheck

  let id = "recursion-check"

  func chart(of outcome: RecursionCheck.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let layers = (1...outcome.depth).map(Double.init)
    let (layer, activation) = (words["layer"], words["activation"])
    let ends = outcome.cases.map { one in
      words.text(
        "alt.end", Fact("activation", text: Self.name(one, words)),
        Fact("top", one.recursion[outcome.depth - 1], .significant(2)),
        Fact("decades", Elementary.log10(one.recursion[0]), .fixed(1)))
    }
    words.state(Fact("ends", text: ends.joined(separator: "; ")))
    return Chart(id) {
      for one in outcome.cases {
        let series = PlottableValue.value(activation, Self.name(one, words))
        LineMark(
          x: .value(layer, layers), y: .value(words["recursion"], one.recursion), series: series
        )
        .endLabel(showsSymbol: false)
        PointMark(
          x: .value(layer, layers), y: .value(words["automatic"], one.automatic), series: series
        )
        .symbol(.circle, isHollow: true)
      }
    }
    .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
    .chartXAxis(values: [1, 5, 10, 15, 20].filter { $0 <= Double(outcome.depth) })
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log)
    .chartYAxisLabel(words["y"])
    .chartDirectLabels()
    .chartPlotHeight(280)
  }

  private static func name(_ one: RecursionCheck.Case, _ words: FigureWords) -> String {
    words.name(StoredActivation.key(of: one.activation))
  }
}
