/// One property of a network varied, or two against each other.
public struct SweepPlan: Codable, Equatable, Sendable {
  /// What varies.
  public enum Axis: String, Codable, CaseIterable, Sendable {
    case depth, width, gain
    case biasVariance = "bias-variance"
    case activation
    case initializer = "init"
    case residual, normalization

    /// Whether values are names, not numbers.
    package var isNamed: Bool {
      switch self {
      case .depth, .width, .gain, .biasVariance: false
      case .activation, .initializer, .residual, .normalization: true
      }
    }
  }

  /// The name in charts and tables.
  public var name: String
  /// The name of the network that is varied.
  public var network: String
  public var axis: Axis
  /// The values as the study file gives them: numbers or names.
  public var values: [String]
  /// A second property, for every pair of values; nil varies one property alone.
  public var second: Axis?
  public var secondValues: [String]

  /// Makes a plan.
  public init(
    name: String, network: String, axis: Axis, values: [String], second: Axis? = nil,
    secondValues: [String] = []
  ) {
    self.name = name
    self.network = network
    self.axis = axis
    self.values = values
    self.second = second
    self.secondValues = secondValues
  }

  /// How many networks are measured.
  public var count: Int { values.count * (second == nil ? 1 : secondValues.count) }

  /// The network of each measurement: all values of the first property, for each of the second.
  public func variants(of base: NetworkPlan) -> [NetworkPlan] {
    let rows = second.map { axis in secondValues.map { base.varied(axis, to: $0) } } ?? [base]
    return rows.flatMap { row in values.map { row.varied(axis, to: $0) } }
  }

  /// The values of one measurement, to seed it by name and not by position.
  public func label(_ index: Int) -> String {
    guard second != nil else { return values[index] }
    return values[index % values.count] + " " + secondValues[index / values.count]
  }
}
