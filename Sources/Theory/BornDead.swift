import Kernels
import Numerics

/// How likely a ReLU network without biases is dead at birth.
///
/// Whatever reaches a layer, each of its pre-activations is positive with probability ½,
/// independently; the layer is silent for that input with probability 2⁻ⁿ.
public enum BornDead {
  /// The probability that one fixed input (not 0) gives the output 0: exactly 1 − ∏(1 − 2^(−nₗ)).
  ///
  /// `widths` are those of the ReLU layers. It bounds from above the probability that the
  /// network is dead for *all* inputs (Lu et al. 2019, theorem 3).
  public static func singleInput(widths: [Int]) throws(TheoryError) -> Double {
    guard !widths.isEmpty, widths.allSatisfy({ $0 >= 1 }) else { throw .badWidths(widths) }
    var logAlive = 0.0
    for width in widths where width < 1075 {
      logAlive += .logOnePlus(-Double(sign: .plus, exponent: -width, significand: 1))
    }
    return -.expMinusOne(logAlive)
  }

  /// A lower bound for one-dimensional inputs: the first layer's units of the two half-lines are
  /// disjoint, so later layers see at most two directions, both dead with probability at least 4⁻ⁿ.
  ///
  /// 1 − ∏(1 − 4^(−nₗ)) over the layers after the first: a layer kills both directions at once at least
  /// as often as if they were independent, since their correlation is never negative after ReLU.
  public static func lineLowerBound(widths: [Int]) throws(TheoryError) -> Double {
    guard !widths.isEmpty, widths.allSatisfy({ $0 >= 1 }) else { throw .badWidths(widths) }
    var logAlive = 0.0
    for width in widths.dropFirst() where width < 537 {
      logAlive += .logOnePlus(-Double(sign: .plus, exponent: -2 * width, significand: 1))
    }
    return -.expMinusOne(logAlive)
  }
}
