/// One property of a network varied, or two against each other.
public struct SweepPlan: Codable, Equatable, Sendable {
  /// What varies.
  public enum Axis: String, Codable, CaseIterable, Sendable {
    /// The number of layers.
    case depth
    /// Units per layer.
    case width
    /// What the rule's weights are multiplied by.
    case gain
    /// The variance of the biases.
    case biasVariance = "bias-variance"
    /// The activation, by its name in the catalogue.
    case activation
    /// The rule that weights start by, by its name in the catalogue.
    case initializer = "init"
    /// Whether layers have skip connections, and of which kind.
    case residual
    /// Whether layers are normalised, and how.
    case normalization
    /// Any parameter of a network of stages, named by ``SweepPlan/parameter``.
    case parameter

    /// Those that every chain of layers has.
    public static let ofChains = allCases.filter { $0 != .parameter }

    /// Whether values are names, not numbers.
    package var isNamed: Bool {
      switch self {
      case .depth, .width, .gain, .biasVariance, .parameter: false
      case .activation, .initializer, .residual, .normalization: true
      }
    }
  }

  /// The name in charts and tables.
  public var name: String
  /// The name of the network that is varied.
  public var network: String
  /// The property that is varied.
  public var axis: Axis
  /// The values as the study file gives them: numbers or names.
  public var values: [String]
  /// A second property, for every pair of values; nil varies one property alone.
  public var second: Axis?
  /// The values of the second property, as they are written.
  public var secondValues: [String]
  /// The path of the parameter that is varied, such as `stack.blocks.residual.scale`; nil for a chain's.
  public var parameter: String?

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
    if let parameter {
      return values.map { value in
        var copy = base
        copy.stack?.settings.append(StackPlan.Setting(path: parameter, value: value))
        return copy
      }
    }
    let rows = second.map { axis in secondValues.map { base.varied(axis, to: $0) } } ?? [base]
    return rows.flatMap { row in values.map { row.varied(axis, to: $0) } }
  }

  /// The values of one measurement, to seed it by name and not by position.
  public func label(_ index: Int) -> String {
    guard second != nil else { return values[index] }
    return values[index % values.count] + " " + secondValues[index / values.count]
  }
}
