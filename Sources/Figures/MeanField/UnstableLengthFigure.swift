import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Lengths by layer from below, at and above a fixed point, a panel for each activation.
struct UnstableLengthFigure: Figure {
  typealias Subject = UnstableLength

  let id = "unstable-length"

  private static let keys = ["below", "at", "above"]

  func chart(of outcome: UnstableLength.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let depth = outcome.cases.first?.orbits.first?.median.count ?? 1
    let layers = (1...depth).map(Double.init)
    let (layer, length) = (words["layer"], words["length"])
    let series = Self.keys.map { words["series.\($0)"] }
    return Chart(id) {
      for one in outcome.cases {
        Panel(
          words.name(one.activation),
          detail: words.text(
            one.slope > 1 ? "detail.leave" : "detail.return",
            Fact("fixed", one.fixedPoint, .significant(3)), Fact("slope", one.slope, .fixed(3)))
        ) {
          RuleMark(y: .log10(words["fixed"], Elementary.log10(one.fixedPoint)))
            .foregroundStyle(.axis)
          for (orbit, name) in zip(one.orbits, series) {
            let x = PlottableValue.value(layer, layers)
            let which = PlottableValue.value(words["start"], name)
            RibbonMark(
              x: x, lower: .log10(words["range"], orbit.low),
              upper: .log10(words["range"], orbit.high), series: which)
            LineMark(x: x, y: .log10(length, orbit.median), series: which)
            LineMark(x: x, y: .log10(words["theory"], orbit.theory), series: which)
              .lineStyle(.theoryOverlay)
          }
        }
      }
    }
    .chartFacet(columns: 4)
    .chartForegroundStyleScale([
      series[0]: SeriesStyle(line: Color(0x2B73B3, 0x7DB9F0), text: Color(0x22609A, 0x7DB9F0)),
      series[1]: SeriesStyle(line: Color(0x6B7078, 0xA9AEB6), text: Color(0x5A5F67, 0xA9AEB6)),
      series[2]: SeriesStyle(line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C)),
    ])
    .chartXScale(domain: 1...Double(depth))
    .chartXAxis(values: [1, 8, 16, 24].filter { $0 <= Double(depth) })
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -2...2.6)
    .chartYAxisLabel(length)
    .chartLegend(.top)
    .chartPlotHeight(230)
  }
}
