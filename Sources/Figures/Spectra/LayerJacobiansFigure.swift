import Charts
import Experiments
import Simulation
import Study

/// Mean singular values layer by layer, a panel for each scale of the inputs.
struct LayerJacobiansFigure: Figure {
  typealias Subject = LayerJacobians

  let id = "layer-jacobians"

  func facts(of outcome: LayerJacobians.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.cases.flatMap(\.mean).map { $0.halfWidth / $0.value }.max() ?? .nan
    return [
      Fact("width", text: String(outcome.width)), Fact("networks", text: String(outcome.networks)),
      Fact("margin", margin, .percent(1)),
      Fact("layers", text: String(outcome.cases.first?.mean.count ?? 0)),
    ]
      + zip(Self.squares(outcome), ["small", "large"]).map { square, size in
        Fact("\(size)-square", square, .significant(1))
      }
      + outcome.cases.flatMap { one in
        let rule = StartingRule.key(of: one.rule)
        let size = one.inputSquare == Self.squares(outcome).first ? "small" : "large"
        let means = one.mean.map(\.value)
        return [
          Fact("\(rule)-\(size)", text: means.commaSeparated(.fixed(2))),
          Fact("\(rule)-\(size)-low", means.min() ?? .nan, .fixed(2)),
          Fact("\(rule)-\(size)-high", means.max() ?? .nan, .fixed(2)),
          Fact("\(rule)-\(size)-published", one.published, .fixed(1)),
        ]
      }
  }

  /// The mean squares of the inputs, in the order of the outcome.
  private static func squares(_ outcome: LayerJacobians.Outcome) -> [Double] {
    outcome.cases.map(\.inputSquare).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func chart(of outcome: LayerJacobians.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let layers = Array(1...(outcome.cases.first?.mean.count ?? 1))
    let details = (unit: words["detail.unit"], other: words["detail.grey"])
    let (layer, interval) = (words["layer"], words["interval"])
    return Chart(id) {
      for square in Self.squares(outcome) {
        Panel(
          words.text("panel", Fact("square", square, .significant(1))),
          detail: square == 1 ? details.unit : details.other
        ) {
          for one in outcome.cases where one.inputSquare == square {
            let x = PlottableValue.value(layer, layers)
            let series = PlottableValue.value(
              words["start"], words.name(StartingRule.key(of: one.rule)))
            RuleMark(y: .value(words["linear"], one.linear)).foregroundStyle(.axis)
            LineMark(x: x, y: .value(words["bound"], one.bound)).lineStyle(.theory)
              .endLabelHidden()
            ErrorBarMark(
              x: x, lower: .value(interval, one.mean.map(\.low)),
              upper: .value(interval, one.mean.map(\.high)), series: series, shape: .line)
            PointMark(x: x, y: .value(words["mean"], one.mean.map(\.value)), series: series)
            if square == outcome.cases.first?.inputSquare, one.rule == outcome.cases.first?.rule {
              TextMark(
                words["text.published"], detail: words["text.published.detail"],
                x: .value(layer, 5.6), y: .value(words["published"], one.published - 0.07),
                alignment: .middle, vertical: .top)
            }
            PointMark(x: .value(layer, 5.6), y: .value(words["published"], one.published))
              .symbol(.circle, isHollow: true).symbolSize(radius: 6).foregroundStyle(.ink)
          }
        }
      }
    }
    .chartFacet(columns: 2)
    .chartXScale(domain: 0.6...6)
    .chartXAxis(values: layers.map(Double.init))
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0...1)
    .chartYAxis(values: [0, 0.25, 0.5, 0.75, 1], format: .fixed(2))
    .chartYAxisLabel(words["y"])
    .chartLegend(.top)
    .chartPlotHeight(240)
  }
}
