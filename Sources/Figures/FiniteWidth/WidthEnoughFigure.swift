import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The width that a depth asks for, on two log axes, for three accuracies.
struct WidthEnoughFigure: Figure {
  typealias Subject = WidthEnough

  let id = "width-enough"

  func chart(of outcome: WidthEnough.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let depths = PlottableValue.value(words["x"], outcome.depths)
    let names = outcome.curves.map { curve in
      words.text(
        curve.factor == 2 ? "series.double" : "series.\(curve.activation)",
        Fact("percent", 100 * (curve.factor - 1), .fixed(0)))
    }
    return Chart(id) {
      for (name, curve) in zip(names, outcome.curves) {
        let series = PlottableValue.value(words["kind"], name)
        LineMark(x: depths, y: .value(words["width"], curve.widths), series: series)
          .endLabel(showsSymbol: false)
        LineMark(x: depths, y: .value(words["limit"], curve.asymptotic), series: series)
          .lineStyle(.theoryOverlay).endLabelHidden()
        let points = outcome.points.filter {
          $0.activation == curve.activation && $0.factor == curve.factor
        }
        PointMark(
          x: .value(words["x"], points.map(\.depth)),
          y: .value(words["measured"], points.map(\.width)), series: series
        )
        .symbol(.circle).symbolSize(radius: 4)
        .valueLabels(
          .top, texts: points.map { NumberFormat.percent(0).text($0.inside.value) },
          isBold: true)
      }
    }
    .chartForegroundStyleScale([
      names[0]: SeriesStyle(line: Color(0xB0720A, 0xE3AE55), text: Color(0x8C5A06, 0xE3AE55)),
      names[1]: SeriesStyle(line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C)),
      names[2]: SeriesStyle(line: Color(0x7A2404, 0xFFCBA1)),
      names[3]: SeriesStyle(line: Color(0x6B7078, 0xA9AEB6), text: Color(0x5A5F67, 0xA9AEB6)),
    ])
    .chartXScale(type: .log, domain: 1...Double(outcome.depths.last ?? 2))
    .chartXAxis(values: [1, 3, 10, 30, 100], labels: ["1", "3", "10", "30", "100"])
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: 0.8...5)
    .chartYAxisLabel(words["y"])
    .chartDirectLabels()
    .chartPlotHeight(360)
  }
}
