import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The length of a signal by layer on two log axes, for activations that are close to x near 0.
struct NearLinearFigure: Figure {
  typealias Subject = NearLinear

  let id = "near-linear"

  func chart(of outcome: NearLinear.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let layers = PlottableValue.value(words["layer"], outcome.layers)
    let all = outcome.layers.map(Double.init)
    return Chart(id) {
      for one in outcome.cases {
        let series = PlottableValue.value(words["activation"], words.name(one.activation))
        RibbonMark(
          x: layers, lower: .log10(words["range"], one.low),
          upper: .log10(words["range"], one.high), series: series)
        LineMark(x: layers, y: .log10(words["length"], one.median), series: series)
          .endLabel(detail: words.optional("if.end.\(one.activation)"))
        LineMark(x: layers, y: .log10(words["theory"], one.theory), series: series)
          .lineStyle(.theoryOverlay).endLabelHidden()
      }
      // The law of the decay, from where it holds.
      for factor in [0.5, 2.0] {
        LineMark(
          x: .value(words["layer"], all.filter { $0 >= 20 }),
          y: .value(words["law"], all.filter { $0 >= 20 }.map { factor / $0 })
        ).lineStyle(width: 5).foregroundStyle(.muted).opacity(0.25).endLabelHidden()
      }
    }
    .chartXScale(type: .log, domain: 1...Double(outcome.layers.last ?? 2))
    .chartXAxis(values: [1, 3, 10, 30, 100], labels: ["1", "3", "10", "30", "100"])
    .chartXAxisLabel(words["layer"])
    .chartYScale(log10Domain: -4...0.7)
    .chartYAxisLabel(words["length"])
    .chartDirectLabels()
    .chartPlotHeight(300)
  }
}
