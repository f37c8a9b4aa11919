import Charts
import Graphics
import Simulation
import Study

/// Measures E f, E f² and E f′² while the input of an activation grows.
struct MomentsByScale: Experiment {
  struct Outcome: Codable, Equatable, Sendable {
    /// Standard deviations of the input.
    var deviations: [Double]
    var cases: [Case]
  }

  /// One activation, measured at each of the deviations.
  struct Case: Codable, Equatable, Sendable {
    var activation: String
    var measured: [SampledMoments]
    /// The input deviation beyond which more than half of the inputs are saturated; nil if never.
    var saturation: Double?
  }

  static let activations: [any Activation] = [Sigmoid(), ScaledSigmoid(), Tanh(), ReLU()]

  let id = "moments-by-scale"
  let question = "What happens to E f, E f² and E f′² when the input of an activation grows?"
  let chartIDs = ["moments-by-scale"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try Self.simulate(samples: 20 * study.networks, seed: SeedTree(seed: study.seed).child(id))
  }

  static func simulate(samples: Int, seed: SeedTree) throws -> Outcome {
    let deviations = [0.1, 0.2, 0.5, 1, 2, 5, 10]
    let inputs = SampledMoments.inputs(samples, seed: seed)
    return Outcome(
      deviations: deviations,
      cases: try activations.map { f in
        Case(
          activation: f.name,
          measured: try deviations.map {
            try SampledMoments(of: f, inputs: inputs, deviation: $0, steepest: f.slope(at: 1e-9))
          },
          saturation: saturation(of: f))
      })
  }

  /// The median of |z| is 0.6745 deviations, so half of the inputs are saturated when that reaches
  /// the radius of saturation.
  private static func saturation(of f: any Activation) -> Double? {
    guard f.kinks.isEmpty else { return nil }
    return ActivationDerivatives.shape(of: f).saturationRadius / NormalDistribution.quantile(0.75)
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func measured(_ name: String, _ deviation: Double) -> SampledMoments? {
      guard let index = outcome.deviations.firstIndex(of: deviation) else { return nil }
      return outcome.cases.first { $0.activation == name }?.measured[index]
    }
    guard let sigmoid = measured("sigmoid", 1), let tanh = measured("tanh", 1),
      let wide = measured("tanh", 10), let relu = measured("relu", 1),
      let limit = outcome.cases.first(where: { $0.activation == "tanh" })?.saturation
    else { return [] }
    return [
      Fact("moments-samples", sigmoid.mean.samples),
      Fact("sigmoid-slope-square", sigmoid.slopeSecondMoment, .fixed(4)),
      Fact("sigmoid-mean-square", sigmoid.secondMoment, .fixed(3)),
      Fact("sigmoid-mean-output", sigmoid.mean, .fixed(3)),
      Fact("tanh-slope-square", tanh.slopeSecondMoment, .fixed(3)),
      Fact("tanh-mean-square", tanh.secondMoment, .fixed(3)),
      Fact("tanh-slope-square-wide", wide.slopeSecondMoment, .fixed(3)),
      Fact(
        "tanh-slope-square-asymptote", 4 / (30 * (2 * TaylorError.pi).squareRoot()), .fixed(3)),
      Fact("relu-slope-square", relu.slopeSecondMoment, .fixed(3)),
      Fact("tanh-saturation-deviation", limit, .fixed(1)),
    ]
  }

  private struct Curve: Sendable {
    var name: String
    var moment: @Sendable (GaussianMoments) -> Double
    var measured: @Sendable (SampledMoments) -> Estimate
  }

