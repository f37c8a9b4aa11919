import Kernels
import Numerics

/// The same number in every weight; zero is the classic mistake.
///
/// All units of a layer stay equal for ever, because equal units receive equal gradients; from zero,
/// no gradient passes at all.
public struct Constant: WeightInitializer {
  /// The number.
  public let value: Double

  /// Makes the rule.
  public init(_ value: Double) { self.value = value }

  public var name: String { value == 0 ? "zero" : "constant-" + shortNumber(value) }

  public var law: WeightLaw { .constant }

  /// The mean square of a weight; its variance about the common value is zero.
  public func variance(fanIn: Int, fanOut: Int) -> Double { value * value }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  public func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    for i in weights.indices { weights[i] = Real(value) }
  }
}
