import Charts
import Simulation
import Study

extension ClaimedAgainstMeasured {
  /// Claim, measurement and theory for each rule; the gap between claim and measurement is shaded.
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let names = ["Geometric", "Arithmetic (Xavier)", "Quadratic"]
    let formulas = [StartingRule.geometric, .xavierNormal, .quadratic].map(\.formula)
    let ticks = Array(outcome.widths.indices)
    let highest = outcome.rules.flatMap(\.layers).map { max($0.high, $0.theory) }.max() ?? 1
    let top = max(1.1, 1.02 * highest)
    let chart = Chart("claimed-against-measured") {
      for (index, rule) in outcome.rules.enumerated() {
        Panel(names[index], detail: formulas[index]) {
          panelMarks(rule, name: names[index])
          if index == 0 { Self.explanations(rule, name: names[index]) }
        }
      }
    }
    return [
      chart
        .chartXScale(domain: -0.27...(Double(ticks.count - 1) + 0.48))
        .chartXAxis(values: ticks.map(Double.init), labels: outcome.widths.map(String.init))
        .chartYScale(domain: 0...top)
        .chartXAxisLabel("Width of each layer, from the input to the output")
        .chartYAxisLabel("Variance of the signal ÷ variance of the input")
        .chartPlotHeight(234)
        .chartLegend(.hidden)
        .chartTitle(title(of: outcome))
        .chartSubtitle(
          "Forward variance after each layer of a linear "
            + outcome.widths.map(String.init).joined(separator: "-")
            + " network, relative to the input, for the three ways to average *m* and *n*."
        )
        .chartCaption(caption(of: outcome, study))
        .chartAltText(altText(of: outcome))
    ]
  }

  private func panelMarks(_ rule: RuleOutcome, name: String) -> [any Mark] {
    let series = PlottableValue.value("Rule", name)
    let all = Array(0...rule.layers.count)
    let layers = Array(all.dropFirst())
    let theory = [1] + rule.layers.map(\.theory)
    let measured = rule.layers.map(\.measured.value)
    let claimed = rule.layers.compactMap(\.claimed)
    var marks: [any Mark] = []
    if claimed.count == layers.count {
      marks.append(
        AreaMark(
          x: .value("Layer", all), yStart: .value("Theory", theory),
          yEnd: .value("Note’s claim", [1] + claimed), series: series
        ).opacity(0.1))
      marks.append(
        LineMark(x: .value("Layer", all), y: .value("Note’s claim", [1] + claimed))
          .foregroundStyle(.muted).lineStyle(width: 0.9))
    }
    marks.append(
      LineMark(x: .value("Layer", all), y: .value("Theory", theory)).lineStyle(.theory))
    marks.append(
      ErrorBarMark(
        x: .value("Layer", layers), lower: .value("95 % of networks", rule.layers.map(\.low)),
        upper: .value("95 % of networks", rule.layers.map(\.high)), series: series, shape: .bar))
    marks.append(
      PointMark(x: .value("Layer", 0), y: .value("Input", 1.0)).foregroundStyle(.muted)
        .symbolSize(radius: 2.4))
    if claimed.count == layers.count {
      marks.append(
        PointMark(x: .value("Layer", layers), y: .value("Note’s claim", claimed))
          .symbol(.circle, isHollow: true).foregroundStyle(.ink)
          .valueLabels(.top, format: .fixed(2)))
    }
    marks.append(
      PointMark(x: .value("Layer", layers), y: .value("Measured", measured), series: series)
        .valueLabels(.bottom, format: .fixed(2), isBold: true, spacing: 6))
    return marks
  }

  /// Words with leaders to the three kinds of mark, in the first panel.
  private static func explanations(_ rule: RuleOutcome, name: String) -> [any Mark] {
    guard rule.layers.count >= 3, rule.layers[1].claimed != nil else { return [] }
    let (first, second) = (rule.layers[0].theory, rule.layers[1].theory)
    return [
      TextMark(
        "[the note’s claim](ink)", x: .value("Layer", 2), y: .value("y", 0.835),
        alignment: .middle
      ).halo().leader(
        toX: .value("Layer", 2), y: .value("y", rule.layers[1].claimed ?? 1), gap: 7),
      TextMark(
        "theory", x: .value("Layer", 1.2), y: .value("y", second - 0.1), alignment: .middle
      )
      .foregroundStyle(.theory)
      .leader(toX: .value("Layer", 1.45), y: .value("y", 0.55 * first + 0.45 * second), gap: 2),
      TextMark("measured", x: .value("Layer", 2.28), y: .value("y", second - 0.01))
        .foregroundStyle(.series(name))
        .leader(toX: .value("Layer", 2), y: .value("y", second), gap: 5),
    ]
  }

  /// The finding, from theory: it does not depend on the seed.
  private func title(of outcome: Outcome) -> String {
    let lost = outcome.rules.compactMap { $0.layers.map(\.theory).min() }.map { 1 - $0 }
    let claims = outcome.rules.compactMap { $0.layers.compactMap(\.claimed).min() }.map { 1 - $0 }
    guard let least = lost.min(), let claim = claims.max() else {
      return "The narrowest path decides how much variance is left"
    }
    return "In the middle of the network \(share(least)) of the variance or more is gone; "
      + "the note says \(share(claim)) at most"
  }

  /// A share in words where there are good ones, else in per cent.
  private func share(_ part: Double) -> String {
    let words = [(0.5, "half"), (0.25, "a quarter"), (0.2, "a fifth"), (0.1, "a tenth")]
    return words.first { abs($0.0 - part) < 0.005 }?.1 ?? NumberFormat.percent(0).text(part)
  }

  private func altText(of outcome: Outcome) -> String {
    let list = { (numbers: [Double]) in
      numbers.map { NumberFormat.fixed(2).text($0) }.joined(separator: ", ")
    }
    let rules = outcome.rules.map { rule in
      let claimed = rule.layers.compactMap(\.claimed)
      return "\(rule.rule): measured \(list(rule.layers.map(\.measured.value)))"
        + (claimed.isEmpty ? "" : ", claimed \(list(claimed))")
    }
    return "Three panels, one for each mean, show the variance after each layer of the network "
      + outcome.widths.map(String.init).joined(separator: "-")
      + " relative to the input. \(rules.joined(separator: "; ")). Measured points lie on the "
      + "theory line, far below the claims."
  }

  private func caption(of outcome: Outcome, _ study: StudyConfiguration) -> String {
    let hasClaims = outcome.rules.first?.layers.first?.claimed != nil
    return "**Method.** Gaussian weights, \(outcome.inputs) inputs *N*(0, 1) through each of "
      + "\(NumberFormat.count.text(Double(outcome.networks))) networks, the same draws for all "
      + "three rules. **Solid:** mean; its 95 % interval (at most "
      + "±\(NumberFormat.percent(1).text(outcome.largestMargin))) is smaller than the mark. "
      + "**Pale bar:** central 95 % of single networks. **Dashed:** theory, the product of "
      + "*mσ*² over the layers."
      + (hasClaims ? " **Hollow:** the note’s table." : "") + " Seed \(study.seed)."
  }
}
