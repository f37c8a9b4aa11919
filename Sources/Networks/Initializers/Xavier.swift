/// σ² = 2/(m + n), the arithmetic mean of the fans; normal entries.
///
/// Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural
/// networks", eq. 12: the compromise between 1/m (forward) and 1/n (backward).
public struct XavierNormal: GaussianInitializer {
  public let name = "xavier-normal"

  /// Makes the rule; it has no parameters.
  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    2 / (Double(fanIn) + Double(fanOut))
  }
}

/// σ² = 2/(m + n) with entries from U(−a, a), a = √(6/(m + n)).
///
/// Glorot and Bengio 2010, eq. 16.
public struct XavierUniform: UniformInitializer {
  public let name = "xavier-uniform"

  /// Makes the rule; it has no parameters.
  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    2 / (Double(fanIn) + Double(fanOut))
  }
}
