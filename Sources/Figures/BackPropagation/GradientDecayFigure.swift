import Charts
import Experiments
import Simulation
import Study

/// A column for each activation: δ, h, and below them their product, the gradient of the weights.
///
/// On log axes a product is a sum, so the rows read like a written addition, layer by layer.
struct GradientDecayFigure: Figure {
  typealias Subject = GradientDecay
  typealias Case = GradientDecay.Case
  typealias Curve = GradientDecay.Curve

  let id = "gradient-decay"

  func facts(of outcome: GradientDecay.Outcome, study: StudyConfiguration) -> [Fact] {
    let fed = outcome.groups(fed: .everyLayer).reduce(0) { $0 + $1.starts.count }
    return [
      Fact(
        "margin", outcome.cases.map { $0.factor.halfWidth / $0.factor.value }.max() ?? 0,
        .percent(1)),
      Fact("at-most-one", text: fed < 2 ? "yes" : ""),
      Fact("parts-ways", text: outcome.partsWays ? "yes" : ""),
      Fact("half-normal", NumberRange.fp16.smallestNormal, .scientific(1)),
      Fact("half-largest", NumberRange.fp16.largest, .count),
    ]
  }

  func chart(of outcome: GradientDecay.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let panels = GradientDecay.activations.map { activation in
      outcome.cases.filter { $0.activation == activation.name }
    }
    let all = outcome.cases.flatMap { $0.gradient.median + $0.signal.median + $0.weights.median }
    let lowest = (((all.min() ?? -1) - 4) / 5).rounded(.down) * 5
    let fp16 = NumberRange.fp16.normalLog10
    stateWords(of: outcome, panels, words)
    return Chart(id) {
      for row in Row.allCases {
        PanelRow(words["row." + row.rawValue], height: 165) {
          for (index, cases) in panels.enumerated() {
            Panel(
              row == .gradient ? words.name(cases[0].activation) : nil,
              detail: row == .gradient ? fed(cases, words) : nil
            ) {
              RectangleMark(
                yStart: .log10(words["fp16"], fp16.lowerBound),
                yEnd: .log10(words["fp16"], fp16.upperBound)
              )
              .outlined([.bottom])
              for one in cases { curve(one, row, depth: outcome.depth, words) }
              note(row, in: index, cases, lowest: lowest, words)
            }
          }
        }
      }
    }
    .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
    .chartXAxis(values: LayerTicks.values(depth: outcome.depth), grid: false)
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: lowest...fp16.upperBound)
    .chartDirectLabels()
  }

  /// What a row shows.
  private enum Row: String, CaseIterable {
    case gradient, signal, weights

    func curve(of one: Case) -> Curve {
      switch self {
      case .gradient: one.gradient
      case .signal: one.signal
      case .weights: one.weights
      }
    }
  }

  /// Ribbon, median and theory of one start; a layer reads the signal of the layer below.
  @MarkBuilder
  private func curve(_ one: Case, _ row: Row, depth: Int, _ words: FigureWords) -> [any Mark] {
    let series = PlottableValue.value(
      words["start"], words.name(GradientDecay.key(of: one.start)))
    let curve = row.curve(of: one)
    let layers = (1...depth).map(Double.init).suffix(curve.median.count).map(\.self)
    let (layer, size) = (words["layer"], words["size." + row.rawValue])
    RibbonMark(
      x: .value(layer, layers), lower: .log10(size, curve.low), upper: .log10(size, curve.high),
      series: series)
    if row == .signal {
      LineMark(x: .value(layer, layers), y: .log10(size, curve.median), series: series)
        .endLabelHidden()
    } else {
      LineMark(x: .value(layer, layers), y: .log10(size, curve.median), series: series)
        .endLabel(detail: NumberFormat.powerOfTen(0).text(curve.median[0], in: .markup))
    }
    LineMark(x: .value(layer, layers), y: .log10(words["theory"], curve.theory), series: series)
      .lineStyle(.theoryOverlay).endLabelHidden()
  }

  /// Each word of the legend stands once, in the panel that has room for it.
  @MarkBuilder
  private func note(
    _ row: Row, in panel: Int, _ cases: [Case], lowest: Double, _ words: FigureWords
  ) -> [any Mark] {
    let theory = cases[0].gradient.theory
    let depth = theory.count
    let layer = words["layer"]
    switch (row, panel) {
    case (.signal, 0):
      TextMark(
        words["text.fp16"], detail: words["text.fp16.detail"],
        x: .value(layer, 0.96 * Double(depth)),
        y: .log10(words["size.signal"], NumberRange.fp16.normalLog10.lowerBound + 0.08 * lowest),
        vertical: .top)
    case (.gradient, 1):
      TextMark(
        words["text.theory"], x: .value(layer, 0.96 * Double(depth)),
        y: .log10(words["size.gradient"], 0.55 * lowest)
      )
      .leader(
        toX: .value(layer, depth * 46 / 100),
        y: .log10(words["size.gradient"], theory[depth * 46 / 100]))
    default: []
    }
  }
}
