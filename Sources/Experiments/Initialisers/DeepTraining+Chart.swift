import Charts
import Graphics
import Simulation
import Study

extension DeepTraining {
  /// The losses at both depths, and the sizes of the signal before training.
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let depths = outcome.cases.map(\.layers)
    let chart = Chart("deep-training") {
      for (index, depth) in [depths.min() ?? 0, depths.max() ?? 0].enumerated() {
        let cases = outcome.cases.filter { $0.layers == depth }
        losses(cases, outcome, depth: depth, showsTitle: index == 0)
      }
      signal(outcome)
    }
    return [
      chart
        .chartFacetScales(.free)
        .chartFacet(columns: 3)
        .chartLegend(.direct)
        .chartYAxisLabel("")
        .chartPlotHeight(250)
        .chartTitle(title(outcome))
        .chartSubtitle(
          "Loss of ReLU networks that learn \(outcome.examples) examples, every network a line; right, "
            + "the typical activation of each layer before training."
        )
        .chartCaption(caption(outcome, study))
        .chartAltText(altText(outcome))
    ]
  }

  private func losses(_ cases: [Case], _ outcome: Outcome, depth: Int, showsTitle: Bool) -> Panel {
    let counts = cases.map { "[\($0.rule) \($0.learned) of \($0.losses.count)](\($0.rule))" }
    return Panel("\(depth) layers: loss", detail: "learned: " + counts.joined(separator: ", ")) {
      RuleMark(y: .value("Guessing", Self.guessing)).foregroundStyle(.axis)
      for one in cases {
        for (index, run) in one.losses.enumerated() {
          LineMark(
            x: .value("Step", one.recordedAt.prefix(run.count).map(Double.init)),
            y: .value("Loss", run), series: .value("Network", "\(one.rule), network \(index + 1)")
          )
          .foregroundStyle(.series(one.rule)).opacity(0.6).lineStyle(width: 1.1).endLabelHidden()
        }
      }
      if showsTitle {
        TextMark(
          "guessing: ln 2", x: .value("Step", Double(outcome.steps)),
          y: .value("Loss", Self.guessing), alignment: .end, vertical: .bottom
        ).offset(y: -5)
      }
    }
    .chartXScale(domain: 0...Double(outcome.steps))
    .chartXAxis(values: [0, 0.5, 1].map { ($0 * Double(outcome.steps)).rounded() })
    .chartXAxisLabel("Step of training")
    .chartYScale(domain: 0...1.2)
    .chartYAxis(values: [0, 0.4, 0.8, 1.2], format: .fixed(1))
  }

  private func signal(_ outcome: Outcome) -> Panel {
    Panel("Before training: activation rms", detail: "by layer, log axis; dashed: theory") {
      for start in outcome.starts {
        let layers = (1...start.sizes.count).map(Double.init)
        LineMark(
          x: .value("Layer", layers), y: .log10("Activation rms", start.sizes.map(\.value)),
          series: .value("Start", start.rule)
        ).endLabel(showsSymbol: false)
        LineMark(x: .value("Layer", layers), y: .log10("Theory", start.theory))
          .lineStyle(.theoryOverlay)
      }
    }
    .chartXScale(domain: 1...Double(outcome.starts[0].sizes.count))
    .chartXAxis(values: LayerTicks.values(depth: outcome.starts[0].sizes.count))
    .chartYScale(log10Domain: Self.decades(outcome))
  }

  /// Room for both starts, in whole decades.
  private static func decades(_ outcome: Outcome) -> ClosedRange<Double> {
    let values = outcome.starts.flatMap { $0.sizes.map(\.value) + $0.theory }
    return (values.min() ?? -1).rounded(.down)...max(0.2, values.max() ?? 0)
  }

  private func title(_ outcome: Outcome) -> String {
    let (low, high) = (
      outcome.cases.map(\.layers).min() ?? 0, outcome.cases.map(\.layers).max() ?? 0
    )
    guard !outcome.isAsPublished else {
      return
        "\(low) ReLU layers learn from both starts, from He’s earlier; \(high) layers learn from "
        + "He’s alone, as He et al. report"
    }
    func learned(_ rule: StartingRule, _ depth: Int) -> String {
      let one = outcome.cases.first { $0.rule == rule.name && $0.layers == depth }
      return "\(one?.learned ?? 0) of \(one?.losses.count ?? 0)"
    }
    let counts =
      "\(learned(.xavier, low)) networks learn with \(low) layers and \(learned(.xavier, high)) with "
      + "\(high), from He’s start \(learned(.he, low)) and \(learned(.he, high))"
    return outcome.xavierWaitsLonger
      ? "The deeper a ReLU network, the longer Xavier’s start holds it at guessing: \(counts)"
      : "From Xavier’s start \(counts)"
  }

  private func caption(_ outcome: Outcome, _ study: StudyConfiguration) -> String {
    let networks = outcome.cases[0].losses.count
    let losses = outcome.cases.compactMap { one -> String? in
      guard let loss = try? Estimate.mean(of: one.finals) else { return nil }
      let text = NumberFormat.significant(2)
      return "\(one.rule) \(one.layers): \(text.text(loss.value)) "
        + "(\(text.text(max(0, loss.low)))–\(text.text(loss.high)))"
    }
    let shares = outcome.cases.compactMap { one -> String? in
      guard let share = one.share else { return nil }
      let text = NumberFormat.percent(0)
      return "\(one.rule) \(one.layers): \(text.text(share.low)) to \(text.text(share.high))"
    }
    let diverged = outcome.cases.reduce(0) { $0 + $1.diverged }
    let margin = outcome.starts.flatMap(\.sizes).map { Elementary.power10($0.halfWidth) - 1 }.max()
    return
      "**Method.** \(networks) networks of each kind, the same data and draws for both starts: "
      + "fully connected, \(outcome.width) units a layer, \(Self.inputs) normal inputs, two classes in "
      + "turn, all \(outcome.examples) examples in every step, momentum 0.9 and rate 0.01 as in the "
      + "paper, biases from 0; no convolutions, no images, \(outcome.steps) steps instead of about "
      + "10^{5}; the loss is read every \(outcome.cases[0].recordedAt.dropFirst().first ?? 0) steps. "
      + "Mean loss at the end with its 95 % *t* interval: " + losses.joined(separator: ", ") + ". "
      + (diverged == 0 ? "" : "\(diverged) networks diverged and are drawn up to that step. ")
      + "A network has learned when its loss is below half of ln 2; Wilson’s 95 % intervals of the share: "
      + shares.joined(separator: ", ") + ". **Right:** geometric mean over "
      + "\(NumberFormat.count.text(Double(outcome.starts[0].sizes[0].samples))) networks, 95 % interval "
      + "at most ±\(NumberFormat.percent(0).text(margin ?? .nan)); theory is the exact law of networks "
      + "of this width, whose wide limit loses 1/√2 per layer under Xavier. Finding: He et al. 2015, "
      + "figures 2 and 3. Seed \(study.seed)."
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.cases.map {
      "\($0.layers) layers from \($0.rule): \($0.learned) of \($0.losses.count) learned"
    }
    let ends = outcome.starts.map {
      "\($0.rule) 10 to the \(NumberFormat.fixed(1).text($0.sizes.last?.value ?? .nan))"
    }
    return
      "Three panels. The first two show the loss over training steps, a line for each network. "
      + parts.joined(separator: "; ")
      + ". The third shows the activation rms by layer before training on a log axis; at the last "
      + "hidden layer: " + ends.joined(separator: ", ") + "."
  }
}
