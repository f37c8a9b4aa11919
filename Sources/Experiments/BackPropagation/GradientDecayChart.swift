import Charts
import Simulation
import Study

extension GradientDecay {
  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let layers = (1...outcome.depth).map(Double.init)
    let panels = Self.activations.map { activation in
      (
        title: activation.name == "relu" ? "ReLU" : activation.name,
        cases: outcome.cases.filter { $0.activation == activation.name }
      )
    }
    let lowest = ((outcome.cases.map(\.end).min() ?? -1) - 4) / 5
    let fp16 = NumberRange.fp16.log10
    let margin = outcome.cases.map { $0.factor.halfWidth / $0.factor.value }.max() ?? 0
    return [
      Chart("gradient-decay") {
        PanelRow("Gradient rms, layer \(outcome.depth) = 1") {
          for (index, panel) in panels.enumerated() {
            Panel(panel.title, detail: Self.exits(panel.cases)) {
              RectangleMark(
                yStart: .log10("fp16", fp16.lowerBound), yEnd: .log10("fp16", fp16.upperBound)
              )
              .outlined([.bottom])
              if lowest * 5 < NumberRange.fp32.log10.lowerBound {
                RuleMark(y: .log10("fp32", NumberRange.fp32.log10.lowerBound))
                  .lineStyle(width: 0.85, dash: [1.5, 4])
              }
              for one in panel.cases { Self.decay(one, layers) }
              Self.note(in: index, panel.cases, lowest: lowest.rounded(.down) * 5)
            }
          }
        }
        PanelRow("Measured ÷ theory", height: 84) {
          for panel in panels {
            Panel { Self.ratios(panel.cases, layers) }
          }
        }
        .chartYScale(log10Domain: -1.1...0.6)
        .chartYAxis(values: [0.1, 1])
      }
      .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
      .chartXAxis(values: LayerTicks.values(depth: outcome.depth), grid: false)
      .chartXAxisLabel("Layer, from the output back to the input")
      .chartYScale(log10Domain: lowest.rounded(.down) * 5...fp16.upperBound)
      .chartPlotHeight(330)
      .chartDirectLabels()
      .chartTitle(Self.title(outcome))
      .chartSubtitle(
        """
        Gradient rms at each layer of a \(outcome.depth)-layer network, relative to layer \
        \(outcome.depth), log axis. Usable: still inside half precision (fp16). Under each name: \
        the factor **per layer**.
        """
      )
      .chartCaption(
        """
        **Method.** Square layers of width \(outcome.width), no bias, inputs *N*(0, 1), a Gaussian \
        gradient sent back from layer \(outcome.depth). **Line:** median of \(outcome.networks) \
        networks. **Ribbon:** central 95\u{a0}% of single networks. **Factor:** geometric mean per \
        layer; its 95\u{a0}% interval is at most ±\(NumberFormat.percent(1).text(margin)). \
        **Dashed:** mean-field theory, the product of *σ*_{w}√(E *f*′²) over layers. **Shaded:** \
        what half precision can hold. **Lower row:** the same data divided by theory, with the \
        ribbon of Xavier; finite width pulls the median down. Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Three panels, sigmoid, tanh and ReLU, of straight lines on a log axis from 1 at layer \
        \(outcome.depth) to layer 1. \
        \(panels.map { panel in
          panel.title + ": " + panel.cases.map {
            "\($0.start) ends at 10 to the \(NumberFormat.fixed(1).text($0.end))"
          }.joined(separator: ", ")
        }.joined(separator: "; ")). \
        Usable at layer 1: \(outcome.usableNames). Below, measured over theory stays near 1.
        """)
    ]
  }

  private static func title(_ outcome: Outcome) -> String {
    let counts = [
      "None", "Only one", "Only two", "Only three", "Only four", "Five", "Six", "Seven", "Eight",
      "All",
    ]
    let count = outcome.usable.count
    let all = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    let total = outcome.cases.count
    let subject =
      (counts.indices.contains(count) ? counts[count] : NumberFormat.count.text(Double(count)))
      + " of " + (all.indices.contains(total - 1) ? all[total - 1] : "\(total)") + " starts"
    if count == 0 { return subject + " brings a usable gradient back to layer 1" }
    return subject + (count == 1 ? " brings" : " bring")
      + " a usable gradient back to layer 1: \(outcome.usableNames)"
  }

  /// "leaves fp16 at layer 45, 38, 35", each number in the colour of its start.
  private static func exits(_ cases: [Case]) -> String {
    let numbers = zip(cases, starts).compactMap { one, start in
      one.fp16Exit.map { "**[\($0)](\(start.key))**" }
    }
    return numbers.isEmpty
      ? "stays inside fp16" : "leaves fp16 at layer " + numbers.joined(separator: ", ")
  }

  /// Ribbon, median and theory of one start.
  @MarkBuilder
  private static func decay(_ one: Case, _ layers: [Double]) -> [any Mark] {
    let series = PlottableValue.value("Start", one.start)
    RibbonMark(
      x: .value("Layer", layers), lower: .log10("Gradient rms", one.low),
      upper: .log10("Gradient rms", one.high), series: series)
    LineMark(
      x: .value("Layer", layers), y: .log10("Gradient rms", one.median), series: series
    )
    .endLabel(detail: NumberFormat.factor(3).text(one.factor.value))
    LineMark(x: .value("Layer", layers), y: .log10("Theory", one.theory), series: series)
      .lineStyle(.theoryOverlay).endLabelHidden()
  }

  /// Each word of the legend stands once, in the panel that has room for it.
  @MarkBuilder
  private static func note(in panel: Int, _ cases: [Case], lowest: Double) -> [any Mark] {
    let theory = cases[0].theory
    let depth = theory.count
    let left = 0.96 * Double(depth)
    let fp32 = NumberRange.fp32.log10.lowerBound
    switch panel {
    case 0:
      TextMark(
        "fp16 range", detail: "6×10^{−8} … 65,504", x: .value("Layer", 2), y: .log10("y", 4.4),
        alignment: .end, vertical: .top)
    case 1:
      TextMark("dashed: theory", x: .value("Layer", left), y: .log10("y", 0.46 * lowest))
        .leader(
          toX: .value("Layer", depth * 46 / 100), y: .log10("y", theory[depth * 46 / 100]))
    default:
      if fp32 - 3 > lowest {
        TextMark(
          "fp32 ends, 10^{−45}", x: .value("Layer", left), y: .log10("y", fp32 - 0.04 * -lowest))
      }
    }
  }

  /// The lower row: all starts, and the ribbon of the middle one.
  @MarkBuilder
  private static func ratios(_ cases: [Case], _ layers: [Double]) -> [any Mark] {
    RuleMark(y: .log10("Measured ÷ theory", 0)).lineStyle(.theory)
    for (index, one) in cases.enumerated() {
      let series = PlottableValue.value("Start", one.start)
      if index == 1 {
        RibbonMark(
          x: .value("Layer", layers),
          lower: .log10("Measured ÷ theory", zip(one.low, one.theory).map(-)),
          upper: .log10("Measured ÷ theory", zip(one.high, one.theory).map(-)), series: series)
      }
      LineMark(
        x: .value("Layer", layers),
        y: .log10("Measured ÷ theory", zip(one.median, one.theory).map(-)), series: series
      )
      .lineStyle(.secondary).endLabelHidden()
    }
  }
}
