import Charts
import Experiments
import Simulation
import Study

/// A panel for each activation: what is left of the gradient, and below it measured over theory.
struct GradientDecayFigure: Figure {
  typealias Subject = GradientDecay
  typealias Case = GradientDecay.Case

  let id = "gradient-decay"

  func facts(of outcome: GradientDecay.Outcome, study: StudyConfiguration) -> [Fact] {
    let usable = outcome.usableGroups.reduce(0) { $0 + $1.starts.count }
    return [
      Fact(
        "margin", outcome.cases.map { $0.factor.halfWidth / $0.factor.value }.max() ?? 0,
        .percent(1)),
      Fact("at-most-one", text: usable < 2 ? "yes" : ""),
      Fact("half-smallest", NumberRange.fp16.smallest, .scientific(0)),
      Fact("half-largest", NumberRange.fp16.largest, .count),
      Fact("single-smallest", NumberRange.fp32.log10.lowerBound, .powerOfTen(0)),
    ]
  }

  func chart(of outcome: GradientDecay.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let layers = (1...outcome.depth).map(Double.init)
    let panels = GradientDecay.activations.map { activation in
      outcome.cases.filter { $0.activation == activation.name }
    }
    let lowest = ((outcome.cases.map(\.end).min() ?? -1) - 4) / 5
    let fp16 = NumberRange.fp16.log10
    stateWords(of: outcome, panels, words)
    return Chart(id) {
      PanelRow(words["row.gradient"]) {
        for (index, cases) in panels.enumerated() {
          Panel(words.name(cases[0].activation), detail: exits(cases, words)) {
            RectangleMark(
              yStart: .log10(words["fp16"], fp16.lowerBound),
              yEnd: .log10(words["fp16"], fp16.upperBound)
            )
            .outlined([.bottom])
            if lowest * 5 < NumberRange.fp32.log10.lowerBound {
              RuleMark(y: .log10(words["if.fp32"], NumberRange.fp32.log10.lowerBound))
                .lineStyle(width: 0.85, dash: [1.5, 4])
            }
            for one in cases { decay(one, layers, words) }
            note(in: index, cases, lowest: lowest.rounded(.down) * 5, words)
          }
        }
      }
      PanelRow(words["row.ratio"], height: 84) {
        for cases in panels {
          Panel { ratios(cases, layers, words) }
        }
      }
      .chartYScale(log10Domain: -1.1...0.6)
      .chartYAxis(values: [0.1, 1])
    }
    .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
    .chartXAxis(values: LayerTicks.values(depth: outcome.depth), grid: false)
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: lowest.rounded(.down) * 5...fp16.upperBound)
    .chartPlotHeight(330)
    .chartDirectLabels()
  }

  /// Ribbon, median and theory of one start.
  @MarkBuilder
  private func decay(_ one: Case, _ layers: [Double], _ words: FigureWords) -> [any Mark] {
    let series = series(one, words)
    let (layer, gradient) = (words["layer"], words["gradient"])
    RibbonMark(
      x: .value(layer, layers), lower: .log10(gradient, one.low),
      upper: .log10(gradient, one.high), series: series)
    LineMark(x: .value(layer, layers), y: .log10(gradient, one.median), series: series)
      .endLabel(detail: NumberFormat.factor(3).text(one.factor.value))
    LineMark(x: .value(layer, layers), y: .log10(words["theory"], one.theory), series: series)
      .lineStyle(.theoryOverlay).endLabelHidden()
  }

  /// Each word of the legend stands once, in the panel that has room for it.
  @MarkBuilder
  private func note(in panel: Int, _ cases: [Case], lowest: Double, _ words: FigureWords)
    -> [any Mark]
  {
    let theory = cases[0].theory
    let depth = theory.count
    let left = 0.96 * Double(depth)
    let fp32 = NumberRange.fp32.log10.lowerBound
    let (layer, gradient) = (words["layer"], words["gradient"])
    switch panel {
    case 0:
      TextMark(
        words["text.fp16"], detail: words["text.fp16.detail"], x: .value(layer, 2),
        y: .log10(gradient, 4.4), alignment: .end, vertical: .top)
    case 1:
      TextMark(words["text.theory"], x: .value(layer, left), y: .log10(gradient, 0.46 * lowest))
        .leader(
          toX: .value(layer, depth * 46 / 100), y: .log10(gradient, theory[depth * 46 / 100]))
    default:
      if fp32 - 3 > lowest {
        TextMark(
          words["if.text.fp32"], x: .value(layer, left),
          y: .log10(gradient, fp32 - 0.04 * -lowest))
      }
    }
  }

  /// The lower row: all starts, and the ribbon of the middle one.
  @MarkBuilder
  private func ratios(_ cases: [Case], _ layers: [Double], _ words: FigureWords) -> [any Mark] {
    let (layer, ratio) = (words["layer"], words["ratio"])
    RuleMark(y: .log10(ratio, 0)).lineStyle(.theory)
    for (index, one) in cases.enumerated() {
      let series = series(one, words)
      if index == 1 {
        RibbonMark(
          x: .value(layer, layers), lower: .log10(ratio, zip(one.low, one.theory).map(-)),
          upper: .log10(ratio, zip(one.high, one.theory).map(-)), series: series)
      }
      LineMark(
        x: .value(layer, layers), y: .log10(ratio, zip(one.median, one.theory).map(-)),
        series: series
      )
      .lineStyle(.secondary).endLabelHidden()
    }
  }

  private func series(_ one: Case, _ words: FigureWords) -> PlottableValue {
    .value(words["start"], words.name(GradientDecay.key(of: one.start)))
  }
}
