import Charts
import Graphics
import Simulation
import Study

/// Measures which share of units is active, and how far from zero the mean output is.
struct ActiveShare: Experiment {
  /// An activation, measured on standard normal inputs.
  struct Row: Codable, Equatable, Sendable {
    var activation: String
    var measured: SampledMoments
    /// The exact averages.
    var exact: GaussianMoments

    /// The share of the next layer's variance that is the same for every input.
    var shift: Double { exact.mean * exact.mean / exact.secondMoment }
  }

  struct Outcome: Codable, Equatable, Sendable {
    /// By falling bias shift.
    var rows: [Row]
  }

  static let activations: [any Activation] = [
    Sigmoid(), Softplus(), ReLU(), LeakyReLU(), GELU(), SiLU(), ELU(), SELU(), ScaledSigmoid(),
    Tanh(),
  ]

  let id = "active-share"
  let question = "Which share of units is active, and how far from zero is the mean output?"
  let chartIDs = ["active-share"]

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try Self.simulate(samples: 20 * study.networks, seed: SeedTree(seed: study.seed).child(id))
  }

  static func simulate(samples: Int, seed: SeedTree) throws -> Outcome {
    let inputs = SampledMoments.inputs(samples, seed: seed)
    let rows = try activations.map { f in
      Row(
        activation: f.name,
        measured: try SampledMoments(
          of: f, inputs: inputs, deviation: 1,
          steepest: ActivationGallery.grid.map { abs(f.slope(at: $0)) }.max() ?? 1),
        exact: try GaussianMoments(of: f, variance: 1))
    }
    return Outcome(rows: rows.sorted { ($0.shift, $0.activation) > ($1.shift, $1.activation) })
  }

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    func row(_ name: String) -> Row? { outcome.rows.first { $0.activation == name } }
    guard let sigmoid = row("sigmoid"), let relu = row("relu"), let gelu = row("gelu") else {
      return []
    }
    return [
      Fact("relu-active", relu.measured.active, .percent(1)),
      Fact("relu-mean-output", relu.measured.mean, .fixed(3)),
      Fact("relu-mean-output-theory", relu.exact.mean, .fixed(3)),
      Fact("sigmoid-active", sigmoid.measured.active, .percent(1)),
      Fact("sigmoid-shift", sigmoid.shift, .percent(0)),
      Fact("relu-shift", relu.shift, .percent(0)),
      Fact("gelu-shift", gelu.shift, .percent(0)),
    ]
  }

  /// SELU's constants and averages: published, by theory, measured.
  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    guard let selu = outcome.rows.first(where: { $0.activation == "selu" }) else { return [] }
    let exact = SelfNormalization()
    let text = NumberFormat.fixed(4)
    func measured(_ estimate: Estimate) -> String {
      "\(text.text(estimate.value)) ± \(text.text(estimate.halfWidth))"
    }
    let digits = NumberFormat.fixed(12)
    return [
      FactTable(
        name: "selu", header: ["SELU", "published", "theory", "measured"],
        numeric: [false, true, true, true],
        rows: [
          ["$\\alpha$", digits.text(SELU.alpha), digits.text(exact.alpha), "–"],
          ["$\\lambda$", digits.text(SELU.lambda), digits.text(exact.lambda), "–"],
          ["$\\mathrm{E} f$", "0", text.text(selu.exact.mean), measured(selu.measured.mean)],
          [
            "$\\mathrm{E} f^2$", "1", text.text(selu.exact.secondMoment),
            measured(selu.measured.secondMoment),
          ],
          [
            "$\\mathrm{E} f^{\\prime 2}$", "–", text.text(selu.exact.slopeSecondMoment),
            measured(selu.measured.slopeSecondMoment),
          ],
        ])
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] {
    let names = outcome.rows.map { row in
      Self.activations.first { $0.name == row.activation }?.displayName ?? row.activation
    }
    func y(_ label: String = "Activation") -> PlottableValue { .value(label, names) }
    let samples = outcome.rows[0].measured.mean.samples
    let active = outcome.rows.map(\.measured.active)
    let mean = outcome.rows.map(\.measured.mean)
    let worst = mean.map(\.halfWidth).max() ?? 0
    return [
      Chart("active-share") {
        Panel("Active units", detail: "|slope| above 5 % of its peak") {
          PointMark(x: .value("Share", active.map(\.value)), y: y()).foregroundStyle(.accent)
            .valueLabels(
              .leading, texts: active.map { NumberFormat.percent(0).text($0.value) })
        }
        .chartXScale(domain: 0...1.06)
        .chartXAxis(values: [0, 0.5, 1], labels: ["0", "50 %", "100 %"])
        Panel("Mean output E *f*", detail: "0 is centred") {
          RuleMark(x: .value("Mean", 0))
          PointMark(x: .value("Exact", outcome.rows.map(\.exact.mean)), y: y())
            .foregroundStyle(.ink).symbol(.circle, isHollow: true)
          PointMark(x: .value("Mean", mean.map(\.value)), y: y()).foregroundStyle(.accent)
            .symbolSize(radius: 2.6)
        }
        .chartXScale(domain: -0.15...0.95)
        .chartXAxis(values: [0, 0.5], labels: ["0", "0.5"])
        Panel("Bias shift (E *f*)² ÷ E *f*²", detail: "share of what the next layer sees") {
          PointMark(x: .value("Shift", outcome.rows.map(\.shift)), y: y()).foregroundStyle(.accent)
            .valueLabels(
              .trailing, texts: outcome.rows.map { NumberFormat.percent(0).text($0.shift) })
        }
        .chartXScale(domain: -0.05...1.1)
        .chartXAxis(values: [0, 0.5, 1], labels: ["0", "50 %", "100 %"])
      }
      .chartFacet(columns: 3)
      .chartFacetScales(.freeX)
      .chartLegend(.hidden)
      .chartYScale(categories: names.reversed())
      .chartYAxisLabel("")
      .chartXAxisLabel("")
      .chartPlotHeight(270)
      .chartTitle(
        "Sigmoid units are nearly all active, but \(NumberFormat.percent(0).text(outcome.rows.first { $0.activation == "sigmoid" }?.shift ?? 0)) of their mean square is the same for every input"
      )
      .chartSubtitle(
        "Ten activations for a standard normal input: which share of units passes a gradient, and how far from zero the output is centred."
      )
      .chartCaption(
        """
        **Method.** \(NumberFormat.count.text(Double(samples))) standard normal inputs, the same for \
        all. **Dot:** sample mean or share; the 95\u{a0}% interval is at most \
        ±\(NumberFormat.fixed(3).text(worst)) for the mean (*t*) and \
        ±\(NumberFormat.percent(1).text(active.map(\.halfWidth).max() ?? 0)) for the share (Wilson), \
        within the dots. **Ring:** exact mean. Bias shift is exact: the part of the next layer’s \
        variance that is the same for every input. Rows by bias shift. Seed \(study.seed).
        """
      )
      .chartAltText(
        """
        Three panels of dots, one row for each of \(outcome.rows.count) activations. \
        \(zip(names, outcome.rows).map { name, row in
          "\(name): \(NumberFormat.percent(0).text(row.measured.active.value)) active, mean output "
            + "\(NumberFormat.fixed(2).text(row.measured.mean.value)), bias shift "
            + NumberFormat.percent(0).text(row.shift)
        }.joined(separator: "; ")).
        """)
    ]
  }
}

/// The two constants for which λ·ELU keeps N(0, 1): solved, not copied.
///
/// With Φ the normal distribution function, E max(0, ξ) = 1/√(2π) and, over ξ < 0,
/// E e^{kξ} = e^{k²/2} Φ(−k). E f = 0 then gives α, and E f² = 1 gives λ.
struct SelfNormalization {
  let alpha: Double
  let lambda: Double

  init() {
    let tail = { (k: Double) in Elementary.exp(k * k / 2) * NormalDistribution.cumulative(-k) }
    alpha = 1 / (2 * Double.pi).squareRoot() / (0.5 - tail(1))
    lambda = 1 / (0.5 + alpha * alpha * (tail(2) - 2 * tail(1) + 0.5)).squareRoot()
  }
}
