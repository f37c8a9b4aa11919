import Simulation
import Study

/// Measures which share of units is active, and how far from zero the mean output is.
public struct ActiveShare: Experiment {
  /// An activation, measured on standard normal inputs.
  public struct Row: Codable, Equatable, Sendable {
    /// The activation's name in the catalogue.
    public var activation: String
    /// The sampled averages, all activations on the same inputs.
    public var measured: SampledMoments
    /// The exact averages.
    public var exact: GaussianMoments

    /// The share of the next layer's variance that is the same for every input.
    package var shift: Double { exact.mean * exact.mean / exact.secondMoment }
  }

  /// What was measured.
  public struct Outcome: Codable, Equatable, Sendable {
    /// By falling bias shift.
    public var rows: [Row]
  }

  static let activations: [any Activation] = [
    Sigmoid(), Softplus(), ReLU(), LeakyReLU(), GELU(), SiLU(), ELU(), SELU(), ScaledSigmoid(),
    Tanh(),
  ]

  public let id = "active-share"
  public let chartIDs = ["active-share"]

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try Self.simulate(
      samples: study.count(quick: 4000, standard: 20_000, thorough: 200_000), seed: seed)
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

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
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
  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    guard let selu = outcome.rows.first(where: { $0.activation == "selu" }) else { return [] }
    let exact = SelfNormalization()
    let text = NumberFormat.fixed(4)
    func measured(_ estimate: Estimate) -> String {
      "\(text.text(estimate.value)) ± \(text.text(estimate.halfWidth))"
    }
    let digits = NumberFormat.fixed(12)
    return [
      FactTable(
        name: "selu", header: ["quantity", "published", "theory", "measured"],
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
