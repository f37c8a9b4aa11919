import Kernels
import Simulation

/// ln P(a, x) of the regularised lower incomplete gamma function, where P itself is too small for a number.
package enum LogIncompleteGamma {
  /// ln P(a, x) for a > 0.
  ///
  /// Below a by the series x^a e^(−x)/Γ(a+1) · (1 + x/(a+1) + x²/((a+1)(a+2)) + …) in logarithms; its
  /// terms fall at least as fast as a geometric series of ratio x/(a+1). Above, P is at least about ½.
  package static func p(_ a: Double, _ x: Double) -> Double {
    guard x < a else { return Double.log(SpecialFunctions.regularizedGammaP(a, x)) }
    guard x > 0 else { return -.infinity }
    var (term, sum, n) = (1.0, 1.0, a)
    while term > 1e-17 * sum {
      n += 1
      term *= x / n
      sum += term
    }
    return a * Double.log(x) - x - SpecialFunctions.logGamma(a + 1) + Double.log(sum)
  }
}
