import Simulation
import Study

/// An initialiser under the name by which outcomes store it.
///
/// What people read, its formula and its colour belong to the key.
package struct StartingRule: Sendable {
  /// The name in saved outcomes; what is shown goes by `key`.
  let name: String
  let initializer: any WeightInitializer

  /// The key under which templates and the palette know the rule.
  var key: String { Self.key(of: name) }

  /// σ² of every layer of a network, first to last.
  func variances(of widths: [Int]) -> [Double] {
    zip(widths, widths.dropFirst()).map { initializer.variance(fanIn: $0, fanOut: $1) }
  }

  static let zero = StartingRule(name: "Zero", initializer: Constant(0))
  static let constant = StartingRule(name: "Constant 0.01", initializer: Constant(0.01))
  static let normal = StartingRule(
    name: "N(0, 0.01²)", initializer: Normal(standardDeviation: 0.01))
  static let unitNormal = StartingRule(name: "N(0, 1)", initializer: Normal(standardDeviation: 1))
  static let leCun = StartingRule(name: "LeCun", initializer: LeCun())
  static let he = StartingRule(name: "He", initializer: HeNormal())
  static let xavier = StartingRule(name: "Xavier", initializer: XavierNormal())
  static let xavierNormal = StartingRule(name: "Xavier normal", initializer: XavierNormal())
  static let xavierUniform = StartingRule(name: "Xavier uniform", initializer: XavierUniform())
  static let geometric = StartingRule(name: "Geometric", initializer: Geometric())
  static let quadratic = StartingRule(name: "Quadratic", initializer: Quadratic())
  static let harmonic = StartingRule(name: "Harmonic", initializer: Harmonic())
  static let orthogonal = StartingRule(name: "Orthogonal", initializer: Orthogonal())
  static let lsuv = StartingRule(name: "LSUV", initializer: LSUV())
  static let frameworkDefault = StartingRule(name: "U(±1/√m)", initializer: CommonHeuristic())

  /// Xavier's rule where it stands among the means.
  static let arithmetic = StartingRule(name: "Arithmetic (Xavier)", initializer: XavierNormal())

  /// The rule between the arithmetic (α = 0) and the geometric mean (α = 1).
  static func interpolated(_ alpha: Double) -> StartingRule {
    StartingRule(
      name: "α = \(NumberFormat.significant(1).text(alpha))",
      initializer: Interpolated(alpha: alpha))
  }

  /// The four means of the two fans, from the largest variance to the smallest.
  static let means: [StartingRule] = [.harmonic, .geometric, .arithmetic, .quadratic]

  /// The key of a rule by the name that outcomes store; the name itself for a rule without a key.
  ///
  /// The one place that knows both: `templates/names.txt` names keys, `ReportPalette` colours them.
  package static func key(of name: String) -> String {
    switch name {
    case "Zero": "zero"
    case "Constant 0.01": "constant-0.01"
    case "N(0, 0.01²)": "normal-0.01"
    case "N(0, 1)": "normal-1"
    case "LeCun": "lecun"
    case "Truncated normal": "truncated-normal"
    case "Sparse": "sparse"
    case "He": "he"
    case "He, fan-in": "he-normal"
    case "He, fan-out": "he-normal-fan-out"
    case "Xavier": "xavier"
    case "Xavier normal": "xavier-normal"
    case "Xavier uniform": "xavier-uniform"
    case "Arithmetic (Xavier)": "arithmetic"
    case "Geometric": "geometric"
    case "Quadratic": "quadratic"
    case "Harmonic": "harmonic"
    case "U(±1/√m)", "U(±1/√*m*)", "Framework default": "torch-default"
    case "LSUV": "lsuv"
    case "Orthogonal": "orthogonal"
    default: name.hasPrefix("α = ") ? "interpolated-\(name.dropFirst(4))" : name
    }
  }
}
