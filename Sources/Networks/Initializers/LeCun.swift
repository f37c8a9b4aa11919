/// σ² = 1/m with normal entries: each unit's input has the variance of the layer's input.
///
/// LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp", eq. 16.
public struct LeCun: GaussianInitializer {
  public let name = "lecun"

  /// Makes the rule; it has no parameters.
  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanIn) }
}

/// σ² = 1/m with entries from U(−a, a), a = √(3/m).
public struct LeCunUniform: UniformInitializer {
  public let name = "lecun-uniform"

  /// Makes the rule; it has no parameters.
  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanIn) }
}
