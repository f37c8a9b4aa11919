import Charts
import Experiments
import Graphics
import Simulation
import Study

/// The gradient of the signal and that of the weights, layer by layer, each relative to the last.
struct LayerGradientsFigure: Figure {
  typealias Subject = LayerGradients
  typealias Start = LayerGradients.Start

  let id = "layer-gradients"

  /// The scales of the inputs by the name that facts give them.
  private static let scales = Array(zip(["grey", "unit"], LayerGradients.inputSquares))

  func facts(of outcome: LayerGradients.Outcome, study: StudyConfiguration) -> [Fact] {
    let margin = outcome.starts.flatMap { $0.gradient + $0.weightGradient }.map(\.relativeMargin)
      .max()
    let summands = min(outcome.width, LayerGradients.inputs)
    return [
      Fact("width", text: String(outcome.width)), Fact("networks", outcome.networks),
      Fact("inputs", LayerGradients.inputs), Fact("margin", margin ?? .nan, .percent(1)),
      Fact("kurtosis", LayerGradients.excessKurtosis(ofSumOf: summands), .percent(1)),
    ]
      + Self.scales.flatMap { scale, square in
        [Fact("square-\(scale)", square, .significant(1))]
          + outcome.starts(square).flatMap { start in
            let name = "\(StartingRule.key(of: start.rule))-\(scale)"
            return [
              Fact("\(name)-signal", factor(start.gradient), .fixed(2)),
              Fact("\(name)-weights", factor(start.weightGradient), .fixed(2)),
            ]
          }
      }
  }

  func chart(of outcome: LayerGradients.Outcome, study: StudyConfiguration, words: FigureWords)
    -> Chart
  {
    let layers = Array(1...outcome.depth)
    return Chart(id) {
      panel("signal", outcome, layers, \.gradient, \.gradientTheory, words)
      panel("weights", outcome, layers, \.weightGradient, \.weightGradientTheory, words)
    }
    .chartXScale(domain: 1...Double(outcome.depth), reversed: true)
    .chartXAxis(values: layers.map(Double.init))
    .chartXAxisLabel(words["x"])
    .chartYScale(type: .log, domain: 0.005...3)
    .chartYAxisLabel(words["y"])
    .chartLegend(.direct)
    .chartPlotHeight(230)
  }

  private func panel(
    _ key: String, _ outcome: LayerGradients.Outcome, _ layers: [Int],
    _ sizes: KeyPath<Start, [SignalSize]>, _ theory: KeyPath<Start, [Double]>, _ words: FigureWords
  ) -> Panel {
    Panel(words["panel.\(key)"], detail: words["panel.\(key).detail"]) {
      for start in outcome.starts(Self.scales[1].1) {
        faint(start, layers, start[keyPath: sizes], words)
      }
      for start in outcome.starts(Self.scales[0].1) {
        marks(start, layers, start[keyPath: sizes], start[keyPath: theory], words)
      }
    }
  }

  private func marks(
    _ start: Start, _ layers: [Int], _ sizes: [SignalSize], _ theory: [Double], _ words: FigureWords
  ) -> [any Mark] {
    let (top, topTheory) = (sizes.last?.mean.value ?? 0, theory.last ?? 0)
    let x = PlottableValue.value(words["layer"], Array(layers.reversed()))
    return [
      LineMark(
        x: x, y: .log10(words["square"], sizes.reversed().map { $0.mean.value - top }),
        series: .value(words["start"], words.name(StartingRule.key(of: start.rule)))
      ).endLabel(detail: words.text("end", Fact("factor", factor(sizes), .fixed(2)))),
      LineMark(x: x, y: .log10(words["theory"], theory.reversed().map { $0 - topTheory }))
        .lineStyle(.theoryOverlay),
    ]
  }

  /// The same at another scale of the inputs, behind the lines that count.
  private func faint(
    _ start: Start, _ layers: [Int], _ sizes: [SignalSize], _ words: FigureWords
  ) -> LineMark {
    let name = words.name(StartingRule.key(of: start.rule))
    let top = sizes.last?.mean.value ?? 0
    return LineMark(
      x: .value(words["layer"], Array(layers.reversed())),
      y: .log10(words["square"], sizes.reversed().map { $0.mean.value - top }),
      series: .value(words["start"], words.text("series.unit", Fact("start", text: name)))
    ).foregroundStyle(.series(name)).opacity(0.35).endLabelHidden()
  }

  /// The geometric mean of the factor from one layer to the one below.
  private func factor(_ sizes: [SignalSize]) -> Double {
    guard let first = sizes.first, let last = sizes.last, sizes.count > 1 else { return .nan }
    let exponent = (first.mean.value - last.mean.value) / Double(sizes.count - 1)
    return Elementary.power10(exponent)
  }
}
