import Charts
import Publishing
import Study
import Simulation

/// The chart of a propagation: the median network by layer, the range of single networks, and theory.
///
/// A layer whose median network is dead or overflows is left out; a mark says where and how.
struct PropagationChart {
  let report: PropagationReport

  /// What a panel shows.
  private struct Quantity {
    /// The key of its words.
    let key: String
    let moment: KeyPath<PropagationReport.Layer, PropagationReport.Moment>
    let theory: KeyPath<PropagationReport.Theory, Double?>
  }

  private static var quantities: [Quantity] {
    [
      Quantity(
        key: "activation", moment: \.activationSecondMoment,
        theory: \.activationLog10),
      Quantity(
        key: "gradient", moment: \.gradientSecondMoment, theory: \.gradientLog10),
    ]
  }

  init(_ report: PropagationReport) { self.report = report }

  /// The chart; throws ``NothingToDraw`` for networks that are all dead or out of range.
  func chart() throws -> Chart {
    let laws = Self.quantities.flatMap { quantity in shown(quantity).map { law($0, quantity) } }
    guard !laws.isEmpty else { throw NothingToDraw() }
    let last = report.layers.count
    let theory = report.layers.flatMap { layer in
      Self.quantities.compactMap { layer.theory?[keyPath: $0.theory] }
    }
    let decades = Self.decades(
      laws.flatMap { [$0.low, $0.median, $0.high] }.filter(\.isFinite) + theory)
    var facts = [
      Fact("activation", text: report.activation), Fact("rule", text: report.initializer),
      Fact("layers", text: "\(last)"), Fact("networks", text: "\(report.trials)"),
      Fact("theory", text: theory.isEmpty ? "" : "yes"),
      Fact("sampler", text: report.sampler.rawValue),
      Fact("precision", text: report.precision.rawValue),
      Fact("batch", text: "\(report.batch)"), Fact("seed", text: "\(report.seed)"),
    ]
    for quantity in Self.quantities {
      let gone = departure(quantity)
      facts += [
        Fact("\(quantity.key)-dead", text: gone.map { $0.isDead ? "\($0.layer)" : "" } ?? ""),
        Fact("\(quantity.key)-overflow", text: gone.map { $0.isDead ? "" : "\($0.layer)" } ?? ""),
      ]
    }
    return try ChartWords.chart("propagation", facts: facts) { words in
      Chart("propagation") {
        for quantity in Self.quantities {
          Panel(words["panel.\(quantity.key)"]) { curve(quantity, decades, words) }
        }
      }
      .chartXAxisLabel(words["x"])
      .chartXScale(domain: 0.5...(Double(last) + 0.5))
      .chartYScale(log10Domain: decades)
    }
  }

  private func law(
    _ layer: PropagationReport.Layer, _ quantity: Quantity
  ) -> (low: Double, median: Double, high: Double) {
    layer[keyPath: quantity.moment].log10.quantiles
  }

  /// The layers whose median is a number, as far as they follow one another from their end.
  private func shown(_ quantity: Quantity) -> [PropagationReport.Layer] {
    report.layers.filter { law($0, quantity).median.isFinite }
  }

  /// Where the median network leaves the range, seen from where the signal comes from: forward for
  /// activations, backward for gradients.
  private func departure(_ quantity: Quantity) -> (layer: Int, isDead: Bool)? {
    let isForward = quantity.moment == \.activationSecondMoment
    let layers = isForward ? report.layers : report.layers.reversed()
    guard let first = layers.first(where: { !law($0, quantity).median.isFinite }) else {
      return nil
    }
    return (first.layer, law(first, quantity).median == -.infinity)
  }

  /// Whole decades around everything that is drawn, at least two of them.
  private static func decades(_ logarithms: [Double]) -> ClosedRange<Double> {
    let bottom = (logarithms.min() ?? 0).rounded(.down)
    let top = (logarithms.max() ?? 0).rounded(.up)
    return top - bottom >= 2 ? bottom...top : (bottom - 1)...(bottom + 1)
  }

  @MarkBuilder
  private func curve(
    _ quantity: Quantity, _ decades: ClosedRange<Double>, _ words: FigureWords
  ) -> [any Mark] {
    let shown = shown(quantity)
    let layers = shown.map { Double($0.layer) }
    let laws = shown.map { law($0, quantity) }
    let series = PlottableValue.value(words["start"], report.initializer)
    if !shown.isEmpty {
      // Networks that are dead or overflow take the ribbon to the border.
      RibbonMark(
        x: .value(words["x"], layers),
        lower: .log10(words["moment"], laws.map { max($0.low, decades.lowerBound) }),
        upper: .log10(words["moment"], laws.map { min($0.high, decades.upperBound) }),
        series: series)
      LineMark(
        x: .value(words["x"], layers), y: .log10(words["moment"], laws.map(\.median)),
        series: series
      )
      .endLabelHidden()
    }
    let predicted = report.layers.compactMap { layer in
      layer.theory?[keyPath: quantity.theory].map { (Double(layer.layer), $0) }
    }
    if !predicted.isEmpty {
      LineMark(
        x: .value(words["x"], predicted.map(\.0)), y: .log10(words["theory"], predicted.map(\.1)),
        series: series
      )
      .lineStyle(.theoryOverlay).endLabelHidden()
    }
    if let (layer, isDead) = departure(quantity) {
      // At the top, on the side where the curve is low: what overflows climbs towards the rule and theory
      // beyond it, what dies comes down.
      let isForward = quantity.moment == \.activationSecondMoment
      RuleMark(x: .value(words["x"], [Double(layer)]))
        .label(
          words["\(quantity.key).\(isDead ? "dead" : "overflow")"],
          at: isForward == isDead ? .middle : .end
        ).foregroundStyle(.muted)
      PointMark(
        x: .value(words["x"], [Double(layer)]),
        y: .log10(words["moment"], [isDead ? decades.lowerBound : decades.upperBound])
      ).foregroundStyle(.ink)
    }
  }
}

/// A network whose every signal is zero or out of range in every trial.
struct NothingToDraw: Error, CustomStringConvertible {
  var description: String { "every network is dead or overflows: there is nothing to draw" }
}
