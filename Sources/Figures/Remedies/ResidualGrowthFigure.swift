import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Mean squares of signal and gradient along residual networks, for each kind of branch.
struct ResidualGrowthFigure: Figure {
  typealias Subject = ResidualGrowth

  let id = "residual-growth"

  func chart(of outcome: ResidualGrowth.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let blocks = PlottableValue.value(words["blocks"], (0...outcome.blocks).map(Double.init))
    func log(_ numbers: [Double]) -> [Double] { numbers.map(Elementary.log10) }
    func panel(
      _ key: String, _ values: (ResidualGrowth.Curve) -> ([Estimate], [Double])
    ) -> Panel {
      Panel(words["panel.\(key)"], detail: words["panel.\(key).detail"]) {
        for curve in outcome.curves {
          let (measured, theory) = values(curve)
          let series = PlottableValue.value(words["branch"], words["series.\(curve.branch)"])
          RibbonMark(
            x: blocks, lower: .log10(words["interval"], log(measured.map(\.low))),
            upper: .log10(words["interval"], log(measured.map(\.high))), series: series)
          LineMark(
            x: blocks, y: .log10(words[key], log(measured.map(\.value))), series: series
          ).endLabel(showsSymbol: false)
          LineMark(x: blocks, y: .log10(words["theory"], log(theory))).lineStyle(.theoryOverlay)
        }
      }
    }
    return Chart(id) {
      panel("signal") { ($0.signal, $0.signalTheory) }
      panel("gradient") { ($0.gradient, $0.gradientTheory) }
    }
    .chartForegroundStyleScale([
      words["series.he"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.relu"]: SeriesStyle(
        line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C)),
      words["series.normalized"]: SeriesStyle(
        line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
      words["series.tanh"]: SeriesStyle(
        line: Color(0x00868B, 0x4CC6C9), text: Color(0x00747A, 0x4CC6C9)),
      words["series.scaled"]: SeriesStyle(line: Color(0x7B4FA6, 0xCDA8F0)),
      words["series.zero"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    ])
    .chartFacet(columns: 2)
    .chartXScale(domain: 0...Double(outcome.blocks))
    .chartXAxis(values: [0, 10, 20, 30, 40].filter { $0 <= Double(outcome.blocks) })
    .chartXAxisLabel(words["blocks"])
    .chartYScale(log10Domain: -0.3...13)
    .chartYAxisLabel(words["square"])
    .chartLegend(.top)
    .chartPlotHeight(300)
  }
}
