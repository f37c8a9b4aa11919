import Charts
import Graphics
import Simulation
import Study

extension LinearVariance {
  func forwardChart(_ outcome: Outcome, _ study: StudyConfiguration) -> Chart {
    let end = NumberFormat.fixed(0).text(outcome.cases.last?.forward.theory.last ?? 0)
    return chart(
      "forward-variance", outcome, study, direction: \.forward,
      quantity: "Variance of activations"
    )
    .chartXAxisLabel("Layer, from the input to the output")
    .chartTitle(
      "The signal keeps its variance only for *nσ*² = 1; twice that gives 10^{\(end)} in \(outcome.depth) layers"
    )
    .chartSubtitle(
      "Variance of activations in a linear network whose input has variance 1, log axis."
    )
    .chartCaption(caption(outcome, study, profile: \.forward, source: "inputs *N*(0, 1)"))
    .chartAltText(altText(outcome, "variance of activations", \.forward, from: "the input"))
  }

  func backwardChart(_ outcome: Outcome, _ study: StudyConfiguration) -> Chart {
    let end = NumberFormat.fixed(0).text(outcome.cases.last?.backward.theory.first ?? 0)
    return chart(
      "backward-variance", outcome, study, direction: \.backward, quantity: "Variance of gradients"
    )
    .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
    .chartXAxisLabel("Layer, from the output back to the input")
    .chartTitle(
      "The gradient obeys the same law on its way back: *nσ*² = 2 multiplies it to 10^{\(end)}"
    )
    .chartSubtitle(
      "Variance of ∂ℓ/∂*z* in the same networks, for a gradient of variance 1 at the output, log axis."
    )
    .chartCaption(
      caption(outcome, study, profile: \.backward, source: "a gradient *N*(0, 1) at the output")
    )
    .chartAltText(altText(outcome, "variance of gradients", \.backward, from: "the output"))
  }

  private func chart(
    _ id: String, _ outcome: Outcome, _ study: StudyConfiguration,
    direction: KeyPath<Case, Profile>, quantity: String
  ) -> Chart {
    let layers = (1...outcome.depth).map(Double.init)
    let largest = outcome.cases.flatMap { $0[keyPath: direction].theory.map(abs) }.max() ?? 1
    let isBackward = id == "backward-variance"
    let limit = (largest / 5).rounded(.up) * 5 + 1
    return Chart(id) {
      PanelRow("\(quantity), log axis", height: 290) {
        Panel {
          for one in outcome.cases {
            let profile = one[keyPath: direction]
            let series = PlottableValue.value("*nσ*²", Self.name(one.gain))
            RibbonMark(
              x: .value("Layer", layers), lower: .log10(quantity, profile.low),
              upper: .log10(quantity, profile.high), series: series)
            LineMark(
              x: .value("Layer", layers), y: .log10(quantity, profile.mean), series: series
            )
            .endLabel(
              detail: "×" + NumberFormat.fixed(3).text(profile.factor.value), showsSymbol: false)
            LineMark(
              x: .value("Layer", layers), y: .log10("Theory", profile.theory), series: series
            )
            .lineStyle(.theoryOverlay).endLabelHidden()
          }
          TextMark(
            "dashed: theory, (*nσ*²)^{*k*} after *k* layers",
            x: .value("Layer", layers[layers.count * (isBackward ? 4 : 1) / 5]),
            y: .log10("y", -0.82 * limit), alignment: .middle)
        }
      }
      .chartYScale(log10Domain: -limit...limit)
      PanelRow("Measured ÷ theory", height: 96) {
        Panel { Self.ratios(outcome, layers, direction) }
      }
      .chartYScale(log10Domain: -1.05...0.75)
      .chartYAxis(values: [0.1, 0.5, 1, 2, 5], labels: ["0.1", "0.5", "1", "2", "5"])
    }
    .chartForegroundStyleScale(Self.styles)
    .chartXScale(domain: 1...Double(outcome.depth))
    .chartXAxis(values: LayerTicks.values(depth: outcome.depth))
    .chartDirectLabels()
  }

