import Charts
import Graphics
import Simulation
import Study

extension UniversalApproximation {
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let widths = outcome.widths.map(Double.init)
    let trained = outcome.trained
    let first = NumberFormat.percent(0).text(trained.error[1].value)
    let last = NumberFormat.percent(1).text(trained.error[trained.error.count - 1].value)
    return [
      Chart("universal-approximation") {
        Panel("Trained tanh units", detail: "dashed: the function, sin 6*x* + |*x* − 0.3|") {
          for (example, style) in zip(outcome.examples, [0.45, 0.7, 1]) {
            LineMark(
              x: .value("x", Self.trainingGrid), y: .value("Fit", example.fit),
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
          "Error by number of hidden units",
          detail: "rms error ÷ rms of the function; both axes log"
        ) {
          LineMark(
            x: .value("Units", widths), y: .value("Error", outcome.constructed),
            series: .value("Units", "constructed")
          )
          .lineStyle(.theory).endLabelHidden()
          for one in [outcome.trained] + outcome.cases {
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
            .endLabel(
              one.activation == Self.trainedName ? "tanh, trained" : "\(one.activation), random",
              showsSymbol: false)
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
        Self.trainedName: SeriesStyle(
          line: Color(0x9C2F6B, 0xE58BC0), text: Color(0x8A2A5F, 0xE58BC0)),
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
        "A trained hidden layer fits a continuous function the better, the wider it is: \(first) error with \(outcome.widths[1]) units, \(last) with \(outcome.widths[outcome.widths.count - 1])"
      )
      .chartSubtitle(
        "One hidden layer for a function with a kink on [−1, 1]: all weights trained, or random hidden units with the best output layer."
      )
      .chartCaption(
        """
        **Method.** Trained: \(outcome.steps) steps of Adam on \(Self.trainingGrid.count) points, rate \
        0.01, from LeCun’s start, \(outcome.trainings) runs for each width. Random: \(outcome.draws) \
        hidden layers for each width and activation, output layer by least squares on \
        \(Self.grid.count) points. **Left:** the \
        trained run with the median error. **Right:** geometric mean of the error with its 95\u{a0}% \
        *t* interval of the logarithm; ribbon: central 80\u{a0}% of draws. **Dashed:** the ReLU network that interpolates the function at equally spaced points \
        (equation 3.7); nothing random. Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Left: a wavy function with a kink and three fits by trained tanh units, of \
        \(outcome.examples.map { "\($0.width) units with \(NumberFormat.percent(1).text($0.error)) error" }.joined(separator: ", ")). \
        Right: the relative error falls on log axes with the number of units: trained tanh \
        from \(NumberFormat.percent(0).text(trained.error[0].value)) at \(outcome.widths[0]) units to \
        \(last) at \(outcome.widths[outcome.widths.count - 1]), random tanh to \
        \(NumberFormat.percent(2).text(outcome.cases[0].error.last?.value ?? .nan)), random ReLU to \
        \(NumberFormat.percent(2).text(outcome.cases[1].error.last?.value ?? .nan)); the constructed \
        network lies on a straight line.
        """)
    ]
  }
}
