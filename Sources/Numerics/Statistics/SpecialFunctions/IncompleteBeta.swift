import Kernels

extension SpecialFunctions {
  /// I_x(a, b), the regularised incomplete beta function; a, b > 0, 0 ≤ x ≤ 1.
  public static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0, x >= 0, x <= 1 else { return .nan }
    if x == 0 || x == 1 { return x }
    let prefactor = betaPrefactor(x, a, b)
    // The fraction converges quickly only on its own side of the mean; use the symmetry elsewhere.
    if x < (a + 1) / (a + b + 2) { return prefactor * betaFraction(x, a, b) / a }
    return 1 - prefactor * betaFraction(1 - x, b, a) / b
  }

  /// xᵃ(1 − x)ᵇ/B(a, b), arranged around the mean a/(a + b) so that large terms cancel by hand.
  static func betaPrefactor(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let total = a + b
    // Numerator of x − a/(a + b); the same, negated, for 1 − x.
    let excess = x * b - (1 - x) * a
    let logs = a * Double.logOnePlus(excess / a) + b * Double.logOnePlus(-excess / b)
    let remainders = stirlingRemainder(total) - stirlingRemainder(a) - stirlingRemainder(b)
    return Double.exp(
      logs + remainders - halfLogTwoPi + 0.5 * (Double.log(a) - Double.log(total / b)))
  }

  /// The continued fraction 26.5.8 of Abramowitz & Stegun by Lentz's method.
  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func bounded(_ v: Double) -> Double { v.magnitude < tiny ? tiny : v }
    var c = 1.0
    var d = 1 / bounded(1 - (a + b) * x / (a + 1))
    var h = d
    for i in 1..<100_000 {
      let m = Double(i)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / bounded(1 + even * d)
      c = bounded(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / bounded(1 + odd * d)
      c = bounded(1 + odd / c)
      let factor = d * c
      h *= factor
      if (factor - 1).magnitude < 1e-16 { break }
    }
    return h
  }
}
