import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Histograms of the logarithm of the gradient's squared length, with the exact law and the log-normal limit.
struct LogNormLawFigure: Figure {
  typealias Subject = LogNormLaw

  let id = "log-norm-law"

  func chart(of outcome: LogNormLaw.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let laws = try outcome.cases.map { try $0.density() }
    return Chart(id) {
      for (one, law) in zip(outcome.cases, laws) {
        let (low, high) = (one.histogram.low, one.histogram.high)
        let xs = (0...160).map { low + (high - low) * Double($0) / 160 }
        let deviation = one.beta.squareRoot()
        let exact = xs.map(law.density)
        let highest = max(
          exact.max() ?? 1, one.histogram.densities.max() ?? 1, 0.39894 / deviation)
        Panel(
          words.text(
            "panel.\(one.activation)", Fact("width", one.width), Fact("layers", one.layers)),
          detail: words.text(
            "detail", Fact("variance", one.variance, .significant(3)),
            Fact("theory", one.varianceTheory, .significant(3)),
            Fact("beta", one.beta, .significant(3)))
        ) {
          RectangleMark(
            xStart: .value(words["from"], Array(one.histogram.edges.dropLast())),
            xEnd: .value(words["to"], Array(one.histogram.edges.dropFirst())),
            yStart: .value(
              words["zero"], [Double](repeating: 0, count: one.histogram.counts.count)),
            yEnd: .value(words["density"], one.histogram.densities)
          ).foregroundStyle(.series(one.activation == "linear" ? "linear" : "ReLU")).opacity(0.42)
          RuleMark(x: .value(words["mean"], 0)).foregroundStyle(.muted)
          LineMark(
            x: .value(words["x"], xs),
            y: .value(
              words["normal"],
              xs.map { NormalDistribution.density(($0 + 0.5 * one.beta) / deviation) / deviation })
          ).lineStyle(.theory).endLabelHidden()
          LineMark(x: .value(words["x"], xs), y: .value(words["exact"], exact))
            .lineStyle(width: 1.6).foregroundStyle(.ink).endLabelHidden()
        }
        .chartXScale(domain: low...high)
        .chartYScale(domain: 0...1.06 * highest)
        .chartYAxis(grid: false, isHidden: true)
      }
    }
    .chartFacet(columns: 3)
    .chartFacetScales(.free)
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(230)
  }
}
