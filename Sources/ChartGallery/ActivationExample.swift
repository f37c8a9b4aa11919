import Charts

extension Gallery {
  /// Functions and filled derivatives, shaded regions, annotations with leaders.
  static var activationDerivatives: Chart {
    let sigmoid = SeriesStyle.sigmoid
    let tanh = SeriesStyle.tanh
    func slope(_ x: Double) -> Double {
      GalleryData.sigmoid(x) * (1 - GalleryData.sigmoid(x))
    }
    func tanhSlope(_ x: Double) -> Double { 1 - GalleryData.tanh(x) * GalleryData.tanh(x) }
    let xs = (0...640).map { -8 + Double($0) / 40 }
    return Chart("activation-derivatives") {
      Panel("Sigmoid", detail: "saturated beyond |*x*| = 4.4 (shaded)") {
        RectangleMark(xEnd: .value("x", -4.36))
        RectangleMark(xStart: .value("x", 4.36))
        AreaMark(x: .value("x", xs), y: .value("σ′(x)", xs.map(slope))).foregroundStyle(
          sigmoid.line)
        LinePlot(x: "x", y: "½ + x/4", domain: -1.92...1.88) { 0.5 + $0 / 4 }.lineStyle(.theory)
        LinePlot(x: "x", y: "σ′(x)", domain: -8...8, function: slope)
          .foregroundStyle(sigmoid.line).lineStyle(.secondary)
        LinePlot(x: "x", y: "σ(x)", domain: -8...8, function: GalleryData.sigmoid)
          .foregroundStyle(sigmoid.line).lineStyle(width: 2.5)
        PointMark(x: .value("x", 0), y: .value("σ′(x)", 0.25))
          .symbol(.circle, isHollow: true).foregroundStyle(sigmoid.line)
        RectangleMark(
          xStart: .value("x", -0.78), xEnd: .value("x", 0.78), yStart: .value("y", -1.08),
          yEnd: .value("y", -1.045)
        ).foregroundStyle(sigmoid.line)
        TextMark("*σ*(*x*)", x: .value("x", 7.8), y: .value("y", 0.9), alignment: .end).bold()
          .foregroundStyle(sigmoid.text)
        TextMark("*σ*′(*x*)", x: .value("x", 2.1), y: .value("y", 0.18)).bold()
          .foregroundStyle(sigmoid.text)
        TextMark("½ + *x*/4", x: .value("x", -3), y: .value("y", -0.08), alignment: .middle)
          .foregroundStyle(.theory)
        TextMark(
          "[peak ¼ at *x* = 0](ink)", detail: "49 of them multiply to 10^{−29.5}",
          x: .value("x", 0), y: .value("y", -0.35), alignment: .middle
        ).bold().leader(toX: .value("x", 0), y: .value("y", 0.25), gap: 6)
        TextMark(
          "linear: |*x*| < 0.78", x: .value("x", 1.1), y: .value("y", -1.015)
        ).foregroundStyle(sigmoid.text)
      }
      Panel("Tanh", detail: "saturated beyond |*x*| = 2.2 (shaded)") {
        RectangleMark(xEnd: .value("x", -2.18))
        RectangleMark(xStart: .value("x", 2.18))
        AreaMark(x: .value("x", xs), y: .value("tanh′ x", xs.map(tanhSlope))).foregroundStyle(
          tanh.line)
        LinePlot(x: "x", y: "x", domain: -1...1) { $0 }.lineStyle(.theory)
        LinePlot(x: "x", y: "tanh′ x", domain: -8...8, function: tanhSlope)
          .foregroundStyle(tanh.line).lineStyle(.secondary)
        LinePlot(x: "x", y: "tanh x", domain: -8...8, function: GalleryData.tanh)
          .foregroundStyle(tanh.line).lineStyle(width: 2.5)
        PointMark(x: .value("x", 0), y: .value("tanh′ x", 1.0))
          .symbol(.circle, isHollow: true).foregroundStyle(tanh.line)
        RectangleMark(
          xStart: .value("x", -0.39), xEnd: .value("x", 0.39), yStart: .value("y", -1.08),
          yEnd: .value("y", -1.045)
        ).foregroundStyle(tanh.line)
        TextMark("tanh *x*", x: .value("x", 7.8), y: .value("y", 0.9), alignment: .end).bold()
          .foregroundStyle(tanh.text)
        TextMark("tanh′ *x*", x: .value("x", -1.4), y: .value("y", 0.35), alignment: .end).bold()
          .foregroundStyle(tanh.text)
        TextMark(
          "[peak 1 at *x* = 0](ink)", detail: "and nowhere else", x: .value("x", -2.3),
          y: .value("y", 0.79), alignment: .end
        ).bold().leader(toX: .value("x", 0), y: .value("y", 1), gap: 6)
        TextMark("the tangent, *x*", x: .value("x", 0.6), y: .value("y", -0.37))
          .foregroundStyle(.theory)
          .leader(toX: .value("x", -0.6), y: .value("y", -0.62), gap: 2)
        TextMark(
          "linear: |*x*| < 0.39", x: .value("x", 0.75), y: .value("y", -1.015)
        ).foregroundStyle(tanh.text)
      }
    }
    .chartXScale(domain: -8...8)
    .chartXAxis(values: [-8, -4, 0, 4, 8])
    .chartYScale(domain: -1.08...1.08)
    .chartXAxisLabel("*x*, input of the activation")
    .chartYAxisLabel("")
    .chartPlotHeight(265)
    .chartTitle("The sigmoid’s slope never exceeds ¼; tanh reaches slope 1, but only at zero")
    .chartSubtitle(
      "Each function (thick) and its derivative (thin, filled). Both panels share their axes. "
        + "No unit."
    )
    .chartCaption(
      "**Method.** Exact functions, 641 points on [−8, 8]; nothing is sampled, so there is no "
        + "interval and no seed. **Shaded:** derivative below 5 % of its peak. **Bar on the axis:** "
        + "where the tangent at 0 (dashed) errs by less than 5 %. The product of 49 peaks bounds "
        + "what 50 sigmoid layers can pass on when each weight matrix keeps lengths."
    )
  }
}
