import Kernels

extension SpecialFunctions {
  /// P(a, x) = γ(a, x)/Γ(a), the lower regularised incomplete gamma function; a > 0, x ≥ 0.
  public static func regularizedGammaP(_ a: Double, _ x: Double) -> Double {
    guard a > 0, x >= 0 else { return .nan }
    if x == 0 { return 0 }
    return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
  }

  /// Q(a, x) = 1 − P(a, x), accurate in the right tail.
  public static func regularizedGammaQ(_ a: Double, _ x: Double) -> Double {
    guard a > 0, x >= 0 else { return .nan }
    if x == 0 { return 1 }
    return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
  }

  /// xᵃ e⁻ˣ/Γ(a) = √(a/2π) exp(a [ln(1 + d) − d] − remainder(a)) with x = a(1 + d).
  ///
  /// The naive a ln x − x − ln Γ(a) would lose all the digits that its large terms have in common.
  static func gammaPrefactor(_ a: Double, _ x: Double) -> Double {
    let d = (x - a) / a
    return Double.exp(
      a * (Double.logOnePlus(d) - d) + 0.5 * Double.log(a) - halfLogTwoPi
        - stirlingRemainder(a))
  }

  /// P = xᵃe⁻ˣ/Γ(a) · Σ xⁿ/(a(a+1)…(a+n)); converges quickly for x < a + 1.
  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    var denominator = a
    for _ in 0..<100_000 {
      denominator += 1
      term *= x / denominator
      sum += term
      if term < sum * 1e-17 { break }
    }
    return sum * gammaPrefactor(a, x)
  }

  /// Q by Legendre's continued fraction, evaluated forwards with Lentz's method; for x ≥ a + 1.
  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for i in 1..<100_000 {
      let numerator = -Double(i) * (Double(i) - a)
      b += 2
      d = numerator * d + b
      if d.magnitude < tiny { d = tiny }
      c = b + numerator / c
      if c.magnitude < tiny { c = tiny }
      d = 1 / d
      let factor = d * c
      h *= factor
      if (factor - 1).magnitude < 1e-16 { break }
    }
    return h * gammaPrefactor(a, x)
  }
}
