import Charts

extension Gallery {
  /// Lines over 85 decades, a second row of the same panels, ribbons, line-end names.
  static var gradientDecay: Chart {
    let starts = ["N(0, 0.01²)", "Xavier", "He"]
    let cases: [(name: String, detail: String, slopes: [Double], factors: [String])] = [
      (
        "sigmoid", "leaves fp16 at layer [**45**](N(0, 0.01²)), [**38**](Xavier), [**35**](He)",
        [-1.553, -0.63, -0.5], ["×0.028", "×0.23", "×0.32"]
      ),
      (
        "tanh", "leaves fp16 at layer [**42**](N(0, 0.01²))", [-0.947, -0.018, 0.018],
        ["×0.113", "×0.96", "×1.04"]
      ),
      (
        "ReLU", "leaves fp16 at layer [**43**](N(0, 0.01²)), [**3**](Xavier)",
        [-1.102, -0.155, -0.004], ["×0.079", "×0.70", "×0.99"]
      ),
    ]
    func curve(_ panel: Int, _ start: Int) -> GalleryData.Decay {
      GalleryData.decay(
        slope: cases[panel].slopes[start], spread: panel == 2 ? 0.11 : 0.07, depth: 50,
        seed: UInt64(10 * panel + start))
    }
    return Chart("gradient-decay") {
      RectangleMark(yStart: .value("fp16", 6e-8), yEnd: .value("fp16", 65_504)).outlined([.bottom])
      RuleMark(y: .log10("fp32", -45)).lineStyle(dash: [1.5, 3.5]).foregroundStyle(.axis)
      PanelRow("Gradient rms, layer 50 = 1", height: 317) {
        for (index, panel) in cases.enumerated() {
          Panel(panel.name, detail: panel.detail) {
            for (place, start) in starts.enumerated() {
              let curve = curve(index, place)
              RibbonMark(
                x: .value("Layer", curve.layers), lower: .log10("Gradient rms", curve.low),
                upper: .log10("Gradient rms", curve.high), series: .value("Start", start))
              LineMark(
                x: .value("Layer", curve.layers), y: .log10("Gradient rms", curve.median),
                series: .value("Start", start)
              ).endLabel(detail: panel.factors[place])
              LineMark(
                x: .value("Layer", curve.layers), y: .log10("Theory", curve.theory),
                series: .value("Start", start)
              ).lineStyle(.theoryOverlay)
            }
            if index == 0 {
              TextMark(
                "fp16 range\n6×10^{−8} … 65,504", x: .value("Layer", 2), y: .log10("y", 0),
                alignment: .end)
            }
            if index == 1 {
              TextMark(
                "dashed: theory", x: .value("Layer", 49), y: .log10("y", -37.8)
              ).leader(toX: .value("Layer", 20.5), y: .log10("y", -28.2), gap: 1.5)
            }
            if index == 2 {
              TextMark("fp32 ends, 10^{−45}", x: .value("Layer", 49), y: .log10("y", -47.8))
            }
          }
        }
      }
      .chartYScale(log10Domain: -80...4.816)
      PanelRow("Measured ÷ theory", height: 60) {
        for (index, panel) in cases.enumerated() {
          Panel {
            let shown = index == 2 ? 0 : 1
            let ribbon = curve(index, shown).ratio
            RibbonMark(
              x: .value("Layer", ribbon.layers), lower: .log10("Measured ÷ theory", ribbon.low),
              upper: .log10("Measured ÷ theory", ribbon.high),
              series: .value("Start", starts[shown]))
            RuleMark(y: .log10("Measured ÷ theory", 0)).lineStyle(width: 1, dash: [2, 3.5])
              .foregroundStyle(.ink)
            for place in index == 2 ? [0] : [1, 2] {
              let curve = curve(index, place).ratio
              LineMark(
                x: .value("Layer", curve.layers), y: .log10("Measured ÷ theory", curve.median),
                series: .value("Start", starts[place])
              ).lineStyle(.secondary).endLabelHidden()
            }
            if panel.name == "sigmoid" {
              TextMark(
                "95 % of\nnetworks", x: .value("Layer", 1), y: .log10("y", 0.1)
              ).offset(x: 11).leader(toX: .value("Layer", 1), y: .log10("y", 0.1), gap: 1)
            }
            if panel.name == "ReLU" {
              TextMark("one curve for all three", x: .value("Layer", 49), y: .log10("y", -0.98))
            }
          }
        }
      }
      .chartYScale(log10Domain: -1.2...0.5)
      .chartYAxis(values: [0.1, 1], labels: ["10^{−1}", "1"])
    }
    .chartXScale(reversed: true)
    .chartXAxis(values: [50, 40, 30, 20, 10, 1])
    .chartXAxisLabel("Layer, from the output back to the input")
    .chartTitle(
      "Only three of nine starts bring a usable gradient back to layer 1: "
        + "tanh with Xavier or He, and ReLU with He"
    )
    .chartSubtitle(
      "Gradient rms at each layer of a 50-layer network, relative to layer 50, log axis. Usable: "
        + "still inside half precision (fp16). Under each name: the factor **per layer**."
    )
    .chartCaption(
      "**Method.** Synthetic data of the shape that square layers of width 128 give: "
        + "inputs *N*(0, 1), a Gaussian unit gradient sent back from layer 50. **Line:** median of "
        + "200 networks. **Ribbon:** central 95 % of single networks. **Factor:** geometric mean "
        + "per layer. **Dashed:** mean-field theory, the product of σ_{w}√(E *f*′²) over layers. "
        + "**Shaded:** what half precision can hold. **Lower row:** the same data divided by theory."
    )
  }
}
