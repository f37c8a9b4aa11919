import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Dots at 1, and bars of single networks that shrink with the width.
struct LayerGainFigure: Figure {
  typealias Subject = LayerGain

  let id = "layer-gain"

  func facts(of outcome: LayerGain.Outcome, study: StudyConfiguration) -> [Fact] {
    let widths = outcome.points.filter { $0.law == "normal" }.map(\.width)
    return [
      Fact("networks", text: String(outcome.points.first?.mean.samples ?? 0)),
      Fact("worst", outcome.points.map { $0.mean.halfWidth }.max() ?? 0, .fixed(3)),
      Fact(
        "dense", text: String(outcome.points.filter { $0.law == "uniform" }.map(\.width).max() ?? 0)
      ),
      Fact("narrowest", text: String(widths.first ?? 0)),
      Fact("widest", text: String(widths.last ?? 0)),
      Fact("narrow-low", outcome.points.first?.low ?? .nan, .fixed(2)),
      Fact("narrow-high", outcome.points.first?.high ?? .nan, .fixed(2)),
    ]
  }

  func chart(of outcome: LayerGain.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let widths = outcome.points.filter { $0.law == "normal" }.map(\.width)
    let laws = [
      ("normal", words["series.normal"], 1.0), ("uniform", words["series.uniform"], 1.12),
    ]
    let (width, law) = (words["width"], words["law"])
    let (range, interval) = (words["range"], words["interval"])
    let dense = 40
    let grid = (0...dense).map {
      Elementary.exp(
        Double(widths[0]).logarithm + Double($0) / Double(dense)
          * (Double(widths[widths.count - 1]) / Double(widths[0])).logarithm)
    }
    return Chart("layer-gain") {
      RibbonMark(
        x: .value(width, grid),
        lower: .value(words["theory"], grid.map { Self.chiQuantile(0.025, $0) }),
        upper: .value(words["theory"], grid.map { Self.chiQuantile(0.975, $0) }),
        series: .value(law, words["series.theory"])
      )
      .foregroundStyle(.muted)
      RuleMark(y: .value(words["gain"], 1)).lineStyle(.theory)
      for (law, name, shift) in laws {
        let points = outcome.points.filter { $0.law == law }
        let xs = points.map { Double($0.width) * shift }
        ErrorBarMark(
          x: .value(width, xs), lower: .value(range, points.map(\.low)),
          upper: .value(range, points.map(\.high)),
          series: .value(words["law"], name), shape: .bar)
        ErrorBarMark(
          x: .value(width, xs), lower: .value(interval, points.map(\.mean.low)),
          upper: .value(interval, points.map(\.mean.high)),
          series: .value(words["law"], name))
        PointMark(
          x: .value(width, xs), y: .value(words["mean"], points.map(\.mean.value)),
          series: .value(words["law"], name)
        )
        .symbolSize(radius: 3)
      }
      TextMark(words["shaded"], x: .value(width, 110), y: .value(words["gain"], 1.72))
        .leader(toX: .value(width, 34), y: .value(words["gain"], 1.5))
    }
    .chartForegroundStyleScale([
      words["series.normal"]: SeriesStyle(line: Color(0x0B6477, 0x6FC3D3), symbol: .circle),
      words["series.uniform"]: SeriesStyle(
        line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55), symbol: .square),
    ])
    .chartLegend(.top)
    .chartXScale(type: .log, domain: 7...1250)
    .chartXAxis(values: widths.map(Double.init), labels: widths.map(String.init))
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0...2.5)
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(300)
  }

  /// The p-quantile of χ²ₙ/n.
  static func chiQuantile(_ p: Double, _ n: Double) -> Double {
    ChiSquared(degreesOfFreedom: n).quantile(p) / n
  }
}
