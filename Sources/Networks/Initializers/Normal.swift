import Kernels
import Numerics

/// N(0, s²) whatever the shape: the naive start, as `normal-0.01` for s = 0.01.
public struct Normal: GaussianInitializer {
  /// s, the standard deviation of one weight.
  public let standardDeviation: Double

  /// Makes the rule for a standard deviation s ≥ 0.
  public init(standardDeviation: Double) { self.standardDeviation = standardDeviation }

  public var name: String { "normal-" + shortNumber(standardDeviation) }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    standardDeviation * standardDeviation
  }
}
