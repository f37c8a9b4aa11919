import Charts
import Graphics

/// One small chart for each mark: the pictures of the marks' documentation pages, whose code is the
/// code here, as a test checks.
extension Gallery {
  /// The charts, each under the id of its mark's page.
  public static let marks: [Chart] = [
    lineMark, linePlot, ribbonMark, areaMark, pointMark, barMark, histogramMark, densityMark,
    ridgelineMark, heatmapMark, errorBarMark, ruleMark, rectangleMark, textMark, nodeMark,
    arrowMark, bracketMark,
  ].map(styled)

  static var lineMark: Chart {
    let layers = Array(0...8)
    let kept = [1, 0.71, 0.5, 0.36, 0.25, 0.18, 0.125, 0.09, 0.0625]
    let grown = [1, 1.02, 1.05, 1.07, 1.1, 1.13, 1.16, 1.18, 1.21]
    return Chart("line-mark") {
      for (name, values) in [("Xavier", kept), ("He", grown)] {
        LineMark(
          x: .value("Layer", layers), y: .value("Variance", values), series: .value("Start", name))
      }
    }
  }

  static var linePlot: Chart {
    Chart("line-plot") {
      LinePlot(x: "*x*", y: "slope", domain: -6...6) { x in
        1 / (2 + Elementary.exp(x) + Elementary.exp(-x))
      }
      .foregroundStyle(.series("sigmoid")).endLabel("σ′", showsSymbol: false)
    }
  }

  static var ribbonMark: Chart {
    let layers = Array(0...10)
    let median = layers.map { -0.3 * Double($0) }
    return Chart("ribbon-mark") {
      RibbonMark(
        x: .value("Layer", layers), lower: .log10("Gradient", median.map { 1.15 * $0 - 0.1 }),
        upper: .log10("Gradient", median.map { 0.85 * $0 + 0.1 }), series: .value("Start", "He"))
      LineMark(
        x: .value("Layer", layers), y: .log10("Gradient", median), series: .value("Start", "He")
      ).endLabel(detail: "×0.5 a layer")
    }
    .chartYScale(type: .log)
  }

  static var areaMark: Chart {
    let layers = [0, 1, 2, 3, 4]
    return Chart("area-mark") {
      AreaMark(
        x: .value("Layer", layers), yStart: .value("Measured", [1, 0.7, 0.5, 0.6, 0.8]),
        yEnd: .value("Claimed", [1, 0.95, 0.9, 0.95, 1]))
      LineMark(x: .value("Layer", layers), y: .value("Measured", [1, 0.7, 0.5, 0.6, 0.8]))
      LineMark(x: .value("Layer", layers), y: .value("Claimed", [1, 0.95, 0.9, 0.95, 1]))
        .lineStyle(.theory)
    }
    .chartYScale(domain: 0...1.1)
  }

  static var pointMark: Chart {
    let widths = [16.0, 32, 64, 128, 256, 512, 1024]
    return Chart("point-mark") {
      PointMark(
        x: .value("Width", widths), y: .value("Deviation", widths.map { 0.9 / $0 }),
        series: .value("Start", "Xavier")
      )
      PointMark(
        x: .value("Width", widths), y: .value("Deviation", widths.map { 2.4 / $0 }),
        series: .value("Start", "He"))
    }
    .chartXScale(type: .log).chartYScale(type: .log)
  }

  static var barMark: Chart {
    Chart("bar-mark") {
      for (name, epochs) in [("Xavier", [12.0, 18, 31]), ("He", [9, 16, 22])] {
        BarMark(
          x: .value("Task", ["digits", "faces", "words"]), y: .value("Epochs", epochs),
          series: .value("Start", name)
        )
        .position(by: .value("Start", name))
      }
    }
  }

  static var histogramMark: Chart {
    var noise = GalleryData.Noise(seed: 4)
    let draws = (0..<2000).map { _ in noise.normal() }
    return Chart("histogram-mark") {
      HistogramMark(values: .value("Weight", draws), bins: .width(0.25))
      LinePlot(x: "Weight", y: "Density", domain: -4...4) { x in
        Elementary.exp(-x * x / 2) / 2.5066282746310002
      }
      .lineStyle(.theory)
    }
  }

