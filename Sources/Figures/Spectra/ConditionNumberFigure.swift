import Charts
import Experiments
import Simulation
import Study

/// Condition numbers by aspect ratio, and the largest singular values, which alone depend on σ.
struct ConditionNumberFigure: Figure {
  typealias Subject = ConditionNumber

  let id = "condition-number"

  func facts(of outcome: ConditionNumber.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.rules.flatMap(\.shapes).map {
      max($0.condition.high / $0.condition.value, $0.condition.value / $0.condition.low) - 1
    }.max()
    return [
      Fact("columns", text: String(outcome.columns)), Fact("matrices", outcome.matrices),
      Fact("margin", margin ?? .nan, .percent(0)),
    ]
      + outcome.rules.map { rule in
        Fact(
          "\(StartingRule.key(of: rule.rule))-medians",
          text: rule.shapes.map(\.condition.value).commaSeparated(.significant(2)))
      }
  }

  func chart(of outcome: ConditionNumber.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let n = Double(outcome.columns)
    let ratios = (8...118).map { Double($0) / 128 }
    let (aspect, theory, mean) = (words["aspect"], words["theory"], words["mean"])
    let interval = words["interval"]
    return Chart(id) {
      Panel(words["condition"], detail: words["condition.detail"]) {
        LineMark(
          x: .value(aspect, ratios),
          y: .value(theory, ratios.map { (1 + $0.squareRoot()) / (1 - $0.squareRoot()) })
        ).lineStyle(.theory)
        for (index, rule) in outcome.rules.enumerated() {
          // Side by side, or the three would hide each other.
          let shift = 0.012 * Double(index - 1)
          let x = rule.shapes.map { Double($0.rows) / n + shift }
          let series = PlottableValue.value(mean, words.name(StartingRule.key(of: rule.rule)))
          ErrorBarMark(
            x: .value(aspect, x), lower: .value(interval, rule.shapes.map(\.condition.low)),
            upper: .value(interval, rule.shapes.map(\.condition.high)), series: series,
            shape: .line)
          PointMark(
            x: .value(aspect, x), y: .value(words["median"], rule.shapes.map(\.condition.value)),
            series: series)
        }
      }
      .chartYScale(type: .log, domain: 1...80)
      .chartYAxis(values: [1, 3, 10, 30], labels: ["1", "3", "10", "30"])
      Panel(words["largest"], detail: words["largest.detail"]) {
        for rule in outcome.rules {
          let series = PlottableValue.value(mean, words.name(StartingRule.key(of: rule.rule)))
          let x = rule.shapes.map { Double($0.rows) / n }
          LineMark(
            x: .value(aspect, x), y: .value(theory, rule.shapes.map(\.largestTheory)),
            series: series
          ).lineStyle(.secondary).endLabelHidden()
          PointMark(
            x: .value(aspect, x), y: .value(words["average"], rule.shapes.map(\.largest.value)),
            series: series)
        }
      }
      .chartYScale(domain: 1.3...2.5)
    }
    .chartFacetScales(.freeY)
    .chartXScale(domain: 0.06...0.94)
    .chartXAxis(
      values: [0.125, 0.25, 0.5, 0.75, 0.875], labels: ["1/8", "1/4", "1/2", "3/4", "7/8"]
    )
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel("")
    .chartLegend(.top)
    .chartPlotHeight(240)
  }
}
