import Charts
import Graphics

/// One small chart per mark.
extension Gallery {
  static var lines: Chart {
    var noise = GalleryData.Noise(seed: 3)
    let xs = (0...60).map { Double($0) / 10 }
    var walk = 0.0
    let ys = xs.map { x -> Double in
      walk += 0.06 * noise.normal()
      return x > 2.2 && x < 2.9 ? .nan : walk + 0.12 * x
    }
    let nodes = [0.0, 1, 2, 3, 4, 5, 6]
    let levels = [0.2, 0.9, 0.7, 1.4, 1.3, 0.4, 0.8]
    return Chart("lines") {
      Panel("Gap", detail: "six values are missing, and the line says so") {
        RibbonMark(
          x: .value("Time", xs), lower: .value("Loss", ys.map { $0 - 0.15 }),
          upper: .value("Loss", ys.map { $0 + 0.15 }), series: .value("Run", "measured"))
        LineMark(x: .value("Time", xs), y: .value("Loss", ys), series: .value("Run", "measured"))
      }
      Panel("Monotone", detail: "smooth, without overshooting its data") {
        LineMark(x: .value("Time", nodes), y: .value("Loss", levels))
          .interpolationMethod(.monotone).foregroundStyle(SeriesStyle.he.line)
        PointMark(x: .value("Time", nodes), y: .value("Loss", levels))
          .foregroundStyle(SeriesStyle.he.line)
      }
      Panel("Steps", detail: "a value holds until the next") {
        LineMark(x: .value("Time", nodes), y: .value("Loss", levels))
          .interpolationMethod(.stepEnd).foregroundStyle(SeriesStyle.geometric.line)
        LineMark(x: .value("Time", nodes), y: .value("Loss", levels.map { $0 + 0.4 }))
          .lineStyle(.theory).interpolationMethod(.stepCenter)
      }
    }
    .chartTitle("A line shows what was measured, and where nothing was")
    .chartSubtitle("Loss against time, three ways from one datum to the next. No unit.")
    .chartCaption("**Data.** Synthetic. **Ribbon:** ±0.15. **Dashed:** steps halfway.")
  }

  static var bars: Chart {
    let tasks = ["digits", "faces", "words"]
    let starts: [(String, [Double], [Double])] = [
      ("Xavier", [12, 18, 31], [1.5, 2, 3]), ("He", [9, 16, 22], [1, 1.5, 2.5]),
      ("Orthogonal", [10, 14, 25], [1, 2, 2]),
    ]
    return Chart("bars") {
      Panel("Grouped", detail: "side by side, with intervals") {
        for (name, values, errors) in starts {
          BarMark(
            x: .value("Task", tasks), y: .value("Epochs", values), series: .value("Start", name)
          ).position(by: .value("Start", name))
          ErrorBarMark(
            x: .value("Task", tasks), lower: .value("Epochs", zip(values, errors).map(-)),
            upper: .value("Epochs", zip(values, errors).map(+))
          ).foregroundStyle(.ink).position(by: .value("Start", name))
        }
      }
      Panel("Stacked", detail: "parts of a whole") {
        for (name, values, _) in starts {
          BarMark(
            x: .value("Task", tasks), y: .value("Epochs", values), series: .value("Start", name))
        }
      }
    }
    .chartFacetScales(.freeY)
    .chartTitle("He needs the fewest epochs on every task but one")
    .chartSubtitle("Epochs until the loss is halved, by task and start. Bars begin at zero.")
    .chartCaption("**Data.** Synthetic. **Whiskers:** 95 % intervals of the mean of 10 runs.")
  }

  static var lyingBars: Chart {
    let names = ["Zero", "N(0, 1)", "N(0, 0.01²)", "Xavier", "He", "Orthogonal"]
    let shares = [0.0, 0.02, 0.11, 0.58, 0.71, 0.69]
    return Chart("bars-lying") {
      BarMark(x: .value("Share of runs that learn", shares), y: .value("Start", names))
    }
    .chartXScale(domain: 0...1).chartXAxis(format: .percent(0), grid: true)
    .chartYAxisLabel("").chartPlotHeight(190)
    .chartTitle("Seven of ten runs learn from He’s start, none from zero")
    .chartSubtitle("Share of 100 runs whose loss falls below 0.1. Long names read best lying.")
    .chartCaption("**Data.** Synthetic.")
  }

