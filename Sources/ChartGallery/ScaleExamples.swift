import Charts
import Graphics

/// Scales, ticks and colours.
extension Gallery {
  static var scales: Chart {
    let xs = (0...80).map { Double($0) / 2 - 20 }
    let cubes = xs.map { $0 * $0 * $0 }
    let positive = xs.map { Elementary.power10($0 / 6) }
    let squares = xs.map { $0 * $0 }
    func panel(_ title: String, _ detail: String, _ ys: [Double]) -> Panel {
      Panel(title, detail: detail) {
        LineMark(x: .value("*x*", xs), y: .value("*y*", ys)).foregroundStyle(.accent)
      }
    }
    return Chart("scales") {
      panel("Linear", "equal differences", cubes)
      panel("Log", "equal ratios", positive).chartYScale(type: .log)
      panel("Square root", "small values matter", squares).chartYScale(type: .squareRoot)
      panel("Symmetric log", "both signs over decades", cubes).chartYScale(type: .symmetricLog)
    }
    .chartFacet(columns: 4).chartFacetScales(.freeY).chartYAxisLabel("").chartPlotHeight(180)
    .chartTitle("Four scales, each with ticks where readers expect them")
    .chartSubtitle("*x*³, 10^{*x*/6}, *x*² and *x*³ again on [−20, 20].")
    .chartCaption("**Data.** Exact functions.")
  }

  static var logTicks: Chart {
    let spans: [(String, ClosedRange<Double>)] = [
      ("0.25 decades", 0.3...0.55), ("0.8 decades", -3.1...(-2.3)), ("2 decades", -1...1),
      ("5 decades", -2...3), ("12 decades", -12...0), ("60 decades", -55...5),
      ("300 decades", -300...0), ("600 decades", -900...(-300)),
    ]
    return Chart("log-ticks") {
      for (name, range) in spans {
        Panel(name) {
          LineMark(
            x: .value("*x*", [0.0, 1]), y: .log10("y", [range.lowerBound, range.upperBound])
          ).foregroundStyle(.accent)
        }.chartYScale(log10Domain: range)
      }
    }
    .chartYScale(type: .log).chartFacetScales(.freeY).chartFacet(columns: 4)
    .chartXAxis(values: [0, 1]).chartYAxisLabel("").chartPlotHeight(170)
    .chartTitle("Log axes from a quarter of a decade to six hundred, each with its own ticks")
    .chartSubtitle("The same line; only the range of the axis differs.")
    .chartCaption(
      "**Labels** at whole powers of ten, thinned to seven; with fewer than two in view also at 2 "
        + "and 5 times them. The last panel lies beyond what 64-bit numbers hold: its data are "
        + "given as logarithms.")
  }

  static var phaseDiagram: Chart {
    let count = 24
    func depth(_ weight: Double, _ bias: Double) -> Double {
      let distance = abs(weight - 1 - 0.55 * bias)
      return 1 / (0.004 + distance)
    }
    let rows = (0..<count).map { row -> [Double] in
      let bias = 1 - (Double(row) + 0.5) / Double(count)
      return (0..<count).map { depth(0.4 + 2 * (Double($0) + 0.5) / Double(count), bias) }
    }
    let biases = (0...20).map { Double($0) / 20 }
    func panel(_ name: String, _ gradient: ColorGradient) -> Panel {
      Panel(name) {
        HeatmapMark(
          x: "Weight variance", xRange: 0.4...2.4, y: "Bias variance", yRange: 0...1,
          values: rows, valueLabel: "Depth scale",
          scale: ColorScale(gradient, domain: 0.5...200, type: .log))
        LineMark(
          x: .value("Weight variance", biases.map { 1 + 0.55 * $0 }),
          y: .value("Bias variance", biases)
        ).foregroundStyle(.color(Color(0xFFFFFF, 0xFFFFFF))).lineStyle(width: 1.5)
      }
    }
    return Chart("phase-diagram") {
      panel("viridis", .viridis)
      panel("cividis", .cividis)
      panel("magma", .magma)
    }
    .chartXScale(domain: 0.4...2.4).chartYScale(domain: 0...1).chartPlotHeight(200)
    .chartColorBar("layers", low: nil, high: nil)
    .chartTitle("Signals travel farthest along the edge of chaos")
    .chartSubtitle("Depth scale in layers, log colours, by the variances of weights and biases.")
    .chartCaption(
      "**Data.** Synthetic, 24 × 24 cells in one image. **White:** the edge. The bar shows viridis; "
        + "the others have the same range.")
  }
}
