import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The losses at both depths, and the sizes of the signal before training.
struct DeepTrainingFigure: Figure {
  typealias Subject = DeepTraining
  typealias Case = DeepTraining.Case

  let id = "deep-training"

  func facts(of outcome: DeepTraining.Outcome, study: StudyConfiguration) -> [Fact] {
    let depths = Self.depths(outcome)
    let diverged = outcome.cases.reduce(0) { $0 + $1.diverged }
    let margin = outcome.starts.flatMap(\.sizes).map { Elementary.power10($0.halfWidth) - 1 }.max()
    return [
      Fact("low", depths.low), Fact("high", depths.high),
      Fact("inputs", DeepTraining.inputs), Fact("rate", DeepTraining.rate, .significant(1)),
      Fact("momentum", DeepTraining.momentum, .significant(1)),
      Fact("published-steps", Elementary.log10(DeepTraining.publishedSteps), .powerOfTen(0)),
      Fact("record-every", outcome.cases.first?.recordedAt.dropFirst().first ?? 0),
      Fact("diverged", text: diverged == 0 ? "" : String(diverged)),
      Fact("sampled", outcome.starts.first?.sizes.first?.samples ?? 0),
      Fact("margin", margin ?? .nan, .percent(0)),
    ]
      + outcome.cases.map { one in
        let size = one.layers == depths.low ? "low" : "high"
        return Fact("\(StartingRule.key(of: one.rule))-\(size)-learned", one.learned)
      }
  }

  private static func depths(_ outcome: DeepTraining.Outcome) -> (low: Int, high: Int) {
    let depths = outcome.cases.map(\.layers)
    return (depths.min() ?? 0, depths.max() ?? 0)
  }

  func chart(of outcome: DeepTraining.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let depths = Self.depths(outcome)
    stateLists(of: outcome, words)
    return Chart(id) {
      for depth in [depths.low, depths.high] {
        losses(
          outcome.cases.filter { $0.layers == depth }, outcome, depth,
          showsGuessing: depth == depths.low, words)
      }
      signal(outcome, words)
    }
    .chartFacetScales(.free)
    .chartFacet(columns: 3)
    .chartLegend(.direct)
    .chartYAxisLabel("")
    .chartPlotHeight(250)
  }

  private func losses(
    _ cases: [Case], _ outcome: DeepTraining.Outcome, _ depth: Int, showsGuessing: Bool,
    _ words: FigureWords
  ) -> Panel {
    let counts = cases.map { one in
      let text = words.text(
        "panel.loss.start", name(of: one.rule, words), Fact("learned", one.learned),
        Fact("networks", one.losses.count))
      return "[\(text)](\(StartingRule.key(of: one.rule)))"
    }
    return Panel(
      words.text("panel.loss", Fact("layers", depth)),
      detail: words.text(
        "panel.loss.detail", Fact("starts", text: counts.joined(separator: ", ")))
    ) {
      RuleMark(y: .value(words["guessing"], DeepTraining.guessing)).foregroundStyle(.axis)
      for one in cases {
        for (index, run) in one.losses.enumerated() {
          LineMark(
            x: .value(words["step"], one.recordedAt.prefix(run.count).map(Double.init)),
            y: .value(words["loss"], run),
            series: .value(
              words["network"],
              words.text("series.network", name(of: one.rule, words), Fact("network", index + 1)))
          )
          .foregroundStyle(.series(StartingRule.key(of: one.rule))).opacity(0.6)
          .lineStyle(width: 1.1).endLabelHidden()
        }
      }
      if showsGuessing {
        TextMark(
          words["text.guessing"], x: .value(words["step"], Double(outcome.steps)),
          y: .value(words["loss"], DeepTraining.guessing), alignment: .end, vertical: .bottom
        ).offset(y: -5)
      }
    }
    .chartXScale(domain: 0...Double(outcome.steps))
    .chartXAxis(values: [0, 0.5, 1].map { ($0 * Double(outcome.steps)).rounded() })
    .chartXAxisLabel(words["x.loss"])
    .chartYScale(domain: 0...1.2)
    .chartYAxis(values: [0, 0.4, 0.8, 1.2], format: .fixed(1))
  }

  private func signal(_ outcome: DeepTraining.Outcome, _ words: FigureWords) -> Panel {
    let depth = outcome.starts.first?.sizes.count ?? 1
    let layers = (1...depth).map(Double.init)
    return Panel(words["panel.signal"], detail: words["panel.signal.detail"]) {
      for start in outcome.starts {
        LineMark(
          x: .value(words["layer"], layers), y: .log10(words["rms"], start.sizes.map(\.value)),
          series: .value(words["start"], words.name(StartingRule.key(of: start.rule)))
        ).endLabel(showsSymbol: false)
        LineMark(x: .value(words["layer"], layers), y: .log10(words["theory"], start.theory))
          .lineStyle(.theoryOverlay)
      }
    }
    .chartXScale(domain: 1...Double(depth))
    .chartXAxis(values: LayerTicks.values(depth: depth))
    .chartYScale(log10Domain: Self.decades(outcome))
  }

  /// Room for both starts, in whole decades.
  private static func decades(_ outcome: DeepTraining.Outcome) -> ClosedRange<Double> {
    let values = outcome.starts.flatMap { $0.sizes.map(\.value) + $0.theory }
    return (values.min() ?? -1).rounded(.down)...max(0.2, values.max() ?? 0)
  }

  /// States `losses`, `shares`, `counts` and `ends`, which caption and alternative text quote.
  private func stateLists(of outcome: DeepTraining.Outcome, _ words: FigureWords) {
    func state(_ name: String, _ items: [String], _ separator: String = ", ") {
      words.state(Fact(name, text: items.joined(separator: separator)))
    }
    func text(_ key: String, of one: Case, _ facts: Fact...) -> String {
      words.text(key, [name(of: one.rule, words), Fact("layers", one.layers)] + facts)
    }
    state(
      "losses",
      outcome.cases.compactMap { one -> String? in
        guard var loss = try? Estimate.mean(of: one.finals) else { return nil }
        // A loss is not negative; the t interval of a few networks may be.
        loss.low = max(0, loss.low)
        return text("caption.loss", of: one, Fact("loss", loss, .significant(2)))
      })
    state(
      "shares",
      outcome.cases.compactMap { one in
        one.share.map { text("caption.share", of: one, Fact("share", $0, .percent(0))) }
      })
    state(
      "counts",
      outcome.cases.map { one in
        text(
          "alt.case", of: one, Fact("learned", one.learned), Fact("networks", one.losses.count))
      }, "; ")
    state(
      "ends",
      outcome.starts.map { start in
        words.text(
          "alt.end", name(of: start.rule, words),
          Fact("exponent", start.sizes.last?.value ?? .nan, .fixed(1)))
      })
  }

  private func name(of rule: String, _ words: FigureWords) -> Fact {
    Fact("start", text: words.name(StartingRule.key(of: rule)))
  }
}
