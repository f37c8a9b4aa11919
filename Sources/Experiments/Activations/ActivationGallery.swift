import Charts
import Graphics
import Simulation
import Study

/// Shows all activations of the catalogue with their averages.
struct ActivationGallery: Experiment {
  /// An activation with its averages over a standard normal input; exact.
  struct Entry: Codable, Equatable, Sendable {
    var name: String
    /// f(0).
    var valueAtZero: Double
    /// The largest |f′| on the range of the chart.
    var steepest: Double
    var moments: GaussianMoments
  }

  struct Outcome: Codable, Equatable, Sendable {
    var entries: [Entry]
    /// 1.7159 tanh(2x/3) at x = 1.
    var leCunAtOne: Double
  }

  static let range = -4.0...4.0

  let id = "activation-gallery"
  let question = "What do all activations look like, and what are their averages?"
  let chartIDs = ["activation-gallery"]

  /// All but the identity, which has nothing to show.
  ///
  /// Listed by hand: the chapter's numbers stay when the catalogue grows.
  static let activations: [any Activation] = [
    Sigmoid(), ScaledSigmoid(), Tanh(), LeCunTanh(), ReLU(), LeakyReLU(), LeakyReLU.parametric,
    ELU(), SELU(), GELU(), SiLU(), Softplus(), Mish(), Softsign(), HardTanh(), Erf(),
  ]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    Outcome(
      entries: try Self.activations.map { f in
        Entry(
          name: f.name, valueAtZero: f.value(at: 0),
          steepest: Self.grid.map { abs(f.slope(at: $0)) }.max() ?? 0,
          moments: try GaussianMoments(of: f, variance: 1))
      },
      leCunAtOne: LeCunTanh().value(at: 1))
  }

  static let grid = (0...200).map { range.lowerBound + 8 * Double($0) / 200 }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    let selu = outcome.entries.first { $0.name == "selu" }
    return [
      Fact("gallery-count", outcome.entries.count),
      Fact("lecun-at-one", outcome.leCunAtOne, .fixed(4)),
      Fact("selu-slope-square", selu?.moments.slopeSecondMoment ?? .nan, .fixed(3)),
    ]
  }

  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    let three = NumberFormat.fixed(3)
    return [
      FactTable(
        name: "activation-moments",
        header: ["activation", "f(0)", "steepest slope", "E f", "E f²", "E f′²"],
        numeric: [false, true, true, true, true, true],
        rows: zip(Self.activations, outcome.entries).map { activation, entry in
          [
            activation.displayName, three.text(entry.valueAtZero), three.text(entry.steepest),
            three.text(entry.moments.mean), three.text(entry.moments.secondMoment),
            three.text(entry.moments.slopeSecondMoment),
          ]
        })
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let two = NumberFormat.fixed(2)
    return [
      Chart("activation-gallery") {
        for (activation, entry) in zip(Self.activations, outcome.entries) {
          Panel(
            activation.displayName,
            detail:
              "*f*: \(two.text(entry.moments.secondMoment)), *f*′: \(two.text(entry.moments.slopeSecondMoment))"
          ) {
            AreaMark(
              x: .value("x", Self.grid), y: .value("slope", Self.grid.map(activation.slope(at:)))
            )
            .foregroundStyle(.accent).opacity(0.14)
            LineMark(
              x: .value("x", Self.grid), y: .value("slope", Self.grid.map(activation.slope(at:)))
            )
            .foregroundStyle(.accent).lineStyle(width: 1).endLabelHidden()
            LineMark(
              x: .value("x", Self.grid), y: .value("value", Self.grid.map(activation.value(at:)))
            )
            .foregroundStyle(.ink).lineStyle(width: 1.9).endLabelHidden()
          }
        }
      }
      .chartFacet(columns: 4)
      .chartLegend(.hidden)
      .chartXScale(domain: Self.range)
      .chartXAxis(values: [-4, 0, 4], grid: false)
      .chartXAxisLabel("*x*, input of the activation")
      .chartYScale(domain: -2...3)
      .chartYAxis(values: [-2, -1, 0, 1, 2, 3])
      .chartYAxisLabel("")
      .chartPlotHeight(104)
      .chartTitle("What carries through depth is not an activation’s shape but two averages of it")
      .chartSubtitle(
        "Each function (ink) and its derivative (filled). Above each: mean square of *f* and of *f*′ for a standard normal input."
      )
      .chartCaption(
        """
        **Method.** Exact functions and exact averages, E *f*² and E *f*′² over *N*(0, 1), by \
        adaptive quadrature; nothing is sampled. All panels share their axes; *f* is cut off above 3. \
        LeCun tanh is 1.7159 tanh(2*x*/3).
        """
      )
      .chartAltText(
        """
        \(outcome.entries.count) small panels, each with an activation and its derivative for x from −4 \
        to 4. Sigmoid has the smallest derivative, 0.25 at most; ReLU and its relatives have \
        derivative near 1 for positive x and near 0 for negative x.
        """)
    ]
  }
}
