import Charts
import Graphics
import Simulation
import Study

extension ActivationScale {
  /// tanh and ReLU side by side; what leaves the panel says where it ends.
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let ceiling = 3.4
    let chart = Chart("activation-scale") {
      for panel in outcome.panels {
        Charts.Panel(displayName(panel.activation), detail: detail(of: panel)) {
          for rule in panel.rules { marks(rule, below: ceiling) }
          for rule in panel.rules {
            if let note = exit(of: rule, above: ceiling) { note }
          }
        }
      }
    }
    let margins = { (isDense: Bool) in
      let rules = outcome.panels.flatMap(\.rules).filter {
        [StartingRule.lsuv.name, StartingRule.frameworkDefault.name].contains($0.rule) == isDense
      }
      // An rms has half the relative error of a mean square.
      return NumberFormat.percent(1).text(
        (rules.flatMap(\.sizes).map(\.relativeMargin).max() ?? .nan) / 2)
    }
    let samples = { (rule: StartingRule) in
      NumberFormat.count.text(
        Double(
          outcome.panels[0].rules.first { $0.rule == rule.name }?.sizes[0].mean.samples ?? 0))
    }
    return [
      chart
        .chartXScale(domain: 0...Double(outcome.depth))
        .chartXAxis(values: [0, 2, 4, 6, 8, 10].filter { $0 <= Double(outcome.depth) })
        .chartXAxisLabel("Layer")
        .chartYScale(log10Domain: -8.6...ceiling)
        .chartYAxisLabel("Activation rms")
        .chartLegend(.direct)
        .chartPlotHeight(330)
        .chartTitle(title(outcome))
        .chartSubtitle(
          "Root mean square of the activations in each of \(outcome.depth) layers of "
            + "\(outcome.width) units, log axis. Where a line leads is set by the start and the "
            + "activation together."
        )
        .chartCaption(
          "**Lines:** rms over \(samples(.he)) networks, inputs *N*(0, 1), no biases; 95 % interval "
            + "at most ±\(margins(false)), thinner than the line. U(±1/√*m*), the framework default, "
            + "on \(samples(.frameworkDefault)) networks with 8 inputs each, LSUV on "
            + "\(samples(.lsuv)) of width \(outcome.lsuvWidth) with 32 inputs: at most "
            + "±\(margins(true)). **Dashed:** mean-field theory. Set-up after the CS231n lecture. "
            + "Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func displayName(_ activation: String) -> String {
    activation == "relu" ? "ReLU" : activation
  }

  private func marks(_ rule: RuleOutcome, below ceiling: Double) -> [any Mark] {
    let shown = rule.sizes.prefix { 0.5 * $0.mean.value < ceiling + 1 }
    let layers = Array(0...shown.count)
    let measured = [0] + shown.map { 0.5 * $0.mean.value }
    let theory = [0] + rule.theory.prefix(shown.count).map { 0.5 * $0 }
    let series = PlottableValue.value("Start", rule.rule)
    let line = LineMark(
      x: .value("Layer", layers), y: .log10("Activation rms", measured), series: series)
    let isCut = shown.count < rule.sizes.count
    return [
      isCut ? line.endLabelHidden() : line.endLabel(detail: endDetail(rule)),
      LineMark(x: .value("Layer", layers), y: .log10("Theory", theory))
        .lineStyle(.theoryOverlay),
    ]
  }

  private func endDetail(_ rule: RuleOutcome) -> String {
    let end = rule.rms(rule.sizes.count).value
    return end < 0.001
      ? NumberFormat.scientific(0).label(end) : NumberFormat.significant(2).text(end)
  }

  /// Names a rule that leaves the panel at its upper edge.
  private func exit(of rule: RuleOutcome, above ceiling: Double) -> TextMark? {
    guard let last = rule.sizes.last?.mean.value, 0.5 * last > ceiling,
      let crossing = rule.sizes.firstIndex(where: { 0.5 * $0.mean.value > ceiling - 0.7 })
    else { return nil }
    return TextMark(
      "[\(rule.rule)](\(rule.rule))",
      detail: "to \(NumberFormat.powerOfTen(0.5 * last, decimals: 0))",
      x: .value("Layer", Double(crossing) + 1.5), y: .log10("y", ceiling - 0.6), alignment: .start
    ).bold()
  }

  /// What keeps the activation alive, in words that follow from the numbers.
  private func detail(of panel: ActivationScale.Panel) -> String {
    let alive = panel.rules.filter { (0.1...3).contains($0.rms($0.sizes.count).value) }
    return "within 0.1 … 3 at the end: "
      + (alive.isEmpty
        ? "none" : alive.map { "[\($0.rule)](\($0.rule))" }.joined(separator: ", "))
  }

  private func title(_ outcome: Outcome) -> String {
    let ends = outcome.panels.flatMap(\.rules).map { 0.5 * ($0.sizes.last?.mean.value ?? 0) }
    guard let low = ends.min(), let high = ends.max() else { return "No data" }
    let count = outcome.depth == 10 ? "Ten" : "\(outcome.depth)"
    return "\(count) layers are enough to spread the activations over "
      + "\(Int((high - low).rounded(.down))) decades: the start decides where a signal ends"
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.panels.map { panel in
      "\(displayName(panel.activation)): "
        + panel.rules.map { rule in
          let end = 0.5 * (rule.sizes.last?.mean.value ?? .nan)
          return "\(rule.rule) "
            + (abs(end) < 3
              ? NumberFormat.plainSignificant(2, end)
              : "10 to the \(NumberFormat.fixed(1).text(end))")
        }.joined(separator: ", ")
    }
    return
      "Two panels, tanh and ReLU, show the rms of the activations by layer on a log axis for six "
      + "starts; dashed theory lies on every line. At layer \(outcome.depth): "
      + parts.joined(separator: "; ") + "."
  }
}
