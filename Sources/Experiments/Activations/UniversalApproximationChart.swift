import Charts
import Graphics
import Simulation

extension UniversalApproximation {
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let widths = outcome.widths.map(Double.init)
    let tanh = outcome.cases[0]
    let first = NumberFormat.percent(0).text(tanh.error[1].value)
    let last = NumberFormat.percent(2).text(tanh.error[tanh.error.count - 1].value)
    return [
      Chart("universal-approximation") {
        Panel("Fits with tanh units", detail: "dashed: the function, sin 6*x* + |*x* − 0.3|") {
          for (example, style) in zip(outcome.examples, [0.45, 0.7, 1]) {
            LineMark(
              x: .value("x", Self.grid), y: .value("Fit", example.fit),
              series: .value("Width", "\(example.width) units")
            )
            .lineStyle(width: 1.4 + style / 2).endLabelHidden()
          }
          LineMark(
            x: .value("x", Self.grid), y: .value("Function", Self.grid.map(Self.target)),
            series: .value("Width", "function")
          )
          .lineStyle(.theoryOverlay).endLabelHidden()
          for (index, example) in outcome.examples.enumerated() {
            TextMark(
              "\(example.width) units", x: .value("x", -0.96),
              y: .value("y", -0.35 - 0.22 * Double(index))
            )
            .foregroundStyle(.series("\(example.width) units")).bold()
          }
        }
        .chartXScale(domain: -1...1)
        .chartXAxis(values: [-1, 0, 1], grid: false)
        .chartXAxisLabel("*x*")
        .chartYScale(domain: -1.1...2.4)
        Panel(
          "Error by number of hidden units", detail: "rms error ÷ rms of the function, log axes"
        ) {
          LineMark(
            x: .value("Units", widths), y: .value("Error", outcome.constructed),
            series: .value("Units", "constructed")
          )
          .lineStyle(.theory).endLabelHidden()
          for one in outcome.cases {
            let series = PlottableValue.value("Units", one.activation)
            RibbonMark(
              x: .value("Units", widths), lower: .value("80 % of draws", one.low),
              upper: .value("80 % of draws", one.high), series: series)
            ErrorBarMark(
              x: .value("Units", widths), lower: .value("95 % interval", one.error.map(\.low)),
              upper: .value("95 % interval", one.error.map(\.high)), series: series)
            LineMark(
              x: .value("Units", widths), y: .value("Error", one.error.map(\.value)),
              series: series
            )
            .endLabel(showsSymbol: false)
          }
          TextMark(
            "dashed: ReLU,\nconstructed", x: .value("Units", 3), y: .value("Error", 0.012)
          )
          .leader(toX: .value("Units", 16), y: .value("Error", outcome.constructed[3]))
        }
        .chartXScale(type: .log, domain: 2...64)
        .chartXAxis(values: widths, labels: outcome.widths.map(String.init))
        .chartXAxisLabel("Hidden units, log axis")
        .chartYScale(type: .log)
      }
      .chartForegroundStyleScale([
        "2 units": SeriesStyle(line: Color(0x9FB7BF, 0x4F6A73), text: Color(0x5F7C86, 0x8CAAB4)),
        "8 units": SeriesStyle(line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5)),
        "64 units": SeriesStyle(line: Color(0x00868B, 0x4CC6C9), text: Color(0x00747A, 0x4CC6C9)),
      ])
      .chartFacetScales(.free)
      .chartFacet(columns: 2)
      .chartDirectLabels()
      .chartYAxisLabel("")
      .chartPlotHeight(290)
      .chartTitle(
        "One hidden layer approximates a continuous function the better, the wider it is: \(first) error with \(outcome.widths[1]) units, \(last) with \(outcome.widths[outcome.widths.count - 1])"
      )
      .chartSubtitle(
        "Random hidden units, output layer by least squares, for a function with a kink on [−1, 1]."
      )
      .chartCaption(
        """
        **Method.** \(outcome.draws) random hidden layers for each width and activation, fitted at \
        \(Self.grid.count) points. **Left:** the fit with the median error. **Right:** geometric \
        mean of the error with its 95\u{a0}% *t* interval of the logarithm; ribbon: central 80\u{a0}% of \
        draws. **Dashed:** the ReLU network that interpolates the function at equally spaced points \
        (equation 3.6); nothing random. Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Left: a wavy function with a kink and three fits; 2 tanh units miss it, 8 follow it roughly, \
        64 lie on it. Right: the relative error falls on log axes with the number of units, for tanh \
        from \(NumberFormat.percent(0).text(tanh.error[0].value)) at 2 units to \(last) at 64, for \
        ReLU more slowly, and for the constructed network on a straight line.
        """)
    ]
  }
}
