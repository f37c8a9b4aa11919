import Charts
import Graphics

extension Gallery {
  /// Distributions of ten layers under two starts, with the standard deviations in a column.
  static var ridgelines: Chart {
    var noise = GalleryData.Noise(seed: 7)
    let inputs = (0..<20_000).map { _ in noise.normal() }
    func ridges(gain: Double, shrink: Double) -> [Ridge] {
      var spread = gain
      return (1...10).map { layer in
        let values = inputs.map { GalleryData.tanh(spread * $0) }
        let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        let deviation = square.squareRoot()
        spread = shrink * deviation
        let text =
          deviation < 0.01
          ? NumberFormat.scientific(1).label(deviation)
          : NumberFormat.fixed(deviation < 0.1 ? 3 : 2).label(deviation)
        return Ridge(
          "\(layer)", values: values, bandwidth: max(0.006, min(0.03, deviation / 4)),
          bounds: -1...1,
          trailing: text)
      }
    }
    return Chart("ridgelines") {
      Panel(
        "[Xavier](Xavier)",
        detail: "*σ*² = 2/(*m* + *n*): the spread falls only as 1/√(2*l*)"
      ) {
        RidgelineMark(
          x: "Activation value", y: "Layer", ridges: ridges(gain: 1, shrink: 1),
          trailingTitle: "std. dev.", series: .value("Start", "Xavier"))
      }
      Panel("[N(0, 0.01²)](N(0, 0.01²))", detail: "each layer multiplies the spread by 0.22") {
        RidgelineMark(
          x: "Activation value", y: "Layer", ridges: ridges(gain: 0.22, shrink: 0.224),
          trailingTitle: "std. dev.", series: .value("Start", "N(0, 0.01²)"))
        TextMark("all within ±0.003", x: .value("x", 0.23), y: .value("Layer", "4"))
          .offset(y: 12).leader(toX: .value("x", 0.0), y: .value("Layer", "4"), gap: 4)
      }
    }
    .chartXScale(domain: -1...1)
    .chartXAxis(
      values: [-1, -0.5, 0, 0.5, 1], labels: ["−1", "−0.5", "0", "0.5", "1"], grid: true
    )
    .chartPlotHeight(335)
    .chartTitle(
      "Xavier keeps ten tanh layers alive; under N(0, 0.01²) every activation is zero to two "
        + "decimals from layer 5 on"
    )
    .chartSubtitle(
      "Distribution of the activations of each layer. Each ridge is scaled to the same height, so "
        + "read the width; the standard deviation is printed beside it."
    )
    .chartCaption(
      "**Method.** Ten tanh layers fed with 20,000 values *N*(0, 1) in the limit of infinite width, "
        + "so no interval is given. Gaussian smoothing, reflected at ±1. Spreads too narrow for a "
        + "curve are drawn as a line."
    )
  }
}
