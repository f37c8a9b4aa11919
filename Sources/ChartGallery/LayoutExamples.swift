import Charts
import Graphics

/// Facets, legends, many names, awkward data.
extension Gallery {
  static var facetWrap: Chart {
    let activations = ["sigmoid", "tanh", "ReLU", "GELU", "SELU", "identity"]
    let starts = ["Xavier", "He"]
    let layers = Array(1...20)
    return Chart("facet-wrap") {
      for (index, activation) in activations.enumerated() {
        Panel(activation) {
          for (place, start) in starts.enumerated() {
            let rate = -0.3 + 0.07 * Double(index) + 0.15 * Double(place)
            LineMark(
              x: .value("Layer", layers),
              y: .log10("Variance", layers.map { rate * Double($0) }),
              series: .value("Start", start))
          }
        }
      }
    }
    .chartYScale(type: .log).chartPlotHeight(120)
    .chartTitle("Six activations on one pair of axes: only the outer edges carry labels")
    .chartSubtitle("Variance by layer under two starts, log axis.")
    .chartCaption("**Data.** Synthetic.")
  }

  static var manySeries: Chart {
    let names = [
      "Xavier", "Xavier uniform", "He", "He uniform", "LeCun", "Orthogonal", "Geometric",
      "Quadratic",
    ]
    let layers = Array(0...12)
    return Chart("many-series") {
      for (index, name) in names.enumerated() {
        LineMark(
          x: .value("Layer", layers),
          y: .value("Variance", layers.map { 1 + 0.03 * Double(index - 3) * Double($0) }),
          series: .value("Start", name))
      }
    }
    .chartPlotHeight(220)
    .chartTitle("Eight names do not fit at line ends: a legend in their order does")
    .chartSubtitle("Variance by layer. Above six series the names move above the panel.")
    .chartCaption("**Data.** Synthetic.")
  }

  static var crowdedEnds: Chart {
    let names = ["Xavier", "He", "LeCun", "Orthogonal", "Geometric", "Quadratic"]
    let layers = Array(0...30)
    return Chart("crowded-ends") {
      for (index, name) in names.enumerated() {
        LineMark(
          x: .value("Layer", layers),
          y: .value(
            "Gain",
            layers.map { 1 + 0.2 * GalleryData.tanh(Double($0) / 9) + 0.002 * Double(index) }),
          series: .value("Start", name)
        ).endLabel(detail: "×\(NumberFormat.fixed(3).label(1.2 + 0.002 * Double(index)))")
      }
    }
    .chartPlotHeight(230)
    .chartTitle("Six lines end at one place, and every name can be read")
    .chartSubtitle("Gain by layer. Names are pushed apart, with leaders to their ends.")
    .chartCaption("**Data.** Synthetic.")
  }

  static var categories: Chart {
    let names = [
      "feed-forward, no normalisation", "batch normalisation", "layer normalisation",
      "residual connections", "residual and layer normalisation", "gradient clipping", "LSTM",
    ]
    let values = [0.02, 0.61, 0.58, 0.74, 0.93, 0.31, 0.66]
    return Chart("categories") {
      ErrorBarMark(
        x: .value("Remedy", names), lower: .value("Gradient kept", values.map { $0 * 0.8 }),
        upper: .value("Gradient kept", values.map { min(1, $0 * 1.1 + 0.02) }))
      PointMark(x: .value("Remedy", names), y: .value("Gradient kept", values))
        .valueLabels(.trailing, format: .fixed(2), spacing: 4)
    }
    .chartYScale(domain: 0...1).chartXAxisLabel("").chartPlotHeight(200)
    .chartTitle("Residual connections keep most of the gradient, normalisation most of the rest")
    .chartSubtitle(
      "Share of the gradient that reaches layer 1. Long names are broken; on a phone they are tilted."
    )
    .chartCaption("**Data.** Synthetic. **Whiskers:** 95 % intervals.")
  }

  static var freeScales: Chart {
    let xs = (0...40).map { Double($0) / 4 }
    return Chart("free-scales") {
      for (name, scale) in [("loss", 1.0), ("accuracy", 40), ("gradient norm", 0.0007)] {
        Panel(name) {
          LineMark(
            x: .value("Epoch", xs), y: .value("Value", xs.map { scale / (1 + 0.4 * $0) })
          ).foregroundStyle(.accent)
        }
      }
    }
    .chartFacetScales(.freeY).chartYAxisLabel("")
    .chartTitle("Where units differ, every panel has its own axis")
    .chartSubtitle("Loss, accuracy in percent, and gradient norm by epoch.")
    .chartCaption("**Data.** Synthetic.")
  }
}
