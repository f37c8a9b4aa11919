import Kernels

extension SpecialFunctions {
  /// ln Γ(x) for x > 0 (NaN otherwise): Stirling's series after shifting the argument above 15.
  ///
  /// The error is 2·10⁻¹⁴ of max(1, |ln Γ|), because terms as large as 41 are added; near the zeros at
  /// 1 and 2 it is therefore absolute.
  public static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    if x == .infinity { return x }
    var shifted = x
    var product = 1.0
    while shifted < 15 {
      product *= shifted
      shifted += 1
    }
    return (shifted - 0.5) * Double.log(shifted) - shifted + halfLogTwoPi
      + stirlingSeries(shifted) - Double.log(product)
  }

  /// What Stirling's formula leaves out: ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], x > 0.
  ///
  /// Ratios of gamma functions of large arguments keep their digits if only these are subtracted.
  static func stirlingRemainder(_ x: Double) -> Double {
    if x >= 15 { return stirlingSeries(x) }
    return logGamma(x) - ((x - 0.5) * Double.log(x) - x + halfLogTwoPi)
  }

  /// Σ B₂ₖ/(2k(2k−1) x^(2k−1)); six terms reach 10⁻¹⁷ from x = 15 on.
  private static func stirlingSeries(_ x: Double) -> Double {
    let inverse = 1 / x
    let z = inverse * inverse
    var series = -691.0 / 360_360
    series = 1.0 / 1_188 + z * series
    series = -1.0 / 1_680 + z * series
    series = 1.0 / 1_260 + z * series
    series = -1.0 / 360 + z * series
    return (1.0 / 12 + z * series) * inverse
  }

  /// ½ ln 2π.
  static let halfLogTwoPi = 0.9189385332046727

  /// ψ(x) = d ln Γ(x)/dx for x > 0 (NaN otherwise).
  public static func digamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var shifted = x
    var sum = 0.0
    while shifted < 15 {
      sum -= 1 / shifted
      shifted += 1
    }
    let z = 1 / (shifted * shifted)
    // B₂ₖ / 2k.
    var series = -691.0 / 32_760
    series = 1.0 / 132 + z * series
    series = -1.0 / 240 + z * series
    series = 1.0 / 252 + z * series
    series = -1.0 / 120 + z * series
    series = 1.0 / 12 + z * series
    return sum + Double.log(shifted) - 0.5 / shifted - z * series
  }

  /// ψ′(x) = Σ 1/(x + k)² for x > 0 (NaN otherwise).
  public static func trigamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var shifted = x
    var sum = 0.0
    while shifted < 15 {
      sum += 1 / (shifted * shifted)
      shifted += 1
    }
    let inverse = 1 / shifted
    let z = inverse * inverse
    // B₂ₖ.
    var series = -691.0 / 2_730
    series = 5.0 / 66 + z * series
    series = -1.0 / 30 + z * series
    series = 1.0 / 42 + z * series
    series = -1.0 / 30 + z * series
    series = 1.0 / 6 + z * series
    return sum + inverse + 0.5 * z + z * inverse * series
  }
}
