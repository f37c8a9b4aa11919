import Kernels
import Numerics

/// A rule with every weight multiplied by a gain.
///
/// Frameworks give each activation such a factor (5/3 for tanh, √2 for ReLU) on top of a rule that
/// assumes a linear layer; the variance is gain² times the rule's.
public struct Scaled: WeightInitializer {
  /// The rule that is scaled.
  public let base: any WeightInitializer
  /// The factor on the standard deviation.
  public let gain: Double

  /// Scales a rule.
  public init(_ base: any WeightInitializer, by gain: Double) {
    self.base = base
    self.gain = gain
  }

  public var name: String { gain == 1 ? base.name : "\(base.name)×\(gain)" }
  public var law: WeightLaw { base.law }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    gain * gain * base.variance(fanIn: fanIn, fanOut: fanOut)
  }

  /// Biases are not scaled.
  public func biasVariance(fanIn: Int, fanOut: Int) -> Double {
    base.biasVariance(fanIn: fanIn, fanOut: fanOut)
  }

  public var withoutBiases: any WeightInitializer { Scaled(base.withoutBiases, by: gain) }

  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    base.fill(&weights, fanIn: fanIn, fanOut: fanOut, random: &random)
    if gain != 1 { weights.scale(by: Real(gain)) }
  }
}
