import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The gradient by the number of layers it has passed, and the factor per layer by the size of the batch.
struct BatchNormGrowthFigure: Figure {
  typealias Subject = BatchNormGrowth

  let id = "batch-norm-growth"

  func chart(of outcome: BatchNormGrowth.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let passed = PlottableValue.value(
      words["passed"], outcome.curves[0].gradient.indices.map(Double.init))
    let sizes = PlottableValue.value(words["batch"], outcome.batches.map { Double($0.batch) })
    let highest = outcome.curves.flatMap(\.gradient).map(\.high).max() ?? 1
    return Chart(id) {
      Panel(words["panel.depth"], detail: words["panel.depth.detail"]) {
        for curve in outcome.curves {
          let series = PlottableValue.value(words["network"], words["series.\(curve.network)"])
          RibbonMark(
            x: passed, lower: .log10(words["interval"], curve.gradient.map(\.low)),
            upper: .log10(words["interval"], curve.gradient.map(\.high)), series: series)
          LineMark(
            x: passed, y: .log10(words["gradient"], curve.gradient.map(\.value)), series: series
          ).endLabel(showsSymbol: false)
          LineMark(x: passed, y: .log10(words["theory"], curve.theory)).lineStyle(.theoryOverlay)
        }
      }
      .chartXScale(domain: 0...Double(outcome.depth))
      .chartXAxis(values: [0, 10, 20, 30].filter { $0 <= Double(outcome.depth) })
      .chartYScale(log10Domain: -0.5...(highest + 0.2))
      Panel(words["panel.batch"], detail: words["panel.batch.detail"]) {
        RuleMark(y: .value(words["limit"], BatchNormalizedReLU.limit.squareRoot()))
          .foregroundStyle(.axis).label(words["limit"], at: .start)
        LineMark(x: sizes, y: .value(words["theory"], outcome.batches.map(\.theory)))
          .lineStyle(.theory)
        ErrorBarMark(
          x: sizes, lower: .value(words["interval"], outcome.batches.map(\.factor.low)),
          upper: .value(words["interval"], outcome.batches.map(\.factor.high))
        ).foregroundStyle(.series(words["series.batch"]))
        PointMark(x: sizes, y: .value(words["factor"], outcome.batches.map(\.factor.value)))
          .foregroundStyle(.series(words["series.batch"])).symbolSize(radius: 4)
      }
      .chartXScale(type: .log, domain: 3...100)
      .chartXAxis(values: [4, 8, 16, 32, 64], labels: ["4", "8", "16", "32", "64"])
      .chartYScale(domain: 1...2)
    }
    .chartForegroundStyleScale([
      words["series.batch"]: SeriesStyle(line: Color(0xA3231F, 0xFF8F86)),
      words["series.residual"]: SeriesStyle(
        line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD)),
      words["series.layer"]: SeriesStyle(
        line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
      words["series.plain"]: SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    ])
    .chartFacet(columns: 2)
    .chartFacetScales(.free)
    .chartLegend(.direct)
    .chartYAxisLabel("")
    .chartXAxisLabel(words["passed"])
    .chartPlotHeight(270)
  }
}
