import Simulation
import Study

/// An initialiser with the name and the formula under which the report shows it.
package struct StartingRule: Sendable {
  /// The name in charts, tables and prose; the palette knows it.
  let name: String
  /// σ² in the markup of charts.
  let formula: String
  let initializer: any WeightInitializer

  static let normal = StartingRule(
    name: "N(0, 0.01²)", formula: "σ² = 0.0001, any width",
    initializer: Normal(standardDeviation: 0.01))
  static let leCun = StartingRule(
    name: "LeCun", formula: "σ² = 1/*m*", initializer: LeCun())
  static let he = StartingRule(name: "He", formula: "σ² = 2/*m*", initializer: HeNormal())
  static let xavierNormal = StartingRule(
    name: "Xavier normal", formula: "σ² = 2/(*m* + *n*)", initializer: XavierNormal())
  static let xavierUniform = StartingRule(
    name: "Xavier uniform", formula: "the same σ², U(±√(3σ²))", initializer: XavierUniform())
  static let geometric = StartingRule(
    name: "Geometric", formula: "σ² = 1/√(*mn*)", initializer: Geometric())
  static let quadratic = StartingRule(
    name: "Quadratic", formula: "σ² = (*m* + *n*)/(*m*² + *n*²)", initializer: Quadratic())
  static let harmonic = StartingRule(
    name: "Harmonic", formula: "σ² = (1/*m* + 1/*n*)/2", initializer: Harmonic())

  /// The rule between the arithmetic (α = 0) and the geometric mean (α = 1).
  static func interpolated(_ alpha: Double) -> StartingRule {
    StartingRule(
      name: "α = \(NumberFormat.fixed(2).text(alpha))",
      formula: "σ² = α/√(*mn*) + (1 − α) · 2/(*m* + *n*)",
      initializer: Interpolated(alpha: alpha))
  }

  /// The four means of the two fans, from the largest variance to the smallest.
  static let means: [StartingRule] = [.harmonic, .geometric, .arithmetic, .quadratic]

  /// Xavier's rule where it stands among the means.
  static let arithmetic = StartingRule(
    name: "Arithmetic (Xavier)", formula: "σ² = 2/(*m* + *n*)", initializer: XavierNormal())

  /// σ² of every layer of a network, first to last.
  func variances(of widths: [Int]) -> [Double] {
    zip(widths, widths.dropFirst()).map { initializer.variance(fanIn: $0, fanOut: $1) }
  }
}

extension StartingRule {
  /// The key under which templates and the palette know the rule.
  var key: String { Self.key(of: name) }

  /// The key of a rule by the name that outcomes store; the name itself for a rule without a key.
  package static func key(of name: String) -> String {
    switch name {
    case "N(0, 0.01²)": "normal-0.01"
    case "N(0, 1)": "normal-1"
    case "LeCun": "lecun"
    case "He": "he"
    case "Xavier": "xavier"
    case "Xavier normal": "xavier-normal"
    case "Xavier uniform": "xavier-uniform"
    case "Arithmetic (Xavier)": "arithmetic"
    case "Geometric": "geometric"
    case "Quadratic": "quadratic"
    case "Harmonic": "harmonic"
    case "U(±1/√m)", "U(±1/√*m*)": "torch-default"
    case "LSUV": "lsuv"
    case "Orthogonal": "orthogonal"
    default: name
    }
  }

  static let unitNormal = StartingRule(
    name: "N(0, 1)", formula: "σ² = 1, any width", initializer: Normal(standardDeviation: 1))
  static let frameworkDefault = StartingRule(
    name: "U(±1/√m)", formula: "σ² = 1/(3*m*)", initializer: CommonHeuristic())
  static let xavier = StartingRule(
    name: "Xavier", formula: "σ² = 2/(*m* + *n*)", initializer: XavierNormal())
  static let lsuv = StartingRule(
    name: "LSUV", formula: "unit variance, measured", initializer: LSUV())
}
