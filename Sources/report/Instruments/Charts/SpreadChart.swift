import Charts
import Graphics
import Publishing
import Simulation
import Study

/// Histograms over networks with the exact law and the log-normal one.
enum SpreadChart {
  static func chart(
    _ panels: [(key: String, sample: [Double], summary: SpreadSummary)],
    activation: any Activation, rule: any WeightInitializer, widths: [Int], seed: UInt64
  ) throws -> Chart {
    let two = NumberFormat.fixed(2)
    let gradient = panels[panels.count - 1].summary
    let facts = [
      Fact("activation", text: activation.name), Fact("rule", text: RichText.escaped(rule.name)),
      Fact("layers", widths.count), Fact("networks", panels[0].sample.count),
      Fact("dead", text: gradient.dead > 0 ? "\(gradient.dead)" : ""),
      Fact("variance", text: two.label(gradient.variance.value)),
      Fact("exact", text: gradient.theory.map { two.label($0.variance) } ?? ""),
      Fact("log-normal", text: gradient.theory.map { two.label($0.logNormalVariance) } ?? ""),
      Fact("seed", text: "\(seed)"),
    ]
    return try ChartWords.chart("spread", facts: facts) { words in
      let drawn = try panels.map { try panel($0.key, $0.sample, $0.summary, words) }
      return Chart("spread") { drawn }
        .chartFacet(columns: 2)
        .chartFacetScales(.free)
        .chartXAxisLabel(words["x"])
        .chartYAxisLabel(words["y"])
        .chartLegend(.hidden)
        .chartPlotHeight(250)
    }
  }

  private static func panel(
    _ key: String, _ sample: [Double], _ summary: SpreadSummary, _ words: FigureWords
  ) throws -> Panel {
    let alive = sample.filter(\.isFinite)
    let quantiles = try Quantiles(of: alive)
    let (low, high) = (quantiles.value(at: 0.002), quantiles.value(at: 0.998))
    // Networks that do not differ at all, but for rounding.
    let isPoint = high - low < 1e-6
    let histogram = try Histogram(
      of: alive, low: isPoint ? low - 0.5 : low, high: isPoint ? high + 0.5 : high,
      bins: isPoint ? 1 : 36)
    let xs = (0...160).map {
      histogram.low + (histogram.high - histogram.low) * Double($0) / 160
    }
    var highest = histogram.densities.max() ?? 1
    var curve: [Double]?
    if let theory = summary.theory {
      let deviation = theory.logNormalVariance.squareRoot()
      let values = xs.map {
        NormalDistribution.density(($0 - theory.logNormalMean) / deviation) / deviation
      }
      highest = max(highest, values.max() ?? 0)
      curve = values
    }
    return Panel(words["panel.\(key)"], detail: words["panel.\(key).detail"]) {
      RectangleMark(
        xStart: .value(words["from"], Array(histogram.edges.dropLast())),
        xEnd: .value(words["to"], Array(histogram.edges.dropFirst())),
        yStart: .value(words["zero"], [Double](repeating: 0, count: histogram.counts.count)),
        yEnd: .value(words["density"], histogram.densities)
      ).foregroundStyle(.accent).opacity(0.42)
      if let curve {
        LineMark(x: .value(words["x"], xs), y: .value(words["log-normal"], curve))
          .lineStyle(.theory).endLabelHidden()
      }
      if summary.theory != nil {
        RuleMark(
          x: .value(words["exact"], summary.quantiles.compactMap(\.exact))
        ).foregroundStyle(.ink)
      }
    }
    .chartXScale(domain: histogram.low...histogram.high)
    .chartYScale(domain: 0...1.1 * highest)
    .chartYAxis(grid: false, isHidden: true)
  }
}
