import Charts
import Experiments
import Simulation
import Study

/// A panel for each rule, signal and gradient in one; of linear networks or of ReLU networks.
///
/// Xavier's uniform weights have no panel: it would be that of his normal ones.
struct InitComparisonFigure: Figure {
  typealias Subject = InitComparison
  typealias Rule = InitComparison.RuleOutcome

  let id: String
  /// The networks that are shown.
  private let rules: KeyPath<InitComparison.Outcome, [Rule]> & Sendable

  static let linear = InitComparisonFigure(id: "init-comparison", rules: \.linear)
  static let relu = InitComparisonFigure(id: "init-comparison-relu", rules: \.relu)

  func facts(of outcome: InitComparison.Outcome, study: StudyConfiguration) -> [Fact] {
    let rules = outcome[keyPath: rules]
    let uniform = rules.filter { StartingRule.key(of: $0.rule) == "xavier-uniform" }
    let xavier = rules.first { StartingRule.key(of: $0.rule) == "xavier-normal" }
    func margin(_ rules: [Rule]) -> Double {
      rules.flatMap { ($0.forward + $0.backward).map(\.relativeMargin) }.max() ?? .nan
    }
    return [
      Fact("rules", Self.drawn(rules).count), Fact("networks", rules.first?.networks ?? 0),
      Fact("uniform-networks", outcome.uniformNetworks),
      Fact("xavier-loss", 1 - (xavier?.pairFactor ?? .nan), .percent(0)),
      Fact("margin", margin(rules.filter { !uniform.contains($0) }), .percent(1)),
      Fact("uniform-margin", margin(uniform), .percent(1)),
    ]
  }

  func chart(of outcome: InitComparison.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let rules = outcome[keyPath: rules]
    let depth = outcome.widths.count - 1
    let domain = Self.domain(of: rules)
    stateLists(of: rules, words)
    return Chart(id) {
      for rule in Self.drawn(rules) {
        let key = StartingRule.key(of: rule.rule)
        Panel(words.name(key), detail: detail(of: rule, words)) {
          marks(of: rule, key, depth: depth, words)
          if rule.rule == Self.drawn(rules).first?.rule {
            explanation(of: rule, depth: depth, words)
          }
          if let exit = exit(of: rule, below: domain.lowerBound, depth: depth, words) { exit }
        }
      }
    }
    .chartFacet(columns: 4)
    .chartXScale(domain: 0...Double(depth))
    .chartXAxis(values: stride(from: 0, through: depth, by: 4).map(Double.init))
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: domain)
    .chartYAxisLabel(words["y"])
    .chartPlotHeight(170)
    .chartLegend(.hidden)
  }

  private func marks(of rule: Rule, _ key: String, depth: Int, _ words: FigureWords) -> [any Mark] {
    let series = PlottableValue.value(words["rule"], words.name(key))
    let (layer, range, theory) = (words["layer"], words["range"], words["theory"])
    // The signal starts at the input, the gradient at the output of the last layer.
    let signalX = PlottableValue.value(layer, Array(0...depth))
    let gradientX = PlottableValue.value(layer, Array(1...depth))
    func ribbon(_ sizes: [SignalSize]) -> RibbonMark {
      RibbonMark(
        x: gradientX, lower: .log10(range, sizes.map(\.low)),
        upper: .log10(range, sizes.map(\.high)), series: series)
    }
    func points(_ name: String, _ sizes: [SignalSize]) -> PointMark {
      PointMark(x: gradientX, y: .log10(name, sizes.map(\.mean.value)), series: series)
    }
    return [
      ribbon(rule.forward), ribbon(rule.backward),
      LineMark(x: signalX, y: .log10(theory, [0] + rule.forwardTheory)).lineStyle(.theory),
      LineMark(x: gradientX, y: .log10(theory, rule.backwardTheory)).lineStyle(.theory),
      points(words["signal"], rule.forward).symbol(.circle, isHollow: false)
        .symbolSize(radius: 2.6),
      points(words["gradient"], rule.backward).symbol(.circle, isHollow: true)
        .symbolSize(radius: 2.9),
    ]
  }

  /// What two layers do, and what becomes of a product of six.
  private func detail(of rule: Rule, _ words: FigureWords) -> String {
    let factor = rule.pairFactor
    let fact: Fact =
      abs(factor - 1) < 1e-9
      ? Fact("factor", 1)
      : Fact("factor", factor, factor < 0.001 ? .scientific(1) : .significant(3))
    return words.text("detail", fact)
  }

  private static func drawn(_ rules: [Rule]) -> [Rule] {
    rules.filter { StartingRule.key(of: $0.rule) != "xavier-uniform" }
  }

  /// Names both directions once, in the first panel below its lines.
  private func explanation(of rule: Rule, depth: Int, _ words: FigureWords) -> TextMark {
    let bottom = min(0, (rule.forwardTheory + rule.backwardTheory).min() ?? 0)
    return TextMark(
      words["directions"], x: .value(words["layer"], 0.5 * Double(depth)),
      y: .log10(words["signal"], bottom - 1.3), alignment: .middle
    ).halo()
  }

  /// A note where signal or gradient leave the panel at its lower edge: the powers of ten at which the two end.
  private func exit(of rule: Rule, below floor: Double, depth: Int, _ words: FigureWords)
    -> TextMark?
  {
    guard let (signal, gradient) = Self.ends(of: rule), min(signal, gradient) < floor else {
      return nil
    }
    return TextMark(
      words.text("if.exit.signal", Fact("signal", signal, .powerOfTen(0))),
      detail: words.text("if.exit.gradient", Fact("gradient", gradient, .powerOfTen(0))),
      x: .value(words["layer"], 0.5 * Double(depth)), y: .log10(words["signal"], floor + 2),
      alignment: .middle)
  }

  /// Decades of the signal behind the last layer and of the gradient before the first.
  private static func ends(of rule: Rule) -> (signal: Double, gradient: Double)? {
    guard let last = rule.forward.last, let first = rule.backward.first else { return nil }
    return (last.mean.value, first.mean.value)
  }

  /// Room for every rule but those that lose more than three decades per pair of layers.
  private static func domain(of rules: [Rule]) -> ClosedRange<Double> {
    let shown = rules.filter { $0.pairFactor > 1e-3 }
    let ends = shown.flatMap { $0.forwardTheory + $0.backwardTheory }
    return ((ends.min() ?? -1).rounded(.down) - 0.3)...((ends.max() ?? 1).rounded(.up) + 0.3)
  }

  /// States `kept`, which the title quotes, and `ends` for the alternative text.
  private func stateLists(of rules: [Rule], _ words: FigureWords) {
    let kept = rules.filter { abs($0.pairFactor - 1) < 1e-9 }.map { rule in
      let key = StartingRule.key(of: rule.rule)
      return words.optional("if.kept.\(key)") ?? words.name(key)
    }
    words.state(Fact("kept", list: kept))
    let ends = Self.drawn(rules).compactMap { rule -> String? in
      guard let (signal, gradient) = Self.ends(of: rule) else { return nil }
      func plain(_ exponent: Double) -> String {
        words.plain(powerOf: exponent, within: -6..<5, decimals: 0)
      }
      return words.text(
        "alt.rule", Fact("rule", text: words.name(StartingRule.key(of: rule.rule))),
        Fact("signal", text: plain(signal)), Fact("gradient", text: plain(gradient)))
    }
    words.state(Fact("ends", text: ends.joined(separator: "; ")))
  }
}
