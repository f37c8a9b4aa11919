import Charts
import Simulation

/// The chart of a propagation: the median network by layer, the range of single networks, and theory.
struct PropagationChart {
  let report: PropagationReport

  init(_ report: PropagationReport) { self.report = report }

  /// The chart; throws ``NothingToDraw`` for networks that are all dead or out of range.
  func chart() throws -> Chart {
    let shown = report.layers.filter {
      $0.activationSecondMoment.log10 != nil && $0.gradientSecondMoment.log10 != nil
    }
    guard !shown.isEmpty else { throw NothingToDraw() }
    let layers = shown.map { Double($0.layer) }
    let last = report.layers.count
    let hasTheory = shown.allSatisfy { $0.theory != nil }
    return Chart("propagation") {
      Panel("Activation second moment") {
        curve(
          shown.compactMap(\.activationSecondMoment.log10), shown.map(\.theory?.activationLog10),
          layers)
      }
      Panel("Gradient second moment") {
        curve(
          shown.compactMap(\.gradientSecondMoment.log10), shown.map(\.theory?.gradientLog10),
          layers)
      }
    }
    .chartXAxisLabel("Layer")
    .chartYScale(log10Domain: Self.decades(shown))
    .chartTitle("\(report.activation) with \(report.initializer), \(last) layers")
    .chartSubtitle("Mean of *h*² and of (∂ℓ/∂*z*)² by layer, log axis.")
    .chartCaption(
      """
      **Line:** median of \(report.trials) networks. **Ribbon:** central 95\u{a0}% of single \
      networks.\(hasTheory ? " **Dashed:** mean-field theory." : "") **Method:** \
      \(report.sampler.rawValue) sampler, \(report.precision.rawValue), batch \(report.batch), \
      seed \(report.seed).
      """
    )
    .chartAltText(
      "Two panels over \(last) layers: the second moments of activations and of gradients.")
  }

  /// Whole decades around everything that is drawn, at least two of them.
  private static func decades(_ layers: [PropagationReport.Layer]) -> ClosedRange<Double> {
    let laws = layers.flatMap {
      [$0.activationSecondMoment.log10, $0.gradientSecondMoment.log10].compactMap { $0 }
    }
    let theory = layers.flatMap {
      [$0.theory?.activationLog10, $0.theory?.gradientLog10].compactMap { $0 }
    }
    let low = (laws.map(\.low) + theory).min() ?? 0
    let high = (laws.map(\.high) + theory).max() ?? 0
    let (bottom, top) = (low.rounded(.down), high.rounded(.up))
    return top - bottom >= 2 ? bottom...top : (bottom - 1)...(bottom + 1)
  }

  @MarkBuilder
  private func curve(
    _ laws: [PropagationReport.LogLaw], _ theory: [Double?], _ layers: [Double]
  ) -> [any Mark] {
    let series = PlottableValue.value("Start", report.initializer)
    RibbonMark(
      x: .value("Layer", layers), lower: .log10("Second moment", laws.map(\.low)),
      upper: .log10("Second moment", laws.map(\.high)), series: series)
    LineMark(
      x: .value("Layer", layers), y: .log10("Second moment", laws.map(\.median)), series: series
    )
    .endLabelHidden()
    let predicted = theory.compactMap { $0 }
    if predicted.count == layers.count {
      LineMark(x: .value("Layer", layers), y: .log10("Theory", predicted), series: series)
        .lineStyle(.theoryOverlay).endLabelHidden()
    }
  }
}

/// A network whose every signal is zero or out of range in every trial.
struct NothingToDraw: Error, CustomStringConvertible {
  var description: String { "every network is dead or overflows: there is nothing to draw" }
}
