import Numerics

/// U(−a, a) whatever the shape, as `uniform-0.05` for a = 0.05; σ² = a²/3.
public struct UniformRange: UniformInitializer {
  /// a, half the length of the interval.
  public let radius: Double

  /// Makes the rule for a half length a ≥ 0.
  public init(radius: Double) { self.radius = radius }

  public var name: String { "uniform-" + shortNumber(radius) }

  public func variance(fanIn: Int, fanOut: Int) -> Double { radius * radius / 3 }
}

/// U(−1/√m, 1/√m), so σ² = 1/(3m): what PyTorch's linear layers start from.
///
/// The framework writes it as He's uniform rule with a leaky slope a = √5: 6/((1 + a²)m) = 1/m under
/// the root. It is the start that Glorot and Bengio 2010, eq. 1, call the common heuristic.
public struct TorchDefault: UniformInitializer {
  public let name = "torch-default"

  public init() {}

  public func variance(fanIn: Int, fanOut: Int) -> Double { 1 / (3 * Double(fanIn)) }
}