  /// Mean and median of the case nσ² = 1 over theory; the others are the same numbers, rescaled.
  @MarkBuilder
  private static func ratios(
    _ outcome: Outcome, _ layers: [Double], _ direction: KeyPath<Case, Profile>
  ) -> [any Mark] {
    RuleMark(y: .log10("Measured ÷ theory", 0)).lineStyle(.theory)
    if let one = outcome.cases.first(where: { $0.gain == 1 }) {
      let profile = one[keyPath: direction]
      RibbonMark(
        x: .value("Layer", layers), lower: .log10("95 % of networks", profile.low),
        upper: .log10("95 % of networks", profile.high), series: .value("", "networks")
      )
      .foregroundStyle(.muted)
      RibbonMark(
        x: .value("Layer", layers), lower: .log10("Mean, 95 % interval", profile.meanLow),
        upper: .log10("Mean, 95 % interval", profile.meanHigh), series: .value("", "mean"))
      LineMark(
        x: .value("Layer", layers), y: .log10("Mean", profile.mean), series: .value("", "mean")
      )
      .lineStyle(.secondary).endLabel(showsSymbol: false)
      LineMark(
        x: .value("Layer", layers), y: .log10("Median", profile.median),
        series: .value("", "median")
      )
      .lineStyle(.secondary).endLabel(showsSymbol: false)
    }
  }

  private func caption(
    _ outcome: Outcome, _ study: StudyConfiguration, profile: KeyPath<Case, Profile>,
    source: String
  ) -> String {
    let margin = outcome.cases.map { $0[keyPath: profile].factor.halfWidth }.max() ?? 0
    return """
      **Method.** Linear layers of width \(outcome.width), no bias, \(source), \
      \(NumberFormat.count.text(Double(outcome.networks))) networks, the same random numbers for \
      all three variances. **Line:** mean over networks; **ribbon:** central 95\u{a0}% of single \
      networks. **Factor:** per layer, from the mean; its 95\u{a0}% interval is within \
      ±\(NumberFormat.significant(1).text(margin)). **Lower row:** *nσ*² = 1 divided by theory; \
      the mean keeps to theory (narrow ribbon: its 95\u{a0}% interval), the median network falls \
      below it, to e^{−*k*/*n*} after *k* layers. Seed \(study.seed).
      """
  }

  private func altText(
    _ outcome: Outcome, _ quantity: String, _ profile: KeyPath<Case, Profile>, from source: String
  ) -> String {
    let factors = outcome.cases.map {
      "\(NumberFormat.fixed(1).text($0.gain)) gives a factor of "
        + NumberFormat.fixed(3).text($0[keyPath: profile].factor.value) + " per layer"
    }
    return """
      Three straight lines on a log axis, the \(quantity) by layer in \(outcome.depth) linear \
      layers, starting at 1 at \(source). n times sigma squared of \(factors.joined(separator: ", ")). \
      Theory lies on each line. Below, the mean divided by theory stays at 1 and the median falls to \
      \(NumberFormat.fixed(2).text(outcome.medianShare)).
      """
  }

  private static func name(_ gain: Double) -> String {
    "*nσ*² = " + NumberFormat.fixed(1).text(gain)
  }

  private static let styles: KeyValuePairs<String, SeriesStyle> = [
    "*nσ*² = 2.0": SeriesStyle(line: Color(0xB2491A, 0xFF9D5C), text: Color(0xA03F14, 0xFF9D5C)),
    "*nσ*² = 1.0": SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    "*nσ*² = 0.5": SeriesStyle(line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
    "mean": SeriesStyle(line: Color(0x0B6477, 0x6FC3D3)),
    "median": SeriesStyle(line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5)),
  ]
}
