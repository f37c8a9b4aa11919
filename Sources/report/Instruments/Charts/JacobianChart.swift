import Charts
import Graphics
import Publishing
import Simulation
import Study

/// The singular values of a Jacobian as a histogram over decades.
enum JacobianChart {
  static func chart(
    _ values: [Double], shapes: Int, activation: any Activation, rule: any WeightInitializer,
    width: Int, depth: Int, variance: Estimate, theory: JacobianCommand.Theory?, seed: UInt64
  ) throws -> Chart {
    let three = NumberFormat.significant(3)
    // What a ReLU layer cuts off is 0 but for rounding, and has no place on a log axis.
    let largest = values.max() ?? 1
    let positive = values.filter { $0 > 1e-14 * largest }.map(Elementary.log10)
    guard positive.count > 1 else { throw NoJacobian() }
    let quantiles = try Quantiles(of: positive)
    let (low, high) = (quantiles.value(at: 0.01), quantiles.value(at: 1))
    // The values of orthogonal matrices differ by rounding alone: one bar around them.
    let isPoint = high - low < 1e-6
    let histogram = try Histogram(
      of: positive, low: isPoint ? low - 0.02 : low, high: isPoint ? high + 0.02 : high,
      bins: isPoint ? 1 : 40)
    let facts = [
      Fact("activation", text: activation.name), Fact("rule", text: RichText.escaped(rule.name)),
      Fact("width", width), Fact("depth", depth), Fact("networks", shapes),
      Fact("median", text: three.label(Elementary.power10(quantiles.median))),
      Fact("largest", text: three.label(largest)),
      Fact("variance", text: three.label(variance.value)),
      Fact("theory", text: theory.map { three.label($0.varianceOverMeanSquare) } ?? ""),
      Fact("zeros", text: positive.count < values.count ? "\(values.count - positive.count)" : ""),
      Fact("seed", text: "\(seed)"),
    ]
    return try ChartWords.chart("jacobian", facts: facts) { words in
      Chart("jacobian") {
        RectangleMark(
          xStart: .log10(words["from"], Array(histogram.edges.dropLast())),
          xEnd: .log10(words["to"], Array(histogram.edges.dropFirst())),
          yStart: .value(words["zero"], [Double](repeating: 0, count: histogram.counts.count)),
          yEnd: .value(words["count"], histogram.counts.map(Double.init))
        ).foregroundStyle(.accent).opacity(0.42)
        RuleMark(x: .log10(words["median"], [quantiles.median])).label(words["rule.median"])
          .foregroundStyle(.ink)
      }
      .chartLegend(.hidden)
      .chartXScale(log10Domain: (histogram.low - 0.1)...(histogram.high + 0.1))
      .chartXAxisLabel(words["x"])
      .chartYScale(domain: 0...1.15 * Double(histogram.counts.max() ?? 1))
      .chartYAxisLabel(words["y"])
      .chartPlotHeight(300)
    }
  }
}

/// A Jacobian of zeros.
private struct NoJacobian: Error, CustomStringConvertible {
  var description: String { "all singular values are zero: there is nothing to draw" }
}
