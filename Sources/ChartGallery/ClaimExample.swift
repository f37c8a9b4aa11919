import Charts

extension Gallery {
  /// Claim against measurement: the gap as a shape, hollow and solid points, intervals as pale bars.
  static var claimedAgainstMeasured: Chart {
    let panels: [(name: String, detail: String, series: String, claim: [Double], real: [Double])] =
      [
        (
          "Geometric", "*σ*² = 1/√(*mn*)", "Geometric", [1, 1, 1, 1, 1],
          [1, 0.707, 0.5, 0.707, 1]
        ),
        (
          "Arithmetic (Xavier)", "*σ*² = 2/(*m* + *n*)", "Xavier",
          [1, 0.94, 0.89, 0.94, 1], [1, 0.667, 0.444, 0.593, 0.79]
        ),
        (
          "Quadratic", "*σ*² = (*m* + *n*)/(*m*² + *n*²)", "Quadratic",
          [1, 0.89, 0.8, 0.89, 1], [1, 0.6, 0.36, 0.432, 0.518]
        ),
      ]
    let layers = [0, 1, 2, 3, 4]
    return Chart("claimed-against-measured") {
      for (index, panel) in panels.enumerated() {
        Panel(panel.name, detail: panel.detail) {
          let series = PlottableValue.value("Rule", panel.series)
          let measured = Array(panel.real.dropFirst())
          let claimed = Array(panel.claim.dropFirst())
          let bound = { (share: Double) -> [Double] in
            zip(measured, 1...).map { (y: Double, layer: Int) in y * (1 + share * Double(layer)) }
          }
          AreaMark(
            x: .value("Layer", layers), yStart: .value("Measured", panel.real),
            yEnd: .value("Claimed", panel.claim), series: series
          ).opacity(0.1)
          LineMark(x: .value("Layer", layers), y: .value("Claimed", panel.claim))
            .foregroundStyle(.muted).lineStyle(width: 0.9)
          LineMark(x: .value("Layer", layers), y: .value("Theory", panel.real))
            .lineStyle(.theory)
          ErrorBarMark(
            x: .value("Layer", [1, 2, 3, 4]),
            lower: .value("Measured", bound(-0.022)),
            upper: .value("Measured", bound(0.024)),
            series: series, shape: .bar)
          PointMark(x: .value("Layer", 0), y: .value("Claimed", 1.0)).foregroundStyle(.muted)
            .symbolSize(radius: 2.4)
          PointMark(x: .value("Layer", [1, 2, 3, 4]), y: .value("Claimed", claimed))
            .symbol(.circle, isHollow: true).foregroundStyle(.ink)
            .valueLabels(
              .top, format: .fixed(2), texts: index == 0 ? ["1.00", "1.00", "1.00", ""] : nil)
          PointMark(
            x: .value("Layer", [1, 2, 3, 4]), y: .value("Measured", measured), series: series
          ).valueLabels(.bottom, format: .fixed(2), isBold: true, spacing: 6)
          if index == 0 {
            TextMark(
              "[the note’s claim](ink)", x: .value("Layer", 2), y: .value("y", 0.835),
              alignment: .middle
            ).halo().leader(toX: .value("Layer", 2), y: .value("y", 1), gap: 7)
            TextMark("theory", x: .value("Layer", 1.35), y: .value("y", 0.4), alignment: .end)
              .foregroundStyle(.theory)
              .leader(toX: .value("Layer", 1.45), y: .value("y", 0.6), gap: 2)
            TextMark("measured", x: .value("Layer", 2.85), y: .value("y", 0.37))
              .foregroundStyle(.series("Geometric"))
              .leader(toX: .value("Layer", 2), y: .value("y", 0.5), gap: 6)
          }
        }
      }
    }
    .chartXScale(domain: -0.27...4.48)
    .chartXAxis(values: [0, 1, 2, 3, 4], labels: ["64", "128", "256", "128", "64"])
    .chartYScale(domain: 0...1.1)
    .chartXAxisLabel("Width of each layer, from the input to the output")
    .chartYAxisLabel("Variance of the signal ÷ variance of the input")
    .chartPlotHeight(234)
    .chartTitle(
      "In the middle of the network half of the variance or more is gone; "
        + "the note says a fifth at most"
    )
    .chartSubtitle(
      "Forward variance after each layer of a linear 64-128-256-128-64 network, relative to the "
        + "input, for the three ways to average *m* and *n*."
    )
    .chartCaption(
      "**Method.** Products of *mσ*² over the layers; the intervals are synthetic. **Solid:** "
        + "mean. **Pale bar:** central 95 % of single networks. **Dashed:** theory, the product of "
        + "*mσ*² over layers. **Hollow:** the note’s table."
    )
  }
}
