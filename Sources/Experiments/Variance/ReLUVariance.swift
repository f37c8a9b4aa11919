import Charts
import Graphics
import Simulation
import Study

/// Which weight variance keeps a deep ReLU network alive? Figure 7.7 of Prince's textbook, redone.
///
/// S. J. D. Prince, *Understanding Deep Learning* (MIT Press 2023): 50 hidden layers of 100 units,
/// inputs of unit variance, five weight variances.
struct ReLUVariance: Experiment {
  struct Outcome: Codable, Equatable, Sendable {
    var width: Int
    var depth: Int
    var networks: Int
    var cases: [Case]
  }

  /// One weight variance; decimal logarithms by layer.
  struct Case: Codable, Equatable, Sendable {
    var variance: Double
    /// log₁₀ of the median network's mean square.
    var forward: [Double]
    var backward: [Double]
    /// The factor per layer of the forward mean square: its geometric mean over networks.
    var factor: Estimate

    func rate(width: Int) -> Double { Elementary.log10(Double(width) * variance / 2) }
  }

  static let variances = [0.001, 0.01, 0.02, 0.1, 1]

  let id = "relu-variance"
  let question = "Which weight variance keeps a 50-layer ReLU network of width 100 alive?"
  let chartIDs = ["relu-variance"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      width: 100, depth: 50, networks: min(study.networks, 400),
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
  }

  static func simulate(width: Int, depth: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    var cases: [Case] = []
    for variance in variances {
      let result = try await propagate(
        PropagationRequest(
          width: width, depth: depth, activation: ReLU(),
          initializer: Normal(standardDeviation: variance.squareRoot()), trials: networks,
          seed: seed, jobs: jobs))
      let end = result.layers[depth - 1].activation.log10
      cases.append(
        Case(
          variance: variance, forward: result.layers.map(\.activation.log10.median.value),
          backward: result.layers.map(\.gradient.log10.median.value),
          factor: end.mean.map {
            Elementary.exp($0 * DecimalLogarithm.ln10 / Double(depth))
          }))
    }
    return Outcome(width: width, depth: depth, networks: networks, cases: cases)
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let ends = outcome.cases.map { $0.rate(width: outcome.width) * Double(outcome.depth) }
    return [
      Fact("relu-networks", outcome.networks), Fact("relu-depth", outcome.depth),
      // ln of one layer's factor has variance 5/n and a mean of minus half of that (Hanin and Nica).
      Fact("relu-median-drop", 2.5 / Double(outcome.width), .percent(1)),
      Fact("relu-stable-factor", outcome.cases[2].factor, .fixed(3)),
      Fact("relu-end-small", ends[0], .powerOfTen(0)),
      Fact("relu-end-large", ends[ends.count - 1], .powerOfTen(0)),
    ]
  }

  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    [
      FactTable(
        name: "relu-factors",
        header: ["weight variance", "theory, *Dσ*²/2", "measured factor per layer"],
        numeric: [true, true, true],
        rows: outcome.cases.map { one in
          [
            NumberFormat.fixed(3).text(one.variance),
            NumberFormat.fixed(2).text(Double(outcome.width) * one.variance / 2),
            "\(NumberFormat.significant(3).text(one.factor.value)) ± "
              + NumberFormat.significant(1).text(one.factor.halfWidth),
          ]
        })
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let layers = (1...outcome.depth).map(Double.init)
    let limit = 90.0
    func panel(
      _ title: String, _ detail: String, _ values: @escaping (Case) -> [Double], back: Bool
    )
      -> Panel
    {
      Panel(title, detail: detail) {
        for one in outcome.cases.reversed() {
          let rate = one.rate(width: outcome.width)
          let theory =
            back
            ? layers.map {
              (Double(outcome.depth) - $0 + 1) * rate
                - Elementary.log10(
                  Double(outcome.width) * one.variance)
            }
            : layers.map { $0 * rate }
          let series = PlottableValue.value("Variance", Self.name(one.variance))
          LineMark(
            x: .value("Layer", layers), y: .log10("Mean square", values(one)), series: series
          )
          .endLabel(showsSymbol: false)
          LineMark(x: .value("Layer", layers), y: .log10("Theory", theory), series: series)
            .lineStyle(.theoryOverlay).endLabelHidden()
        }
      }
      .chartXScale(domain: 1...Double(outcome.depth), reversed: back)
    }
    return [
      Chart("relu-variance") {
        panel("Forward, E *h*²", "layer 1 to \(outcome.depth)", \.forward, back: false)
        panel("Backward, E *δ*²", "layer \(outcome.depth) back to 1", \.backward, back: true)
      }
      .chartForegroundStyleScale(Self.styles)
      .chartDirectLabels()
      .chartXAxis(values: [1, 10, 20, 30, 40, 50].filter { $0 <= Double(outcome.depth) })
      .chartXAxisLabel("Layer")
      .chartYScale(log10Domain: -70...limit)
      .chartYAxisLabel("Mean square, log axis")
      .chartPlotHeight(330)
      .chartTitle("Only *σ*² = 2/*D* = 0.02 keeps both signal and gradient of a deep ReLU network")
      .chartSubtitle(
        "Mean squares in \(outcome.depth) ReLU layers of *D* = \(outcome.width) units, for five weight variances *σ*²."
      )
      .chartCaption(
        """
        **Method.** No bias, inputs *N*(0, 1), gradient *N*(0, 1) at the output; line: median of \
        \(outcome.networks) networks. **Dashed:** theory, E *h*² = (*Dσ*²/2)^{*l*} forward and the \
        same factor per layer backward. The setting is that of Prince, *Understanding Deep \
        Learning*, figure 7.7, where 0.02 is the stable one too. Both panels share the log axis. \
        Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Two panels of five straight lines on a shared log axis, forward and backward. A weight \
        variance of 0.02 stays level; 0.01 and 0.001 fall, to 10 to the −15 and −65; 0.1 and 1 rise, \
        to 10 to the 35 and 85. Dashed theory lies on each line.
        """)
    ]
  }

  private static func name(_ variance: Double) -> String {
    "*σ*² = \(variance == 1 ? "1" : "\(variance)")"
  }

  private static let styles: KeyValuePairs<String, SeriesStyle> = [
    "*σ*² = 1": SeriesStyle(line: Color(0x8F3410, 0xFFB98A)),
    "*σ*² = 0.1": SeriesStyle(line: Color(0xC65F22, 0xFF9D5C), text: Color(0xA94A12, 0xFF9D5C)),
    "*σ*² = 0.02": SeriesStyle(line: Color(0x5E6069, 0xA3A6AD)),
    "*σ*² = 0.01": SeriesStyle(line: Color(0x2B73B3, 0x559FDF), text: Color(0x2468A5, 0x7DB9F0)),
    "*σ*² = 0.001": SeriesStyle(line: Color(0x0A3A6B, 0xB5DCFF)),
  ]
}
