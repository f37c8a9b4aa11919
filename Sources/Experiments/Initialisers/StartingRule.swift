import Simulation

/// An initialiser with the name and the formula under which the report shows it.
struct StartingRule: Sendable {
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

  /// σ² of every layer of a network, first to last.
  func variances(of widths: [Int]) -> [Double] {
    zip(widths, widths.dropFirst()).map { initializer.variance(fanIn: $0, fanOut: $1) }
  }
}
