import Charts
import Simulation
import Study

extension InitComparison {
  /// A panel for each rule, signal and gradient in one; linear networks, then ReLU.
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    [
      chart("init-comparison", outcome.linear, outcome, study, activation: "linear")
        .chartTitle(linearTitle(of: outcome.linear)),
      chart("init-comparison-relu", outcome.relu, outcome, study, activation: "ReLU")
        .chartTitle(reluTitle(of: outcome.relu)),
    ]
  }

  private func chart(
    _ id: String, _ rules: [RuleOutcome], _ outcome: Outcome, _ study: StudyConfiguration,
    activation: String
  ) -> Chart {
    let (narrow, wide) = (outcome.widths[0], outcome.widths[1])
    let depth = outcome.widths.count - 1
    let floor = domain(of: rules)
    return Chart(id) {
      for rule in rules {
        Panel(rule.rule, detail: detail(of: rule)) {
          marks(of: rule, depth: depth)
          if rule.rule == StartingRule.quadratic.name {
            Self.explanation(depth: depth, top: floor.upperBound)
          }
          if let exit = Self.exit(of: rule, below: floor.lowerBound, depth: depth) { exit }
        }
      }
    }
    .chartFacet(columns: 4)
    .chartXScale(domain: 0...Double(depth))
    .chartXAxis(values: stride(from: 0, through: depth, by: 4).map(Double.init))
    .chartXAxisLabel("Layer")
    .chartYScale(log10Domain: floor)
    .chartYAxisLabel("Mean square, relative to where the signal or the gradient starts")
    .chartPlotHeight(170)
    .chartLegend(.hidden)
    .chartSubtitle(
      "Signal (filled, from the left) and gradient (hollow, from the right) in \(depth) "
        + "\(activation) layers of \(narrow) and \(wide) units in turn. Below each name: the factor "
        + "over two layers."
    )
    .chartCaption(caption(of: outcome, rules, study, activation: activation))
    .chartAltText(altText(rules, depth: depth, activation: activation))
  }

  private func marks(of rule: RuleOutcome, depth: Int) -> [any Mark] {
    let series = PlottableValue.value("Rule", rule.rule)
    // The signal starts at the input, the gradient at the output of the last layer.
    let layers = Array(1...depth)
    let signalX = PlottableValue.value("Layer", [0] + layers)
    let gradientX = PlottableValue.value("Layer", layers)
    let measured = { (sizes: [SignalSize]) in sizes.map(\.mean.value) }
    return [
      RibbonMark(
        x: gradientX, lower: .log10("95 % of networks", rule.forward.map(\.low)),
        upper: .log10("95 % of networks", rule.forward.map(\.high)), series: series),
      RibbonMark(
        x: gradientX, lower: .log10("95 % of networks", rule.backward.map(\.low)),
        upper: .log10("95 % of networks", rule.backward.map(\.high)), series: series),
      LineMark(x: signalX, y: .log10("Theory", [0] + rule.forwardTheory))
        .lineStyle(.theory),
      LineMark(x: gradientX, y: .log10("Theory", rule.backwardTheory)).lineStyle(.theory),
      PointMark(x: gradientX, y: .log10("Signal", measured(rule.forward)), series: series)
        .symbol(.circle, isHollow: false).symbolSize(radius: 2.6),
      PointMark(x: gradientX, y: .log10("Gradient", measured(rule.backward)), series: series)
        .symbol(.circle, isHollow: true).symbolSize(radius: 2.9),
    ]
  }

  /// What two layers do, and what becomes of a product of six.
  private func detail(of rule: RuleOutcome) -> String {
    let factor = rule.pairFactor
    let number =
      factor < 0.001
      ? NumberFormat.scientific(1).label(factor)
      : NumberFormat.significant(3).text(factor)
    return "×\(abs(factor - 1) < 1e-9 ? "1" : number) per pair"
  }

  /// Names both directions in the panel of a rule that loses both ways: above its lines where the
  /// panel has room over them, otherwise between them.
  private static func explanation(depth: Int, top: Double) -> TextMark {
    TextMark(
      "signal →   ← gradient", x: .value("Layer", 0.5 * Double(depth)),
      y: .log10("y", top > 2 ? 0.8 : -0.3),
      alignment: .middle
    ).halo()
  }

  /// A note where a rule leaves the panel at its lower edge.
  private static func exit(
    of rule: RuleOutcome, below floor: Double, depth: Int
  ) -> TextMark? {
    guard let last = rule.forward.last?.mean.value, last < floor else { return nil }
    return TextMark(
      "both end at", detail: NumberFormat.powerOfTen(last, decimals: 0),
      x: .value("Layer", 0.5 * Double(depth)), y: .log10("y", floor + 2), alignment: .middle)
  }

  /// Room for every rule but those that lose more than three decades per pair of layers.
  private func domain(of rules: [RuleOutcome]) -> ClosedRange<Double> {
    let shown = rules.filter { $0.pairFactor > 1e-3 }
    let ends = shown.flatMap { $0.forwardTheory + $0.backwardTheory }
    return ((ends.min() ?? -1).rounded(.down) - 0.3)...((ends.max() ?? 1).rounded(.up) + 0.3)
  }

  private func kept(_ rules: [RuleOutcome]) -> [String] {
    rules.filter { abs($0.pairFactor - 1) < 1e-9 }.map {
      $0.rule == "Geometric" ? "the geometric mean" : $0.rule
    }
  }

  private func linearTitle(of rules: [RuleOutcome]) -> String {
    let names = kept(rules)
    let xavier = rules.first { $0.rule == "Xavier normal" }?.pairFactor ?? .nan
    return "When widths alternate, only \(names.joined(separator: " and ")) keep the variance; "
      + "Xavier loses \(NumberFormat.percent(0).text(1 - xavier)) of it every two layers"
  }

  private func reluTitle(of rules: [RuleOutcome]) -> String {
    "With ReLU only \(kept(rules).joined(separator: " and ")) lasts: every rule made for linear "
      + "layers loses another half per layer"
  }

  private func altText(_ rules: [RuleOutcome], depth: Int, activation: String) -> String {
    let ends = rules.compactMap { rule -> String? in
      guard let last = rule.forward.last?.mean.value, let first = rule.backward.first?.mean.value
      else { return nil }
      let number = { (exponent: Double) in
        exponent < -6
          ? "10 to the \(NumberFormat.fixed(0).text(exponent))"
          : NumberFormat.plainSignificant(2, exponent)
      }
      return "\(rule.rule): signal \(number(last)), gradient \(number(first))"
    }
    return
      "Eight panels, one for each rule, show the mean square of signal and gradient by layer on "
      + "a log axis in a \(activation) network of alternating widths; measured points lie on the "
      + "theory lines. At the end of \(depth) layers: " + ends.joined(separator: "; ") + "."
  }

  private func caption(
    of outcome: Outcome, _ rules: [RuleOutcome], _ study: StudyConfiguration, activation: String
  ) -> String {
    let isGaussian = { (rule: RuleOutcome) in rule.rule != StartingRule.xavierUniform.name }
    func margin(_ some: [RuleOutcome]) -> String {
      let margins = some.flatMap { ($0.forward + $0.backward).map(\.relativeMargin) }
      return "±" + NumberFormat.percent(1).text(margins.max() ?? .nan)
    }
    let count = { (number: Int) in NumberFormat.count.text(Double(number)) }
    return
      "**Points:** mean over \(count(rules.first?.networks ?? 0)) networks, the same Gaussian draws for "
      + "all rules but the uniform one (\(count(outcome.uniformNetworks)) networks of uniform "
      + "weights); 95 % interval at most \(margin(rules.filter(isGaussian))) "
      + "(\(margin(rules.filter { !isGaussian($0) }))), smaller than the marks. **Ribbon:** central "
      + "95 % of single networks. **Dashed:** theory, exact here: products of *mσ*² forward and "
      + "*nσ*² back"
      + (activation == "ReLU" ? ", times ½ per layer" : "")
      + ". One input *N*(0, 1) and one output gradient *N*(0, 1) per network, no biases, log axis. "
      + "Seed \(study.seed)."
  }
}
