import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The whole signal and the part of it that differs between inputs, by layer.
struct FrameworkDefaultFigure: Figure {
  typealias Subject = FrameworkDefault

  let id = "framework-default"

  func chart(of outcome: FrameworkDefault.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let depth = outcome.cases.first?.whole.count ?? 1
    let layers = PlottableValue.value(words["layer"], Array(1...depth))
    let (whole, across) = (words["series.whole"], words["series.across"])
    let kind = words["kind"]
    return Chart(id) {
      for (index, one) in outcome.cases.enumerated() {
        Panel(
          words.name(one.activation),
          detail: words.text(
            "detail", Fact("factor", one.factor, .fixed(3)),
            Fact("limit", one.limit, .fixed(3)))
        ) {
          LineMark(
            x: layers, y: .log10(words["square"], one.whole), series: .value(kind, whole)
          )
          LineMark(
            x: layers, y: .log10(words["theory"], one.wholeTheory), series: .value(kind, whole)
          ).lineStyle(.theoryOverlay).endLabelHidden()
          RibbonMark(
            x: layers, lower: .log10(words["range"], one.low),
            upper: .log10(words["range"], one.high), series: .value(kind, across))
          LineMark(
            x: layers, y: .log10(words["square"], one.across), series: .value(kind, across)
          )
          LineMark(
            x: layers, y: .log10(words["theory"], one.acrossTheory),
            series: .value(kind, across)
          ).lineStyle(.theoryOverlay).endLabelHidden()
          if index == 0, depth > 9 {
            TextMark(
              words["text.whole"], x: .value(words["layer"], 6.4),
              y: .log10("y", one.whole[8]), vertical: .bottom
            ).offset(y: -8)
            TextMark(
              words["text.across"], x: .value(words["layer"], 5.6),
              y: .log10("y", one.across[5] - 0.5), alignment: .end)
          }
        }
      }
    }
    .chartFacet(columns: 2)
    .chartForegroundStyleScale([
      whole: SeriesStyle(line: Color(0x6B7078, 0xA9AEB6), text: Color(0x5A5F67, 0xA9AEB6)),
      across: SeriesStyle(line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
    ])
    .chartXScale(domain: 1...Double(depth))
    .chartXAxis(values: [1, 4, 8, 12].filter { $0 <= Double(depth) })
    .chartXAxisLabel(words["layer"])
    .chartYScale(log10Domain: -11...0)
    .chartYAxisLabel(words["square"])
    .chartLegend(.top)
    .chartPlotHeight(280)
  }
}
