import Charts
import Graphics
import Simulation
import Study

/// What the note's mixture of geometric and arithmetic mean does to whole networks.
///
/// σ² = α/√(mn) + (1 − α) · 2/(m + n), α from 0 to 1, on the note's hourglass and on a widening
/// network. Target: every interval within 2 %.
struct InterpolatedMean: Experiment {
  let id = "interpolated-mean"
  let question = "Which mixture of geometric and arithmetic mean keeps a network's variance?"
  let chartIDs = ["interpolated-mean"]

  struct Outcome: Codable, Equatable, Sendable {
    var networks: Int
    var alphas: [Double]
    var shapes: [Shape]
  }

  /// End-to-end factors of one network by α.
  struct Shape: Codable, Equatable, Sendable {
    var name: String
    var widths: [Int]
    var forward: [Estimate]
    var backward: [Estimate]
    var forwardTheory: [Double]
    var backwardTheory: [Double]
  }

  /// The note's network, and one that doubles its width at each layer.
  static func shapes(_ study: StudyConfiguration) -> [(String, [Int])] {
    let narrow = study.hourglass.min() ?? 1
    return [
      ("The note’s network", study.hourglass), ("Widening", [1, 2, 4, 8].map { $0 * narrow }),
    ]
  }

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    let networks = 4 * study.networks
    let alphas = (0...10).map { Double($0) / 10 }
    var shapes: [Shape] = []
    for (name, widths) in Self.shapes(study) {
      let pass = try await HomogeneousPass(
        widths: widths, activation: Identity(), reference: .geometric, networks: networks,
        seed: SeedTree(seed: study.seed).child(id).child(name), jobs: jobs)
      let rules = alphas.map(StartingRule.interpolated)
      let theory = try rules.map { rule in
        let variances = rule.variances(of: widths)
        let forward = try LinearNetwork.logForwardVariances(
          widths: widths, weightVariances: variances)
        let backward = try LinearNetwork.logBackwardVariances(
          widths: widths, weightVariances: variances)
        return (Elementary.exp(forward[forward.count - 1]), Elementary.exp(backward[0]))
      }
      shapes.append(
        Shape(
          name: name, widths: widths,
          forward: rules.map { pass.forward($0)[widths.count - 2].linearMean },
          backward: rules.map { pass.inputGradient($0).linearMean },
          forwardTheory: theory.map(\.0), backwardTheory: theory.map(\.1)))
    }
    return Outcome(networks: networks, alphas: alphas, shapes: shapes)
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let chart = Chart("interpolated-mean") {
      for (index, shape) in outcome.shapes.enumerated() {
        Panel(shape.name, detail: shape.widths.map(String.init).joined(separator: "-")) {
          marks(shape, outcome.alphas)
          if index == 1 { directions(shape) }
        }
      }
    }
    let margins = outcome.shapes.flatMap { $0.forward + $0.backward }
      .map { $0.halfWidth / $0.value }
    return [
      chart
        .chartXScale(domain: -0.03...1.03)
        .chartXAxis(values: [0, 0.25, 0.5, 0.75, 1])
        .chartXAxisLabel("α: 0 is the arithmetic mean, 1 the geometric")
        .chartYScale(type: .log, domain: 0.2...5)
        .chartYAxis(
          values: [0.25, 0.5, 1, 2, 4], labels: ["1/4", "1/2", "1", "2", "4"]
        )
        .chartYAxisLabel("Variance at the far end ÷ variance at the start")
        .chartLegend(.hidden)
        .chartPlotHeight(240)
        .chartTitle(title(outcome))
        .chartSubtitle(
          "End-to-end variance of signal (filled) and gradient (hollow) in linear networks with "
            + "*σ*^{2} = α/√(*mn*) + (1 − α) · 2/(*m* + *n*). Log axis."
        )
        .chartCaption(
          "**Points:** mean over \(NumberFormat.count.text(Double(outcome.networks))) networks, the "
            + "same draws for every α; 95 % interval at most "
            + "±\(NumberFormat.percent(1).text(margins.max() ?? .nan)), smaller than the mark. "
            + "**Dashed:** theory, products of *mσ*^{2} and *nσ*^{2}. Gaussian weights, one input and "
            + "one output gradient *N*(0, 1) per network. Seed \(study.seed)."
        )
        .chartAltText(altText(outcome))
    ]
  }

  private func marks(_ shape: Shape, _ alphas: [Double]) -> [any Mark] {
    let x = PlottableValue.value("α", alphas)
    return [
      RuleMark(y: .value("1", 1)).foregroundStyle(.axis),
      LineMark(x: x, y: .value("Theory", shape.forwardTheory)).lineStyle(.theory),
      LineMark(x: x, y: .value("Theory", shape.backwardTheory)).lineStyle(.theory),
      PointMark(x: x, y: .value("Gradient", shape.backward.map(\.value)))
        .foregroundStyle(.accent).symbol(.circle, isHollow: true)
        .valueLabels(.top, texts: sharesBothWays(shape) ? [] : ends(shape.backward)),
      PointMark(x: x, y: .value("Signal", shape.forward.map(\.value)))
        .foregroundStyle(.accent).symbol(.circle)
        .valueLabels(.bottom, texts: ends(shape.forward)),
    ]
  }

  /// Whether one label does for both directions.
  private func sharesBothWays(_ shape: Shape) -> Bool {
    zip(shape.forwardTheory, shape.backwardTheory).allSatisfy { abs($0 - $1) < 1e-9 * $1 }
  }

  /// The first and the last number; the points between carry none.
  private func ends(_ estimates: [Estimate]) -> [String] {
    estimates.indices.map { index in
      index == 0 || index == estimates.count - 1
        ? NumberFormat.fixed(2).text(estimates[index].value) : ""
    }
  }

  /// Names both curves where they are apart.
  private func directions(_ shape: Shape) -> [any Mark] {
    guard let forward = shape.forwardTheory.last, let backward = shape.backwardTheory.last else {
      return []
    }
    return [
      TextMark(
        "gradient", x: .value("α", 0.5), y: .value("y", backward), alignment: .middle,
        vertical: .bottom
      ).offset(y: -10),
      TextMark(
        "signal", x: .value("α", 0.5), y: .value("y", forward), alignment: .middle,
        vertical: .top
      ).offset(y: 14),
    ]
  }

  private func title(_ outcome: Outcome) -> String {
    guard let hourglass = outcome.shapes.first, let end = hourglass.forwardTheory.last,
      abs(end - 1) < 1e-9
    else { return "A mixture of two means lies between them, in both directions" }
    return "Where the ends are equally wide the geometric mean is exact; where they are not, "
      + "no mixture suits both directions"
  }

  private func altText(_ outcome: Outcome) -> String {
    let parts = outcome.shapes.map { shape in
      let value = { (numbers: [Estimate], index: Int) in
        NumberFormat.fixed(2).text(numbers[index].value)
      }
      let last = outcome.alphas.count - 1
      return "\(shape.name): signal from \(value(shape.forward, 0)) to "
        + "\(value(shape.forward, last)), gradient from \(value(shape.backward, 0)) to "
        + "\(value(shape.backward, last))"
    }
    return "Two panels show the end-to-end variance of signal and gradient as α goes from 0 to 1. "
      + parts.joined(separator: "; ") + "."
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let nothing = Estimate(value: .nan, low: .nan, high: .nan, samples: 0)
    let widening = outcome.shapes.last
    return [
      Fact("hourglass-alpha-0", outcome.shapes.first?.forward.first ?? nothing, .fixed(3)),
      Fact("hourglass-alpha-1", outcome.shapes.first?.forward.last ?? nothing, .fixed(3)),
      Fact(
        "widening", text: (widening?.widths ?? []).map(String.init).joined(separator: "-")),
      Fact("widening-signal", widening?.forward.last ?? nothing, .fixed(3)),
      Fact("widening-gradient", widening?.backward.last ?? nothing, .fixed(2)),
    ]
  }
}