  private static let curves = [
    Curve(name: "E *f*²", moment: { $0.secondMoment }, measured: { $0.secondMoment }),
    Curve(name: "E *f*′²", moment: { $0.slopeSecondMoment }, measured: { $0.slopeSecondMoment }),
    Curve(name: "E *f*", moment: { $0.mean }, measured: { $0.mean }),
  ]

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let grid = (0...60).map { Elementary.power10(-1 + 2 * Double($0) / 60) }
    let samples = outcome.cases[0].measured[0].mean.samples
    var panels: [Panel] = []
    for (f, one) in zip(Self.activations, outcome.cases) {
      let theory = try grid.map { try GaussianMoments(of: f, variance: $0 * $0) }
      panels.append(panel(f, one, outcome.deviations, grid, theory))
    }
    return [
      Chart("moments-by-scale") { panels }
        .chartForegroundStyleScale([
          "E *f*²": SeriesStyle(line: Color(0x0B6477, 0x6FC3D3), symbol: .circle),
          "E *f*′²": SeriesStyle(
            line: Color(0xB2491A, 0xFF9D5C), text: Color(0xA03F14, 0xFF9D5C), symbol: .square),
          "E *f*": SeriesStyle(
            line: Color(0x5B5FC7, 0xA9ACF5), text: Color(0x4B4FB0, 0xA9ACF5), symbol: .triangle),
        ])
        .chartFacet(columns: 2)
        .chartLegend(.top)
        .chartXScale(type: .log, domain: 0.1...10)
        .chartXAxis(values: [0.1, 1, 10], labels: ["0.1", "1", "10"])
        .chartXAxisLabel("Standard deviation of the input, log axis")
        .chartYScale(log10Domain: -2.5...2)
        .chartYAxis(values: [0.01, 0.1, 1, 10, 100], labels: ["0.01", "0.1", "1", "10", "100"])
        .chartYAxisLabel("Average, log axis")
        .chartPlotHeight(190)
        .chartTitle("Saturation bounds the signal, E *f*², but starves the gradient, E *f*′²")
        .chartSubtitle(
          "Averages of four activations over a normal input of mean 0, by the standard deviation of the input."
        )
        .chartCaption(
          """
          **Method.** \(NumberFormat.count.text(Double(samples))) normal inputs, the same for every \
          point; symbols: sample means with 95\u{a0}% *t* intervals, mostly smaller than the symbol. \
          **Dashed:** exact averages by quadrature. **Shaded:** more than half of the inputs are \
          saturated (slope below 5\u{a0}% of its peak). E *f* is 0 for the odd functions 4*σ* − 2 and tanh \
          and has no place on a log axis. Seed \(study.seed).
          """
        )
        .chartAltText(
          """
          Four panels on log axes over input deviations from 0.1 to 10. Sigmoid: mean 0.5 at every \
          scale, mean square from 0.25 to 0.5, mean squared slope from 0.06 downward. 4 sigma minus 2 \
          and tanh: mean square rises like the variance and levels off, mean squared slope falls \
          from 1. ReLU: mean squared slope 0.5 at every scale, mean square half the variance. Symbols \
          lie on the dashed theory.
          """)
    ]
  }

  private func panel(
    _ f: any Activation, _ one: Case, _ deviations: [Double], _ grid: [Double],
    _ theory: [GaussianMoments]
  ) -> Panel {
    let isOdd = f.value(at: 0) == 0 && f.kinks.isEmpty
    let detail =
      one.saturation.map {
        "half the inputs saturated from \(NumberFormat.fixed(1).text($0)) on"
      } ?? "every scale is the same"
    return Panel(f.displayName, detail: detail) {
      if let saturation = one.saturation {
        RectangleMark(xStart: .value("from", saturation), xEnd: .value("to", 10.0))
      }
      for curve in Self.curves where !(isOdd && curve.name == "E *f*") {
        let estimates = one.measured.map(curve.measured)
        let series = PlottableValue.value("Average", curve.name)
        ErrorBarMark(
          x: .value("Deviation", deviations), lower: .value("lower", estimates.map(\.low)),
          upper: .value("upper", estimates.map(\.high)), series: series)
        PointMark(
          x: .value("Deviation", deviations), y: .value("Average", estimates.map(\.value)),
          series: series)
        LineMark(
          x: .value("Deviation", grid), y: .value("Theory", theory.map(curve.moment)),
          series: series
        )
        .lineStyle(.theory).endLabelHidden()
      }
    }
  }
}
