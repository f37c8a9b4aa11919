import Charts
import Simulation
import Study

/// Measures what each variance rule keeps in a layer whose fans differ.
struct FanConflict: Experiment {
  struct Outcome: Codable, Equatable, Sendable {
    var fanIn: Int
    var fanOut: Int
    var rows: [Row]
  }

  /// One rule: the factors of variance, forward and backward.
  struct Row: Codable, Equatable, Sendable {
    var rule: String
    var variance: Double
    var forward: Estimate
    var backward: Estimate
  }

  let id = "fan-conflict"
  let question = "What does each variance rule keep in a layer from 64 to 256 units?"
  let chartIDs: [String] = []

  func run(_ study: StudyConfiguration, jobs: Int) async throws -> Outcome {
    try await Self.simulate(
      fanIn: 64, fanOut: 256, networks: 4 * study.networks,
      seed: SeedTree(seed: study.seed).child(id), jobs: jobs)
  }

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

  func facts(of outcome: Outcome, study: StudyConfiguration) -> [Fact] {
    [
      Fact("conflict-fan-in", outcome.fanIn), Fact("conflict-fan-out", outcome.fanOut),
      Fact("conflict-networks", outcome.rows[0].forward.samples),
      Fact("conflict-forward-backward", outcome.rows[0].backward, .fixed(2)),
      Fact("conflict-xavier-forward", outcome.rows[2].forward, .fixed(2)),
      Fact("conflict-xavier-backward", outcome.rows[2].backward, .fixed(2)),
    ]
  }

  func tables(of outcome: Outcome, study: StudyConfiguration) -> [FactTable] {
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
        header: ["rule", "forward, theory", "measured", "backward, theory", "measured"],
        numeric: [false, true, true, true, true],
        rows: outcome.rows.map { row in
          [
            row.rule, theory(outcome.fanIn, row), cell(row.forward), theory(outcome.fanOut, row),
            cell(row.backward),
          ]
        })
    ]
  }

  func charts(of outcome: Outcome, study: StudyConfiguration) throws -> [Chart] { [] }
}
