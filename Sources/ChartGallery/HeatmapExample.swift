import Charts

extension Gallery {
  /// A table of signed decades on a diverging scale, with outlined and missing cells.
  static var initActivationHeatmap: Chart {
    let activations = [
      "sigmoid", "tanh", "GELU", "ReLU", "leaky ReLU", "identity", "SELU",
    ]
    let starts: [(String, [Double])] = [
      ("Zero\nall weights 0", [Double](repeating: -.infinity, count: 7)),
      ("N(0, 0.01²)\nfixed, any width", [-26.6, -15.1, -20.8, -18.0, -17.9, -15.1, -12.0]),
      ("U(±1/√*n*)\nframework default", [-16.1, -4.6, -10.2, -7.4, -7.4, -4.5, -2.0]),
      ("Xavier\n2/(*m* + *n*)", [-11.9, -0.5, -5.5, -2.9, -2.8, 0.0, 0.3]),
      ("Orthogonal\ngain 1", [-11.9, -0.6, -5.5, -3.0, -2.9, 0.0, 0.3]),
      ("He\n2/*m*", [-9.4, 0.3, -0.8, 0.0, 0.1, 2.9, 1.2]),
      ("N(0, 1)\nfixed, any width", [1.7, 8.5, 20.0, 20.0, 20.1, 22.9, 20.4]),
    ]
    return Chart("init-activation-heatmap") {
      HeatmapMark(
        x: .value("Activation", activations), y: .value("Start", starts.map(\.0)),
        values: starts.map(\.1), valueLabel: "log_{10} ratio",
        scale: ColorScale(.diverging, domain: -30...30, type: .squareRoot)
      )
      .cellLabels(.signed(1)).outlined { abs($0) <= 1 }
    }
    .chartXAxis(position: .top)
    .chartXAxisLabel("").chartYAxisLabel("")
    .chartPlotHeight(287)
    .chartColorBar(
      "ratio", values: [-30, -10, -3, -1, 0, 1, 3, 10, 30],
      labels: [
        "10^{−30}", "10^{−10}", "10^{−3}", "10^{−1}", "1", "10^{1}", "10^{3}", "10^{10}",
        "10^{30}",
      ], low: "← vanishes", high: "explodes →", outlined: "within ×10 of 1",
      noData: "no gradient at all"
    )
    .chartTitle(
      "No initialiser suits every activation: 10 of 49 pairs pass the gradient through "
        + "20 layers within a factor of ten"
    )
    .chartSubtitle(
      "log_{10} of the gradient rms at layer 1 divided by that at layer 20. Blue shrinks, orange "
        + "grows, neutral is kept."
    )
    .chartCaption(
      "**Method.** 20 layers of width 256, inputs *N*(0, 1); the framework default has its usual "
        + "bias, the others none. **Cell:** median of 20 networks. **Colour:** signed square root "
        + "of the value, clipped at 10^{±30}, centred on 1. leaky ReLU has slope 0.1."
    )
  }
}
