import Charts
import Experiments
import Simulation
import Study

/// Both errors as functions of σ², with the four means as points on the curves.
struct CostOfAMeanFigure: Figure {
  typealias Subject = CostOfAMean

  let id = "cost-of-a-mean"

  func facts(of outcome: CostOfAMean.Outcome, study: StudyConfiguration) -> [Fact] {
    let margins = outcome.rules.flatMap { [$0.forward, $0.backward] }
      .map { $0.halfWidth / $0.value }
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    return [
      Fact("networks", outcome.networks), Fact("margin", margins.max() ?? .nan, .percent(1)),
    ]
      + outcome.rules.flatMap { rule in
        let key = StartingRule.key(of: rule.rule)
        let (forward, backward) = (m * rule.variance, n * rule.variance)
        return [
          Fact(
            "\(key)-differences",
            CostOfAMean.Cost.differences(forward: forward, backward: backward), .fixed(2)),
          Fact(
            "\(key)-ratios", CostOfAMean.Cost.ratios(forward: forward, backward: backward),
            .fixed(2)),
        ]
      }
  }

  func chart(of outcome: CostOfAMean.Outcome, study: StudyConfiguration, words: FigureWords)
    throws -> Chart
  {
    let (low, high) = Self.variances(outcome)
    return Chart(id) {
      Panel(words["differences"], detail: words["differences.detail"]) {
        marks(outcome, .differences, words)
      }
      Panel(words["ratios"], detail: words["ratios.detail"]) {
        marks(outcome, .ratios, words)
      }
    }
    .chartXScale(domain: low...high)
    .chartXAxis(format: .fixed(3))
    .chartXAxisLabel(words["x"])
    .chartYScale(domain: 0...3.5)
    .chartYAxisLabel(words["y"])
    .chartLegend(.hidden)
    .chartPlotHeight(240)
  }

  /// The range of σ² that is shown: from below the smaller answer to above the means.
  private static func variances(_ outcome: CostOfAMean.Outcome) -> (Double, Double) {
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    return (0.8 * min(1 / n, 1 / m), 0.7 * max(1 / n, 1 / m))
  }

  private func marks(
    _ outcome: CostOfAMean.Outcome, _ cost: CostOfAMean.Cost, _ words: FigureWords
  ) -> [any Mark] {
    let (m, n) = (Double(outcome.fanIn), Double(outcome.fanOut))
    let (low, high) = Self.variances(outcome)
    let ts = (0...160).map { low + (high - low) * Double($0) / 160 }
    let best = outcome.rules.min {
      cost(forward: m * $0.variance, backward: n * $0.variance)
        < cost(forward: m * $1.variance, backward: n * $1.variance)
    }
    let t = words["variance"]
    var marks: [any Mark] = [
      LineMark(
        x: .value(t, ts),
        y: .value(words["error"], ts.map { cost(forward: m * $0, backward: n * $0) })
      ).foregroundStyle(.muted).lineStyle(.secondary)
    ]
    if let best {
      let least = cost(forward: m * best.variance, backward: n * best.variance)
      marks.append(
        PointMark(x: .value(t, best.variance), y: .value(words["minimum"], least))
          .symbol(.circle, isHollow: true).symbolSize(radius: 8).foregroundStyle(.ink))
    }
    for rule in outcome.rules {
      let key = StartingRule.key(of: rule.rule)
      let value = cost(forward: rule.forward.value, backward: rule.backward.value)
      // Below the point, but for the steep left branch, which runs there.
      let isLeft = cost == .ratios && key == "quadratic"
      let position = isLeft ? ValueLabels.Position.trailing : .bottom
      marks.append(
        PointMark(
          x: .value(t, rule.variance), y: .value(words["measured"], value),
          series: .value(words["mean"], words.name(key))
        ).valueLabels(position, texts: [words["label.\(key)"]], isBold: true, spacing: 9))
    }
    return marks
  }
}
