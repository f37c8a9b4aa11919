import Charts
import Publishing
import Study
import Graphics
import Simulation

/// The logarithm of a product's norm against the normal law of theory.
enum ProductChart {
  static func chart(_ sample: GaussianProductResult, seed: UInt64) throws -> Chart {
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
    let facts = [
      Fact("mean", text: two.label(sample.logNorm.value)),
      Fact("deviation", text: two.label(sample.logNormVariance.value.squareRoot())),
      Fact("matrices", text: "\(sample.stepCount)"), Fact("size", text: "\(sample.size)"),
      Fact("entry-deviation", text: NumberFormat.significant(4).label(sample.entryDeviation)),
      Fact("products", text: "\(sample.trials)"),
      Fact("theory", text: hasTheory ? "yes" : ""),
      Fact("theory-mean", text: two.label(mean)),
      Fact("theory-deviation", text: two.label(deviation)),
      Fact("low", text: two.label(sample.logNorm.low)),
      Fact("high", text: two.label(sample.logNorm.high)), Fact("seed", text: "\(seed)"),
    ]
    return try ChartWords.chart("product", facts: facts) { words in
      Chart("product") {
        RectangleMark(
          xStart: .value(words["from"], Array(edges.dropLast())),
          xEnd: .value(words["to"], Array(edges.dropFirst())),
          yStart: .value(words["zero"], Array(repeating: 0.0, count: heights.count)),
          yEnd: .value(words["density"], heights)
        ).foregroundStyle(.accent).opacity(0.42)
        if hasTheory {
          LinePlot(
            x: words["norm"], y: words["normal"],
            series: .value(words["law"], words["series.theory"]), domain: low...high,
            function: density
          ).lineStyle(.theory).lineStyle(width: 1.4).endLabelHidden()
        }
        RuleMark(x: .value(words["mean"], [sample.logNorm.value])).label(words["rule"])
          .foregroundStyle(.ink)
      }
      .chartLegend(.hidden)
      .chartXScale(domain: low...high)
      .chartXAxisLabel(words["x"])
      .chartYScale(domain: 0...peak * 1.15)
      .chartYAxisLabel(words["y"])
      .chartPlotHeight(300)
    }
  }
}
