import Charts
import Experiments
import Graphics
import Simulation
import Study

/// Variance by layer for three weight variances, and what single networks do to it.
struct LinearVarianceFigure: Figure {
  /// What is shown.
  enum Direction: String { case forward, backward }

  typealias Subject = LinearVariance

  let direction: Direction

  var id: String { "\(direction.rawValue)-variance" }

  private func profile(_ one: LinearVariance.Case) -> LinearVariance.Profile {
    direction == .forward ? one.forward : one.backward
  }

  func facts(of outcome: LinearVariance.Outcome, study: StudyConfiguration) -> [Fact] {
    let profiles = outcome.cases.map(profile)
    let theory = profiles.last?.theory ?? []
    let end = direction == .forward ? theory.last : theory.first
    return zip(["low", "middle", "high"], outcome.cases).flatMap { name, one in
      [
        Fact("gain-\(name)", one.gain, .fixed(1)),
        Fact("factor-\(name)", profile(one).factor.value, .fixed(3)),
      ]
    } + [
      Fact("end", end ?? 0, .powerOfTen(0)),
      Fact("margin", profiles.map(\.factor.halfWidth).max() ?? 0, .significant(1)),
      Fact("median-share", outcome.medianShare, .fixed(2)),
    ]
  }

  func chart(of outcome: LinearVariance.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let layers = (1...outcome.depth).map(Double.init)
    let largest = outcome.cases.flatMap { profile($0).theory.map(abs) }.max() ?? 1
    let limit = (largest / 5).rounded(.up) * 5 + 1
    return Chart(id) {
      PanelRow(words["row.variance"], height: 290) {
        Panel {
          variances(outcome, layers, words)
          TextMark(
            words["dashed"],
            x: .value(words["layer"], layers[layers.count * (direction == .backward ? 4 : 1) / 5]),
            y: .log10(words["variance"], -0.82 * limit), alignment: .middle)
        }
      }
      .chartYScale(log10Domain: -limit...limit)
      PanelRow(words["row.ratio"], height: 96) {
        Panel { ratios(outcome, layers, words) }
      }
      .chartYScale(log10Domain: -1.05...0.75)
      .chartYAxis(values: [0.1, 0.5, 1, 2, 5], labels: ["0.1", "0.5", "1", "2", "5"])
    }
    .chartForegroundStyleScale(Self.styles(words))
    .chartXScale(domain: 1...Double(outcome.depth), reversed: direction == .backward)
    .chartXAxis(values: LayerTicks.values(depth: outcome.depth))
    .chartXAxisLabel(words["x"])
    .chartDirectLabels()
  }

  @MarkBuilder
  private func variances(
    _ outcome: LinearVariance.Outcome, _ layers: [Double], _ words: FigureWords
  ) -> [any Mark] {
    let (layer, variance) = (words["layer"], words["variance"])
    for one in outcome.cases {
      let profile = profile(one)
      let series = PlottableValue.value(words["gain"], Self.name(one.gain, words))
      RibbonMark(
        x: .value(layer, layers), lower: .log10(variance, profile.low),
        upper: .log10(variance, profile.high), series: series)
      LineMark(x: .value(layer, layers), y: .log10(variance, profile.mean), series: series)
        .endLabel(
          detail: "×" + NumberFormat.fixed(3).text(profile.factor.value), showsSymbol: false)
      LineMark(x: .value(layer, layers), y: .log10(words["theory"], profile.theory), series: series)
        .lineStyle(.theoryOverlay).endLabelHidden()
    }
  }

  /// Mean and median of the case nσ² = 1 over theory; the others are the same numbers, rescaled.
  @MarkBuilder
  private func ratios(
    _ outcome: LinearVariance.Outcome, _ layers: [Double], _ words: FigureWords
  ) -> [any Mark] {
    RuleMark(y: .log10(words["row.ratio"], 0)).lineStyle(.theory)
    if let one = outcome.cases.first(where: { $0.gain == 1 }) {
      let profile = profile(one)
      let layer = words["layer"]
      let (mean, median) = (words["series.mean"], words["series.median"])
      RibbonMark(
        x: .value(layer, layers), lower: .log10(words["range"], profile.low),
        upper: .log10(words["range"], profile.high), series: .value("", words["series.networks"])
      )
      .foregroundStyle(.muted)
      RibbonMark(
        x: .value(layer, layers), lower: .log10(words["interval"], profile.meanLow),
        upper: .log10(words["interval"], profile.meanHigh), series: .value("", mean))
      LineMark(
        x: .value(layer, layers), y: .log10(words["mean"], profile.mean), series: .value("", mean)
      )
      .lineStyle(.secondary).endLabel(showsSymbol: false)
      LineMark(
        x: .value(layer, layers), y: .log10(words["median"], profile.median),
        series: .value("", median)
      )
      .lineStyle(.secondary).endLabel(showsSymbol: false)
    }
  }

  private static func name(_ gain: Double, _ words: FigureWords) -> String {
    words.text("series.gain", Fact("gain", gain, .fixed(1)))
  }

  private static func styles(_ words: FigureWords) -> KeyValuePairs<String, SeriesStyle> {
    [
      name(2, words): SeriesStyle(line: Color(0xB2491A, 0xFF9D5C), text: Color(0xA03F14, 0xFF9D5C)),
      name(1, words): SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
      name(0.5, words): SeriesStyle(
        line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
      words["series.mean"]: SeriesStyle(line: Color(0x0B6477, 0x6FC3D3)),
      words["series.median"]: SeriesStyle(
        line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5)),
    ]
  }
}