  static var distributions: Chart {
    var noise = GalleryData.Noise(seed: 11)
    let normal = (0..<4000).map { _ in noise.normal() }
    let squashed = normal.map { GalleryData.tanh(1.4 * $0) }
    let bell = { (x: Double) in Elementary.exp(-x * x / 2) / 2.5066282746310002 }
    return Chart("distributions") {
      Panel("Histogram", detail: "4,000 draws, Freedman–Diaconis bins, area 1") {
        HistogramMark(values: .value("Value", normal))
        LinePlot(x: "Value", y: "Density", domain: -4...4, function: bell)
          .lineStyle(width: 1.4, dash: [5, 3]).foregroundStyle(.ink)
      }
      Panel("Density", detail: "the same through tanh, reflected at ±1") {
        DensityMark(
          values: .value("Value", squashed), bounds: -1...1, series: .value("Activation", "tanh"))
      }
    }
    .chartFacetScales(.free)
    .chartTitle("tanh pushes a bell curve against its walls")
    .chartSubtitle("Density of values before and after the activation. No unit.")
    .chartCaption("**Data.** Synthetic. **Dashed:** the standard normal density.")
  }

  static var scatter: Chart {
    var noise = GalleryData.Noise(seed: 5)
    let starts: [(String, Double)] = [("Xavier", 0.9), ("He", 1.25), ("LeCun", 0.6)]
    return Chart("scatter") {
      for (name, exponent) in starts {
        let xs = (0..<60).map { _ in Elementary.power10(1 + 3 * noise.uniform()) }
        let ys = xs.map {
          Elementary.power($0, -exponent) * Elementary.power10(0.12 * noise.normal())
        }
        PointMark(
          x: .value("Width", xs), y: .value("Deviation from theory", ys),
          series: .value("Start", name)
        ).opacity(0.75)
      }
      LinePlot(x: "Width", y: "1/width", domain: 10...10_000) { 1 / $0 }
        .lineStyle(.theory)
      TextMark("1/width", x: .value("Width", 2500), y: .value("y", 0.00018), alignment: .end)
    }
    .chartXScale(type: .log).chartYScale(type: .log)
    .chartTitle("The wider the network, the nearer to theory")
    .chartSubtitle("Deviation from the infinite-width limit, by width and start; both axes log.")
    .chartCaption("**Data.** Synthetic, 60 networks per start.")
  }

  static var fan: Chart {
    var noise = GalleryData.Noise(seed: 21)
    let steps = Array(0...100)
    return Chart("fan") {
      for run in 0..<24 {
        let slope = 0.29 + 0.02 * noise.normal()
        var at = 0.0
        let path = steps.map { step -> Double in
          defer { at += slope + 0.12 * noise.normal() }
          return step == 0 ? 0 : at
        }
        LineMark(x: .value("Factors", steps), y: .log10("Norm of the product", path))
          .foregroundStyle(.accent).lineStyle(width: 1).opacity(0.35)
          .accessibilityLabel("run \(run + 1)")
      }
      LineMark(x: .value("Factors", [0, 100]), y: .log10("Lyapunov", [0, 29]))
        .lineStyle(.theory).endLabel("theory", detail: "×1.95")
      PointMark(x: .value("Factors", 100), y: .value("Norm of the product", 4.2e27))
        .symbol(.circle, isHollow: true).foregroundStyle(.ink)
      TextMark(
        "[the note’s result](ink)", x: .value("Factors", 78), y: .value("y", 3e18)
      ).leader(toX: .value("Factors", 100), y: .value("y", 4.2e27), gap: 6)
    }
    .chartYScale(type: .log)
    .chartTitle("A hundred random factors multiply to 10^{29}, give or take four decades")
    .chartSubtitle("Norm of the product of 4 × 4 Gaussian matrices, 24 runs, log axis.")
    .chartCaption("**Data.** Synthetic. **Dashed:** the Lyapunov exponent’s line.")
  }
}
