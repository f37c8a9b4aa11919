import Charts
import Experiments
import Simulation
import Study

/// Claim, measurement and theory for each rule; the gap between claim and measurement is shaded.
struct ClaimedAgainstMeasuredFigure: Figure {
  typealias Subject = ClaimedAgainstMeasured

  let id = "claimed-against-measured"

  func facts(of outcome: ClaimedAgainstMeasured.Outcome, study: StudyConfiguration) -> [Fact] {
    // From theory: the finding does not depend on the seed.
    let lost = outcome.rules.compactMap { $0.layers.map(\.theory).min() }.map { 1 - $0 }.min()
    let claims = outcome.rules.compactMap { $0.layers.compactMap(\.claimed).min() }.map { 1 - $0 }
    let hasClaims = lost != nil && !claims.isEmpty
    return [Fact("claimed", text: hasClaims ? "yes" : "")]
      + Self.share("lost", lost ?? .nan) + Self.share("claim", claims.max() ?? .nan)
      + outcome.rules.flatMap { rule in
        let key = StartingRule.key(of: rule.rule)
        return [
          Fact(
            "\(key)-measured",
            text: rule.layers.map(\.measured.value).commaSeparated(.fixed(2))),
          Fact(
            "\(key)-claimed", text: rule.layers.compactMap(\.claimed).commaSeparated(.fixed(2))),
        ]
      }
  }

  /// A share, and a flag for each part that has a word of its own.
  private static func share(_ name: String, _ part: Double) -> [Fact] {
    let parts = [("half", 0.5), ("quarter", 0.25), ("fifth", 0.2), ("tenth", 0.1)]
    let word = parts.first { abs($0.1 - part) < 0.005 }?.0
    return [
      Fact(name, part, .percent(0)), Fact("\(name)-other", text: word == nil ? "yes" : ""),
    ]
      + parts.map { Fact("\(name)-\($0.0)", text: $0.0 == word ? "yes" : "") }
  }

  func chart(
    of outcome: ClaimedAgainstMeasured.Outcome, study: StudyConfiguration, words: FigureWords
  ) throws -> Chart {
    let ticks = Array(outcome.widths.indices)
    let highest = outcome.rules.flatMap(\.layers).map { max($0.high, $0.theory) }.max() ?? 1
    let top = max(1.1, 1.02 * highest)
    let marks = PanelMarks(words)
    return Chart(id) {
      for (index, rule) in outcome.rules.enumerated() {
        let key = StartingRule.key(of: rule.rule)
        let name = words.name(key)
        Panel(name, detail: words["formula.\(key)"]) {
          marks.panel(rule, name: name)
          if index == 0 { marks.explanations(rule, name: name) }
        }
      }
    }
    .chartXScale(domain: -0.27...(Double(ticks.count - 1) + 0.48))
    .chartXAxis(values: ticks.map(Double.init), labels: outcome.widths.map(String.init))
    .chartYScale(domain: 0...top)
    .chartXAxisLabel(words["x"])
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(234)
    .chartLegend(.hidden)
  }

  /// The marks of a panel, with their words.
  private struct PanelMarks {
    let rule, layer, theory, claim, range, input, measured: String
    let claimText, theoryText, measuredText: String

    init(_ words: FigureWords) {
      (rule, layer, theory) = (words["rule"], words["layer"], words["theory"])
      (claim, range, input) = (words["claim"], words["range"], words["input"])
      measured = words["measured"]
      (claimText, theoryText) = (words["text.claim"], words["text.theory"])
      measuredText = words["text.measured"]
    }

    func panel(_ outcome: ClaimedAgainstMeasured.RuleOutcome, name: String) -> [any Mark] {
      let series = PlottableValue.value(rule, name)
      let all = Array(0...outcome.layers.count)
      let layers = Array(all.dropFirst())
      let expected = [1] + outcome.layers.map(\.theory)
      let claimed = outcome.layers.compactMap(\.claimed)
      let hasClaims = claimed.count == layers.count
      var marks: [any Mark] = []
      if hasClaims {
        marks.append(
          AreaMark(
            x: .value(layer, all), yStart: .value(theory, expected),
            yEnd: .value(claim, [1] + claimed), series: series
          ).opacity(0.1))
        marks.append(
          LineMark(x: .value(layer, all), y: .value(claim, [1] + claimed))
            .foregroundStyle(.muted).lineStyle(width: 0.9))
      }
      marks.append(LineMark(x: .value(layer, all), y: .value(theory, expected)).lineStyle(.theory))
      marks.append(
        ErrorBarMark(
          x: .value(layer, layers), lower: .value(range, outcome.layers.map(\.low)),
          upper: .value(range, outcome.layers.map(\.high)), series: series, shape: .bar))
      marks.append(
        PointMark(x: .value(layer, 0), y: .value(input, 1.0)).foregroundStyle(.muted)
          .symbolSize(radius: 2.4))
      if hasClaims {
        marks.append(
          PointMark(x: .value(layer, layers), y: .value(claim, claimed))
            .symbol(.circle, isHollow: true).foregroundStyle(.ink)
            .valueLabels(.top, format: .fixed(2)))
      }
      marks.append(
        PointMark(
          x: .value(layer, layers), y: .value(measured, outcome.layers.map(\.measured.value)),
          series: series
        )
        .valueLabels(.bottom, format: .fixed(2), isBold: true, spacing: 6))
      return marks
    }

    /// Words with leaders to the three kinds of mark, in the first panel.
    func explanations(_ outcome: ClaimedAgainstMeasured.RuleOutcome, name: String) -> [any Mark] {
      guard outcome.layers.count >= 3, let claimed = outcome.layers[1].claimed else { return [] }
      let (first, second) = (outcome.layers[0].theory, outcome.layers[1].theory)
      return [
        TextMark(claimText, x: .value(layer, 2), y: .value(claim, 0.835), alignment: .middle)
          .halo().leader(toX: .value(layer, 2), y: .value(claim, claimed), gap: 7),
        TextMark(
          theoryText, x: .value(layer, 1.2), y: .value(theory, second - 0.1), alignment: .middle
        )
        .foregroundStyle(.theory)
        .leader(toX: .value(layer, 1.45), y: .value(theory, 0.55 * first + 0.45 * second), gap: 2),
        TextMark(measuredText, x: .value(layer, 2.28), y: .value(measured, second - 0.01))
          .foregroundStyle(.series(name))
          .leader(toX: .value(layer, 2), y: .value(measured, second), gap: 5),
      ]
    }
  }
}
