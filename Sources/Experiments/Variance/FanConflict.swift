import Simulation
import Study

/// Measures what each variance rule keeps in a layer whose fans differ.
public struct FanConflict: Experiment {
  /// The layer and a row for each rule.
  public struct Outcome: Codable, Equatable, Sendable {
    /// n_in.
    public var fanIn: Int
    /// n_out.
    public var fanOut: Int
    /// σ² = 1/n_in, 1/n_out, Xavier's, and Xavier's with uniform weights.
    public var rows: [Row]
  }

  /// One rule: the factors of variance, forward and backward.
  public struct Row: Codable, Equatable, Sendable {
    /// The rule in TeX, as the table shows it.
    public var rule: String
    /// σ².
    public var variance: Double
    /// The signal's mean square behind the layer over that before it: the mean over networks.
    public var forward: Estimate
    /// The gradient's mean square before the layer over that behind it: the mean over networks.
    public var backward: Estimate
  }

  public let id = "fan-conflict"
  public let chartIDs: [String] = []

  /// Makes the experiment.
  public init() {}

  public func run(_ study: StudyConfiguration, seed: SeedTree, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      fanIn: 64, fanOut: 256, networks: study.count(quick: 800, standard: 4000, thorough: 40_000),
      seed: seed, jobs: jobs)
  }

  /// The rules in the order of the rows.
  private static let keys = ["fan-in", "fan-out", "xavier", "xavier-uniform"]

  static func simulate(fanIn: Int, fanOut: Int, networks: Int, seed: SeedTree, jobs: Int)
    async throws -> Outcome
  {
    let rules: [(String, any WeightInitializer)] = [
      ("$\\sigma^2 = 1/n_{\\mathrm{in}}$", LeCun()),
      (
        "$\\sigma^2 = 1/n_{\\mathrm{out}}$",
        Normal(standardDeviation: (1 / Double(fanOut)).squareRoot())
      ),
      ("Xavier, $\\sigma^2 = 2/(n_{\\mathrm{in}} + n_{\\mathrm{out}})$", XavierNormal()),
      ("Xavier uniform, the same $\\sigma^2$", XavierUniform()),
    ]
    var rows: [Row] = []
    for (name, rule) in rules {
      let result = try await propagate(
        PropagationRequest(
          widths: [fanIn, fanOut], activation: Identity(), initializer: rule,
          trials: rule.law == .gaussian ? networks : networks / 4, seed: seed, jobs: jobs))
      rows.append(
        Row(
          rule: name, variance: rule.variance(fanIn: fanIn, fanOut: fanOut),
          forward: result.layers[0].activation.mean, backward: result.inputGradient.mean))
    }
    return Outcome(fanIn: fanIn, fanOut: fanOut, rows: rows)
  }

  public func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("conflict-fan-in", outcome.fanIn), Fact("conflict-fan-out", outcome.fanOut),
      Fact("conflict-networks", outcome.rows[0].forward.samples),
      Fact("conflict-forward-backward", outcome.rows[0].backward, .fixed(2)),
      Fact("conflict-xavier-forward", outcome.rows[2].forward, .fixed(2)),
      Fact("conflict-xavier-backward", outcome.rows[2].backward, .fixed(2)),
    ]
  }

  public func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
    func cell(_ estimate: Estimate) -> String {
      "\(NumberFormat.fixed(3).text(estimate.value)) ± "
        + NumberFormat.fixed(3).text(estimate.halfWidth)
    }
    func theory(_ fan: Int, _ row: Row) -> String {
      NumberFormat.fixed(3).text(Double(fan) * row.variance)
    }
    return [
      FactTable(
        name: "fan-conflict",
        header: [
          "rule", "forward.theory", "forward.measured", "backward.theory", "backward.measured",
        ],
        numeric: [false, true, true, true, true],
        rows: zip(Self.keys, outcome.rows).map { key, row in
          [
            "@" + key, theory(outcome.fanIn, row), cell(row.forward), theory(outcome.fanOut, row),
            cell(row.backward),
          ]
        })
    ]
  }
}
