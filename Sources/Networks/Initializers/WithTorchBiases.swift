import Numerics

/// Any rule for the weights, beside biases from U(−1/√m, 1/√m).
///
/// What a PyTorch layer has after `init.kaiming_normal_(layer.weight)` and the like: the call changes the
/// weights, the biases stay what the constructor drew.
public struct WithTorchBiases: WeightInitializer {
  private let rule: any WeightInitializer

  /// Adds PyTorch's biases to a rule.
  public init(_ rule: any WeightInitializer) { self.rule = rule.withoutBiases }

  public var name: String { rule.name }
  public var law: WeightLaw { rule.law }

  public func variance(fanIn: Int, fanOut: Int) -> Double {
    rule.variance(fanIn: fanIn, fanOut: fanOut)
  }

  public func biasVariance(fanIn: Int, fanOut: Int) -> Double {
    TorchDefault().biasVariance(fanIn: fanIn, fanOut: fanOut)
  }

  public var withoutBiases: any WeightInitializer { rule }

  public func fill(
    _ weights: UnsafeMutablePointer<Float>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) { rule.fill(weights, fanIn: fanIn, fanOut: fanOut, random: &random) }

  public func fill(
    _ weights: UnsafeMutablePointer<Double>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) { rule.fill(weights, fanIn: fanIn, fanOut: fanOut, random: &random) }
}
