import Simulation
import Study

/// The starts of the chapter's table, with their formulas as Markdown sets them.
enum RuleCatalog {
  struct Row: Sendable {
    /// In Markdown.
    let name: String
    /// In charts.
    let label: String
    let formula: String
    let initializer: any WeightInitializer
    let purpose: String
  }

  static let rows: [Row] = [
    Row(
      name: "Zero", label: "Zero", formula: "$0$", initializer: Constant(0),
      purpose: "nothing: units stay equal"),
    Row(
      name: "Constant $c$", label: "Constant 0.01",
      formula: "$0$; mean square $c^2$, here $0.01^2$",
      initializer: Constant(0.01), purpose: "nothing: units stay equal"),
    Row(
      name: "$N(0, 0.01^2)$", label: "N(0, 0.01²)", formula: "$0.01^2$",
      initializer: Normal(standardDeviation: 0.01),
      purpose: "shallow networks"),
    Row(
      name: "$N(0, 1)$", label: "N(0, 1)", formula: "$1$",
      initializer: Normal(standardDeviation: 1),
      purpose: "nothing: grows with the width"),
    Row(
      name: "LeCun", label: "LeCun", formula: "$1/m$", initializer: LeCun(),
      purpose: "forward, linear; SELU"),
    Row(
      name: "Framework default $U(\\pm 1/\\sqrt{m})$", label: "Framework default",
      formula: "$1/(3m)$",
      initializer: CommonHeuristic(), purpose: "historical"),
    Row(
      name: "Truncated normal, corrected", label: "Truncated normal", formula: "$1/m$",
      initializer: TruncatedNormal(),
      purpose: "as LeCun, without outliers"),
    Row(
      name: "Sparse, 15 inputs per unit", label: "Sparse", formula: "$1/m$ on average",
      initializer: Sparse(),
      purpose: "forward, units stay different"),
    Row(
      name: "Xavier normal", label: "Xavier normal", formula: "$2/(m+n)$",
      initializer: XavierNormal(),
      purpose: "both directions; tanh"),
    Row(
      name: "Xavier uniform", label: "Xavier uniform", formula: "$2/(m+n)$",
      initializer: XavierUniform(),
      purpose: "both directions; tanh"),
    Row(
      name: "Geometric", label: "Geometric", formula: "$1/\\sqrt{mn}$", initializer: Geometric(),
      purpose: "both, end to end"),
    Row(
      name: "Quadratic", label: "Quadratic", formula: "$(m+n)/(m^2+n^2)$", initializer: Quadratic(),
      purpose: "both, small errors"),
    Row(
      name: "Harmonic", label: "Harmonic", formula: "$\\frac{1}{2} (1/m + 1/n)$",
      initializer: Harmonic(),
      purpose: "both, mean of the two answers"),
    Row(
      name: "Interpolated, $\\alpha = 0.5$", label: "α = 0.5",
      formula: "$\\alpha/\\sqrt{mn} + (1-\\alpha) 2/(m+n)$",
      initializer: Interpolated(alpha: 0.5), purpose: "both"),
    Row(
      name: "He, fan-in", label: "He, fan-in", formula: "$2/m$", initializer: HeNormal(),
      purpose: "forward, ReLU"),
    Row(
      name: "He, fan-out", label: "He, fan-out", formula: "$2/n$", initializer: HeNormal(.fanOut),
      purpose: "backward, ReLU"),
    Row(
      name: "Orthogonal", label: "Orthogonal", formula: "$1/\\max(m, n)$",
      initializer: Orthogonal(),
      purpose: "very deep linear and tanh networks"),
    Row(
      name: "LSUV", label: "LSUV", formula: "$1/\\max(m, n)$, then rescaled", initializer: LSUV(),
      purpose: "any activation, given data"),
  ]
}
