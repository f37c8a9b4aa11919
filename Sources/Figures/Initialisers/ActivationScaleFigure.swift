import Charts
import Experiments
import Graphics
import Simulation
import Study

/// tanh and ReLU side by side; what leaves the panel says where it ends.
struct ActivationScaleFigure: Figure {
  typealias Subject = ActivationScale
  typealias Start = ActivationScale.RuleOutcome

  let id = "activation-scale"

  /// The rms at which the panel ends, as a decimal logarithm.
  private static let ceiling = 3.4
  /// The rms of a signal that is alive at the end.
  private static let alive = 0.1...3.0

  func facts(of outcome: ActivationScale.Outcome, study: StudyConfiguration) -> [Fact] {
    let starts = outcome.panels.flatMap(\.rules)
    let dense = starts.filter { Self.isDense($0) }
    let ends = starts.map { 0.5 * ($0.sizes.last?.mean.value ?? 0) }
    func samples(_ key: String) -> Int {
      outcome.panels.first?.rules.first { StartingRule.key(of: $0.rule) == key }?
        .sizes.first?.mean.samples ?? 0
    }
    return [
      Fact("decades", Int(((ends.max() ?? 0) - (ends.min() ?? 0)).rounded(.down))),
      Fact("starts", outcome.panels.first?.rules.count ?? 0),
      Fact("networks", samples("he")), Fact("margin", margin(starts, but: dense), .percent(1)),
      Fact("dense-networks", samples("torch-default")),
      Fact("dense-inputs", ActivationScale.explicitInputs),
      Fact("lsuv-networks", samples("lsuv")), Fact("lsuv-width", outcome.lsuvWidth),
      Fact("lsuv-inputs", ActivationScale.lsuvInputs),
      Fact("dense-margin", margin(dense), .percent(1)),
      Fact("alive-low", Self.alive.lowerBound, .significant(1)),
      Fact("alive-high", Self.alive.upperBound, .significant(1)),
    ]
  }

  /// Whether the start needs explicit matrices, of which there are fewer.
  private static func isDense(_ start: Start) -> Bool {
    ["lsuv", "torch-default"].contains(StartingRule.key(of: start.rule))
  }

  /// The widest interval of an rms, which has half the relative error of a mean square.
  private func margin(_ starts: [Start], but others: [Start] = []) -> Double {
    (starts.filter { !others.contains($0) }.flatMap(\.sizes).map(\.relativeMargin).max() ?? .nan)
      / 2
  }

  func chart(of outcome: ActivationScale.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    stateEnds(of: outcome, words)
    return Chart(id) {
      for panel in outcome.panels {
        Panel(words.name(panel.activation), detail: detail(of: panel, words)) {
          for start in panel.rules { marks(start, words) }
          for start in panel.rules {
            if let note = exit(of: start, words) { note }
          }
        }
      }
    }
    .chartXScale(domain: 0...Double(outcome.depth))
    .chartXAxis(values: [0, 2, 4, 6, 8, 10].filter { $0 <= Double(outcome.depth) })
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -8.6...Self.ceiling)
    .chartYAxisLabel(words["y"])
    .chartLegend(.direct)
    .chartPlotHeight(330)
  }

  private func marks(_ start: Start, _ words: FigureWords) -> [any Mark] {
    let shown = start.sizes.prefix { 0.5 * $0.mean.value < Self.ceiling + 1 }
    let x = PlottableValue.value(words["layer"], Array(0...shown.count))
    let measured = [0] + shown.map { 0.5 * $0.mean.value }
    let theory = [0] + start.theory.prefix(shown.count).map { 0.5 * $0 }
    let line = LineMark(
      x: x, y: .log10(words["rms"], measured),
      series: .value(words["start"], words.name(StartingRule.key(of: start.rule))))
    let isCut = shown.count < start.sizes.count
    return [
      isCut ? line.endLabelHidden() : line.endLabel(detail: endDetail(start)),
      LineMark(x: x, y: .log10(words["theory"], theory)).lineStyle(.theoryOverlay),
    ]
  }

  private func endDetail(_ start: Start) -> String {
    let end = start.rms(start.sizes.count).value
    return end < 0.001
      ? NumberFormat.scientific(0).label(end) : NumberFormat.significant(2).text(end)
  }

  /// Names a start that leaves the panel at its upper edge.
  private func exit(of start: Start, _ words: FigureWords) -> TextMark? {
    guard let last = start.sizes.last?.mean.value, 0.5 * last > Self.ceiling,
      let crossing = start.sizes.firstIndex(where: { 0.5 * $0.mean.value > Self.ceiling - 0.7 })
    else { return nil }
    return TextMark(
      Self.coloured(start, words),
      detail: words.text("if.exit", Fact("end", 0.5 * last, .powerOfTen(0))),
      x: .value(words["layer"], Double(crossing) + 1.5),
      y: .log10(words["rms"], Self.ceiling - 0.6),
      alignment: .start
    ).bold()
  }

  /// The name of a start in its colour.
  private static func coloured(_ start: Start, _ words: FigureWords) -> String {
    let key = StartingRule.key(of: start.rule)
    return "[\(words.name(key))](\(key))"
  }

  /// What keeps the activation alive, in words that follow from the numbers.
  private func detail(of panel: ActivationScale.Panel, _ words: FigureWords) -> String {
    let alive = panel.rules.filter { Self.alive.contains($0.rms($0.sizes.count).value) }
    let names = alive.map { Self.coloured($0, words) }.joined(separator: ", ")
    return words.text("detail", Fact("starts", text: alive.isEmpty ? words["if.none"] : names))
  }

  /// States `ends`, which the alternative text quotes.
  private func stateEnds(of outcome: ActivationScale.Outcome, _ words: FigureWords) {
    let panels = outcome.panels.map { panel in
      let ends = panel.rules.map { start in
        words.text(
          "alt.end", Fact("start", text: words.name(StartingRule.key(of: start.rule))),
          Fact("rms", text: words.plain(powerOf: 0.5 * (start.sizes.last?.mean.value ?? .nan))))
      }
      return words.text(
        "alt.panel", Fact("activation", text: words.name(panel.activation)),
        Fact("ends", text: ends.joined(separator: ", ")))
    }
    words.state(Fact("ends", text: panels.joined(separator: "; ")))
  }
}