  static var densityMark: Chart {
    var noise = GalleryData.Noise(seed: 8)
    let draws = (0..<2000).map { _ in GalleryData.tanh(1.3 * noise.normal()) }
    return Chart("density-mark") {
      DensityMark(
        values: .value("Activation", draws), bounds: -1...1, series: .value("Activation", "tanh"))
    }
  }

  static var ridgelineMark: Chart {
    var noise = GalleryData.Noise(seed: 6)
    let draws = (0..<2000).map { _ in noise.normal() }
    return Chart("ridgeline-mark") {
      RidgelineMark(
        x: "Pre-activation", y: "Layer",
        ridges: (1...5).map { layer in
          Ridge("\(layer)", values: draws.map { $0 / Double(layer) }, bounds: -3...3)
        }, series: .value("Start", "Xavier"))
    }
    .chartXScale(domain: -3...3).chartPlotHeight(170)
  }

  static var heatmapMark: Chart {
    Chart("heatmap-mark") {
      HeatmapMark(
        x: .value("Activation", ["sigmoid", "tanh", "ReLU"]), y: .value("Start", ["Xavier", "He"]),
        values: [[-11.9, -0.5, -2.9], [-9.4, 0.3, 0.0]], valueLabel: "log_{10} ratio",
        scale: ColorScale(.diverging, domain: -12...12, type: .squareRoot)
      )
      .cellLabels(.signed(1)).outlined { abs($0) <= 1 }
    }
    .chartXAxis(position: .top).chartXAxisLabel("").chartYAxisLabel("").chartPlotHeight(100)
  }

  static var errorBarMark: Chart {
    let rules = ["Xavier", "He", "Orthogonal"]
    return Chart("error-bar-mark") {
      ErrorBarMark(
        x: .value("Start", rules), lower: .value("Gain", [0.66, 0.95, 0.72]),
        upper: .value("Gain", [0.74, 1.06, 0.79]))
      PointMark(x: .value("Start", rules), y: .value("Gain", [0.7, 1.0, 0.755]))
        .valueLabels(.trailing, format: .fixed(2))
    }
    .chartYScale(domain: 0...1.2)
  }

  static var ruleMark: Chart {
    Chart("rule-mark") {
      LinePlot(x: "Weight variance", y: "Gain", domain: 0...2) { 1.2 * $0 }
      RuleMark(y: .value("Gain", 1.0)).label("edge of chaos", at: .end)
      RuleMark(x: .value("Weight variance", 0.833)).label("0.83").lineStyle(dash: [3, 3])
      RuleMark(
        xStart: .value("Weight variance", 0), xEnd: .value("Weight variance", 0.8),
        y: .value("Gain", 1.6)
      )
      .ends(.bracket).label("the signal dies out", at: .middle)
    }
  }

  static var rectangleMark: Chart {
    Chart("rectangle-mark") {
      RectangleMark(xEnd: .value("*x*", -2.2))
      RectangleMark(xStart: .value("*x*", 2.2))
      LinePlot(x: "*x*", y: "tanh *x*", domain: -5...5, function: GalleryData.tanh)
        .foregroundStyle(.series("tanh"))
      TextMark("saturated", x: .value("*x*", -3.6), y: .value("y", 0.4), alignment: .middle)
    }
  }

  static var textMark: Chart {
    Chart("text-mark") {
      LinePlot(x: "*x*", y: "σ′(*x*)", domain: -6...6) { x in
        1 / (2 + Elementary.exp(x) + Elementary.exp(-x))
      }
      .foregroundStyle(.series("sigmoid"))
      TextMark(
        "[peak ¼ at *x* = 0](ink)", detail: "49 of them multiply to 10^{−29.5}",
        x: .value("*x*", 1.6), y: .value("y", 0.2)
      )
      .bold().leader(toX: .value("*x*", 0), y: .value("y", 0.25), gap: 5)
    }
  }
}
