import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The mean square by layer for five weight variances, forward and backward.
struct ReLUVarianceFigure: Figure {
  typealias Subject = ReLUVariance

  let id = "relu-variance"

  func facts(of outcome: ReLUVariance.Outcome, study: StudyConfiguration) -> [Fact] {
    zip(["lowest", "low", "stable", "high", "highest"], outcome.cases).flatMap { name, one in
      [
        Fact("variance-\(name)", text: Self.text(one.variance)),
        Fact(
          "end-\(name)", Double(outcome.depth) * one.rate(width: outcome.width), .fixed(0)),
      ]
    } + [Fact("width", text: String(outcome.width))]
  }

  func chart(of outcome: ReLUVariance.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    Chart(id) {
      panel(outcome, words, words["forward"], words["forward.detail"], \.forward, back: false)
      panel(outcome, words, words["backward"], words["backward.detail"], \.backward, back: true)
    }
    .chartForegroundStyleScale(Self.styles(words))
    .chartDirectLabels()
    .chartXAxis(values: [1, 10, 20, 30, 40, 50].filter { $0 <= Double(outcome.depth) })
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -70...90)
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(330)
  }

  private func panel(
    _ outcome: ReLUVariance.Outcome, _ words: FigureWords, _ title: String, _ detail: String,
    _ values: (ReLUVariance.Case) -> [Double], back: Bool
  ) -> Panel {
    let (layer, square, law) = (words["layer"], words["square"], words["theory"])
    let layers = (1...outcome.depth).map(Double.init)
    return Panel(title, detail: detail) {
      for one in outcome.cases.reversed() {
        let rate = one.rate(width: outcome.width)
        let theory =
          back
          ? layers.map {
            (Double(outcome.depth) - $0 + 1) * rate
              - Elementary.log10(Double(outcome.width) * one.variance)
          }
          : layers.map { $0 * rate }
        let series = PlottableValue.value(words["variance"], Self.name(one.variance, words))
        LineMark(x: .value(layer, layers), y: .log10(square, values(one)), series: series)
          .endLabel(showsSymbol: false)
        LineMark(x: .value(layer, layers), y: .log10(law, theory), series: series)
          .lineStyle(.theoryOverlay).endLabelHidden()
      }
    }
    .chartXScale(domain: 1...Double(outcome.depth), reversed: back)
  }

  private static func text(_ variance: Double) -> String { variance == 1 ? "1" : "\(variance)" }

  private static func name(_ variance: Double, _ words: FigureWords) -> String {
    words.text("series", Fact("variance", text: text(variance)))
  }

  private static func styles(_ words: FigureWords) -> KeyValuePairs<String, SeriesStyle> {
    [
      name(1, words): SeriesStyle(line: Color(0x8F3410, 0xFFB98A)),
      name(0.1, words): SeriesStyle(
        line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C)),
      name(0.02, words): SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
      name(0.01, words): SeriesStyle(
        line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
      name(0.001, words): SeriesStyle(line: Color(0x0A3A6B, 0xB5DCFF)),
    ]
  }
}
