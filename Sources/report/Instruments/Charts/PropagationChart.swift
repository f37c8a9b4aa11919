import Charts
import Simulation

/// The chart of a propagation: the median network by layer, the range of single networks, and theory.
///
/// A layer whose median network is dead or overflows is left out; a mark says where and how.
struct PropagationChart {
  let report: PropagationReport

  /// What a panel shows.
  private struct Quantity {
    let title: String
    let moment: KeyPath<PropagationReport.Layer, PropagationReport.Moment>
    let theory: KeyPath<PropagationReport.Theory, Double?>
  }

  private static var quantities: [Quantity] {
    [
      Quantity(
        title: "Activation second moment", moment: \.activationSecondMoment,
        theory: \.activationLog10),
      Quantity(
        title: "Gradient second moment", moment: \.gradientSecondMoment, theory: \.gradientLog10),
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
    return Chart("propagation") {
      Panel(Self.quantities[0].title) { curve(Self.quantities[0], decades) }
      Panel(Self.quantities[1].title) { curve(Self.quantities[1], decades) }
    }
    .chartXAxisLabel("Layer")
    .chartXScale(domain: 0.5...(Double(last) + 0.5))
    .chartYScale(log10Domain: decades)
    .chartTitle("\(report.activation) with \(report.initializer), \(last) layers")
    .chartSubtitle("Mean of *h*² and of (∂ℓ/∂*z*)² by layer, log axis.")
    .chartCaption(
      """
      **Line:** median of \(report.trials) networks. **Ribbon:** central 95\u{a0}% of single \
      networks.\(theory.isEmpty ? "" : " **Dashed:** mean-field theory.") **Method:** \
      \(report.sampler.rawValue) sampler, \(report.precision.rawValue), batch \(report.batch), \
      seed \(report.seed).
      """
    )
    .chartAltText(
      "Two panels over \(last) layers: the second moments of activations and of gradients."
        + Self.quantities.compactMap { quantity in
          departure(quantity).map { " \(quantity.title): \($0.words)." }
        }.joined())
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
  private func departure(_ quantity: Quantity) -> (layer: Int, atTop: Bool, words: String)? {
    let isForward = quantity.moment == \.activationSecondMoment
    let layers = isForward ? report.layers : report.layers.reversed()
    guard let first = layers.first(where: { !law($0, quantity).median.isFinite }) else {
      return nil
    }
    let isDead = law(first, quantity).median == -.infinity
    let way = isForward ? "from layer \(first.layer) on" : "from layer \(first.layer) down"
    return (first.layer, !isDead, (isDead ? "dead " : "overflow ") + way)
  }

  /// Whole decades around everything that is drawn, at least two of them.
  private static func decades(_ logarithms: [Double]) -> ClosedRange<Double> {
    let bottom = (logarithms.min() ?? 0).rounded(.down)
    let top = (logarithms.max() ?? 0).rounded(.up)
    return top - bottom >= 2 ? bottom...top : (bottom - 1)...(bottom + 1)
  }

  @MarkBuilder
  private func curve(_ quantity: Quantity, _ decades: ClosedRange<Double>) -> [any Mark] {
    let shown = shown(quantity)
    let layers = shown.map { Double($0.layer) }
    let laws = shown.map { law($0, quantity) }
    let series = PlottableValue.value("Start", report.initializer)
    if !shown.isEmpty {
      // Networks that are dead or overflow take the ribbon to the border.
      RibbonMark(
        x: .value("Layer", layers),
        lower: .log10("Second moment", laws.map { max($0.low, decades.lowerBound) }),
        upper: .log10("Second moment", laws.map { min($0.high, decades.upperBound) }),
        series: series)
      LineMark(
        x: .value("Layer", layers), y: .log10("Second moment", laws.map(\.median)), series: series
      )
      .endLabelHidden()
    }
    let predicted = report.layers.compactMap { layer in
      layer.theory?[keyPath: quantity.theory].map { (Double(layer.layer), $0) }
    }
    if !predicted.isEmpty {
      LineMark(
        x: .value("Layer", predicted.map(\.0)), y: .log10("Theory", predicted.map(\.1)),
        series: series
      )
      .lineStyle(.theoryOverlay).endLabelHidden()
    }
    if let (layer, atTop, words) = departure(quantity) {
      RuleMark(x: .value("Layer", [Double(layer)])).label(words).foregroundStyle(.muted)
      PointMark(
        x: .value("Layer", [Double(layer)]),
        y: .log10("Second moment", [atTop ? decades.upperBound : decades.lowerBound])
      ).foregroundStyle(.ink)
    }
  }
}

/// A network whose every signal is zero or out of range in every trial.
struct NothingToDraw: Error, CustomStringConvertible {
  var description: String { "every network is dead or overflows: there is nothing to draw" }
}
