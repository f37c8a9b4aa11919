import Charts
import Graphics
import Simulation

/// The logarithm of a product's norm against the normal law of theory.
enum ProductChart {
  static func chart(_ sample: GaussianProductResult, seed: UInt64) -> Chart {
    // Without theory, for short products, the sample's own mean and deviation set the range.
    let hasTheory = sample.theory.mean != nil
    let mean = sample.theory.mean ?? sample.logNorm.value
    let deviation =
      sample.theory.standardDeviation ?? sample.logNormVariance.value.squareRoot()
    @Sendable func density(_ x: Double) -> Double {
      NormalDistribution.density((x - mean) / deviation) / deviation
    }
    let (edges, heights) = (sample.histogram.edges, sample.histogram.densities)
    let low = min(edges.first ?? mean, mean - 4 * deviation)
    let high = max(edges.last ?? mean, mean + 4 * deviation)
    let peak = max(hasTheory ? density(mean) : 0, heights.max() ?? 0)
    let two = NumberFormat.fixed(2)
    return Chart("product") {
      RectangleMark(
        xStart: .value("from", Array(edges.dropLast())),
        xEnd: .value("to", Array(edges.dropFirst())),
        yStart: .value("zero", Array(repeating: 0.0, count: heights.count)),
        yEnd: .value("density", heights)
      ).foregroundStyle(.accent).opacity(0.42)
      if hasTheory {
        LinePlot(
          x: "ln norm", y: "normal density", series: .value("Law", "theory"), domain: low...high,
          function: density
        ).lineStyle(.theory).lineStyle(width: 1.4).endLabelHidden()
      }
      RuleMark(x: .value("mean", [sample.logNorm.value])).label(
        "mean \(two.label(sample.logNorm.value))"
      ).foregroundStyle(.ink)
    }
    .chartLegend(.hidden)
    .chartXScale(domain: low...high)
    .chartXAxisLabel("Natural logarithm of the spectral norm")
    .chartYScale(domain: 0...peak * 1.15)
    .chartYAxisLabel("Density")
    .chartPlotHeight(300)
    .chartTitle(
      "The logarithm of the norm has mean \(two.label(sample.logNorm.value)) and standard "
        + "deviation \(two.label(sample.logNormVariance.value.squareRoot()))"
    )
    .chartSubtitle(
      "Products of \(sample.stepCount) matrices of \(sample.size) × \(sample.size) normal "
        + "entries with standard deviation \(NumberFormat.significant(4).label(sample.entryDeviation))."
    )
    .chartCaption(
      """
      **Bars:** \(sample.trials) products, area 1. **Dashed:** \
      \(hasTheory
        ? "the normal law of theory, mean \(two.label(mean)) and standard deviation "
          + "\(two.label(deviation)), which holds for long products"
        : "none, because the product is too short for the law of long ones"). \
      95\u{a0}% interval of the mean \(two.label(sample.logNorm.low)) to \
      \(two.label(sample.logNorm.high)). Seed \(seed).
      """
    )
    .chartAltText(
      """
      Histogram of the logarithm of the norm of \(sample.trials) products around \
      \(two.label(sample.logNorm.value))\
      \(hasTheory ? ", with the normal density of theory around \(two.label(mean))" : "").
      """)
  }
}
