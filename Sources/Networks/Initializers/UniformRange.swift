import Kernels
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

/// U(−1/√m, 1/√m) for weights and biases, so σ² = 1/(3m): what PyTorch's linear layers start from.
///
/// The framework writes the weights as He's uniform rule with a leaky slope a = √5: 6/((1 + a²)m) = 1/m
/// under the root. For the weights it is the start that Glorot and Bengio 2010, eq. 1, call the common
/// heuristic. The biases are what is left in a deep network: E h² of ReLU layers of n units tends to
/// 1/(5n), and to zero without them.
public struct TorchDefault: UniformInitializer {
  /// Whether biases are drawn; without them the rule is the common heuristic.
  public let drawsBiases: Bool

  /// Makes the rule.
  public init(drawsBiases: Bool = true) { self.drawsBiases = drawsBiases }

  public var name: String { drawsBiases ? "torch-default" : "torch-default-weights" }

  public func variance(fanIn: Int, fanOut: Int) -> Double { 1 / (3 * Double(fanIn)) }

  public func biasVariance(fanIn: Int, fanOut: Int) -> Double {
    drawsBiases ? 1 / (3 * Double(fanIn)) : 0
  }

  public var withoutBiases: any WeightInitializer { TorchDefault(drawsBiases: false) }
}
