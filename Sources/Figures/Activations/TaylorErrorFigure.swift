import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The error of Taylor polynomials by distance from zero, a panel for each function.
///
/// 4σ − 2 has none of its own: its curves are four times the sigmoid's.
struct TaylorErrorFigure: Figure {
  typealias Subject = TaylorError

  let id = "taylor-error"

  private static let points = 240
  private static let reach = 4.0

  func facts(of outcome: TaylorError.Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("points", Self.points), Fact("reach", Self.reach, .fixed(0)),
      Fact("orders", list: TaylorError.orders.map(String.init)),
    ]
  }

  func chart(of outcome: TaylorError.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let xs = (1...Self.points).map { Self.reach * Double($0) / Double(Self.points) }
    let input = words["input"]
    return Chart(id) {
      for (function, one) in zip(TaylorError.functions, outcome.cases)
      where function.f.name != "scaled-sigmoid" {
        Panel(
          words.name(function.f.name),
          detail: words.text("converges", Fact("radius", one.radius, .fixed(2)))
        ) {
          RectangleMark(xStart: .value(input, one.radius), xEnd: .value(input, Self.reach))
          for order in TaylorError.orders {
            let series = function.series(order)
            LineMark(
              x: .value(input, xs),
              y: .value(
                words["error"],
                xs.map { abs(function.f.value(at: $0) - series.value(at: $0)) }),
              series: .value(words["order"], Self.name(order, words))
            )
            .lineStyle(width: 1.7).endLabel(showsSymbol: false)
          }
        }
      }
    }
    .chartForegroundStyleScale(Self.styles(words))
    .chartLegend(.top)
    .chartXScale(domain: 0...Self.reach)
    .chartXAxis(values: [0, 1, 2, 3, 4], grid: false)
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -8...3)
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(270)
  }

  private static func name(_ order: Int, _ words: FigureWords) -> String {
    words.text("series", Fact("order", order))
  }

  private static func styles(_ words: FigureWords) -> KeyValuePairs<String, SeriesStyle> {
    [
      name(1, words): SeriesStyle(line: Color(0x7FB2C4, 0x3F7786), text: Color(0x3F7786, 0x7FB2C4)),
      name(3, words): SeriesStyle(line: Color(0x3C8DA6, 0x5CA9BC), text: Color(0x2B7288, 0x5CA9BC)),
      name(5, words): SeriesStyle(line: Color(0x0B6477, 0x7FCBDC)),
      name(9, words): SeriesStyle(line: Color(0x4B4FB0, 0xA9ACF5)),
      name(15, words): SeriesStyle(line: Color(0x2B2F66, 0xD3D5FF)),
    ]
  }
}
