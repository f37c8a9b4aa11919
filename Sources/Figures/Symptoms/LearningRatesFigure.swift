import Charts
import Engine
import Experiments
import Graphics
import Simulation
import Study

/// The loss after a budget by learning rate, a panel for each depth, with 2/λ beside it.
struct LearningRatesFigure: Figure {
  typealias Subject = LearningRates

  let id = "learning-rates"

  static let colors: [(key: String, style: SeriesStyle)] = [
    ("small", SeriesStyle(line: Color(0xA3231F, 0xFF8F86))),
    (
      "right", SeriesStyle(line: Color(0x0B7F87, 0x62C6CD), text: Color(0x076C73, 0x62C6CD))
    ),
    ("large", SeriesStyle(line: Color(0x5E6069, 0xA3A6AD))),
  ]
  /// Losses above this have left the picture.
  static let ceiling = 5.0

  func chart(of outcome: LearningRates.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let depths = outcome.cases.map(\.layers).reduce(into: [Int]()) {
      if $0.last != $1 { $0.append($1) }
    }
    let (low, high) = (outcome.rates.first ?? -20, outcome.rates.last ?? 5)
    return Chart(id) {
      for layers in depths {
        Panel(words.text("panel", Fact("layers", layers))) {
          RuleMark(y: .value(words["loss"], LearningRates.guessing)).foregroundStyle(.axis)
          for key in ["small", "right", "large"] {
            if let one = outcome.cases.first(where: { $0.layers == layers && $0.start == key }) {
              let rates = PlottableValue.value(words["rate"], outcome.rates)
              let series = PlottableValue.value(words["start"], words["series.\(key)"])
              ErrorBarMark(
                x: rates, lower: .value(words["interval"], one.low.map { min($0, Self.ceiling) }),
                upper: .value(words["interval"], one.high.map { min($0, Self.ceiling) }),
                series: series, shape: .line)
              LineMark(
                x: rates, y: .value(words["loss"], one.losses.map { min($0, Self.ceiling) }),
                series: series)
              if let edge = one.edge, key == "right", edge.value < high {
                RuleMark(x: .value(words["edge"], edge.value)).label(words["edge"])
                  .foregroundStyle(.muted)
              }
            }
          }
        }
      }
    }
    .chartFacet(columns: 3)
    .chartForegroundStyleScale([
      words["series.small"]: Self.colors[0].style, words["series.right"]: Self.colors[1].style,
      words["series.large"]: Self.colors[2].style,
    ])
    .chartXScale(domain: low...high)
    .chartXAxis(values: [-20, -15, -10, -5, 0, 5])
    .chartXAxisLabel(words["rate"])
    // Above the ceiling is room for the rule's label.
    .chartYScale(domain: 0...(Self.ceiling + 0.6))
    .chartYAxis(values: [0, 1, 2, 3, 4, 5])
    .chartYAxisLabel(words["loss"])
    .chartLegend(.top)
    .chartPlotHeight(250)
  }
}
