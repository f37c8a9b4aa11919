import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The gradient through nine convolutions under two starts, and the paper's product as a ring.
struct ConvolutionGradientFigure: Figure {
  typealias Subject = ConvolutionGradient

  let id = "convolution-gradient"

  func facts(of outcome: ConvolutionGradient.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.starts.flatMap(\.sizes).map(\.relativeMargin).max() ?? .nan
    return [
      Fact("convolutions", outcome.filters.count), Fact("passed", outcome.filters.count - 1),
      Fact("networks", outcome.networks), Fact("margin", margin / 2, .percent(1)),
      Fact("published", ConvolutionGradient.published, .scientific(1)),
    ]
  }

  func chart(of outcome: ConvolutionGradient.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let layers = Array((1...outcome.filters.count).reversed())
    let published = -Elementary.log10(ConvolutionGradient.published)
    let (convolution, rms) = (words["convolution"], words["rms"])
    stateShares(of: outcome, words)
    return Chart(id) {
      for start in outcome.starts { marks(start, layers, words) }
      PointMark(x: .value(convolution, 1), y: .log10(words["published"], published))
        .symbol(.circle, isHollow: true).symbolSize(radius: 7).foregroundStyle(.ink)
      TextMark(
        words["text.published"], x: .value(convolution, 2.6), y: .log10(rms, published - 0.25),
        alignment: .end
      ).leader(toX: .value(convolution, 1), y: .log10(rms, published), gap: 8)
    }
    .chartXScale(domain: 1...Double(outcome.filters.count), reversed: true)
    .chartXAxis(
      values: layers.map(Double.init), labels: layers.map { "\(outcome.filters[$0 - 1])" }
    )
    .chartXAxisLabel(words["x"])
    .chartYScale(log10Domain: -5...1)
    .chartYAxisLabel(words["y"])
    .chartLegend(.direct)
    .chartPlotHeight(250)
  }

  private func marks(_ start: ConvolutionGradient.Start, _ layers: [Int], _ words: FigureWords)
    -> [any Mark]
  {
    let x = PlottableValue.value(words["convolution"], layers)
    let series = PlottableValue.value(
      words["start"], words.name(StartingRule.key(of: start.rule)))
    let (range, rms) = (words["range"], words["rms"])
    let sizes = Array(start.sizes.reversed())
    let top = 0.5 * (start.sizes.last?.mean.value ?? 0)
    let topTheory = 0.5 * (start.theory.last ?? 0)
    return [
      RibbonMark(
        x: x, lower: .log10(range, sizes.map { 0.5 * $0.low - top }),
        upper: .log10(range, sizes.map { 0.5 * $0.high - top }), series: series),
      LineMark(x: x, y: .log10(rms, sizes.map { 0.5 * $0.mean.value - top }), series: series)
        .endLabel(detail: share(start.attenuation)),
      LineMark(
        x: x, y: .log10(words["theory"], start.theory.reversed().map { 0.5 * $0 - topTheory })
      ).lineStyle(.theoryOverlay),
    ]
  }

  private func share(_ attenuation: Double) -> String {
    abs(attenuation - 1) < 0.2
      ? NumberFormat.fixed(2).text(1 / attenuation) : "1/\(NumberFormat.count.text(attenuation))"
  }

  /// States `shares`, which the alternative text quotes.
  private func stateShares(of outcome: ConvolutionGradient.Outcome, _ words: FigureWords) {
    let shares = outcome.starts.map { start in
      words.text(
        "alt.start", Fact("start", text: words.name(StartingRule.key(of: start.rule))),
        Fact("share", text: share(start.attenuation)))
    }
    words.state(Fact("shares", text: shares.joined(separator: "; ")))
  }
}
