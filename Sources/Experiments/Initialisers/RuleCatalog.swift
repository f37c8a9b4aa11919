import Simulation
import Study

/// The starts of the chapter's table, in its order.
enum RuleCatalog {
  static let rows: [StartingRule] = [
    .zero, .constant, .normal, .unitNormal, .leCun,
    StartingRule(name: "Framework default", initializer: CommonHeuristic()),
    StartingRule(name: "Truncated normal", initializer: TruncatedNormal()),
    StartingRule(name: "Sparse", initializer: Sparse()), .xavierNormal, .xavierUniform, .geometric,
    .quadratic, .harmonic, .interpolated(0.5),
    StartingRule(name: "He, fan-in", initializer: HeNormal()),
    StartingRule(name: "He, fan-out", initializer: HeNormal(.fanOut)), .orthogonal, .lsuv,
  ]
}
