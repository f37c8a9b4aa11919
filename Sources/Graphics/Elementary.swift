/// The few elementary functions that scales and colours need, in plain Swift.
///
/// The C library's versions differ in their last digits between systems; these give every machine
/// the same coordinates, so that a drawing is the same text everywhere. Relative error below
/// 4·10⁻¹⁶ for `log` and `exp`, which is far below a pixel.
package enum Elementary {
  // ln 2 in two parts: the first has trailing zeros, so that its integer multiples are exact.
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33
  private static let ln10 = 2.302585092994045684

  /// 1/23, 1/21, … 1/3: the series of artanh.
  private static let logSeries: [Double] = (1...11).map { 1 / Double(25 - 2 * $0) }
  /// 1/14!, 1/13!, … 1/0!: the series of eˣ.
  private static let expSeries: [Double] = (0...14).map { index in
    1 / (1..<max(2, 15 - index)).reduce(1.0) { $0 * Double($1) }
  }

  /// The natural logarithm; −∞ at 0, NaN below.
  ///
  /// With x = m·2ᵉ and m in [√½, √2): ln m = 2·artanh((m − 1)/(m + 1)), whose odd series needs
  /// eleven terms because the argument stays below 0.172.
  package static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x.isFinite else { return x }
    var m = x.significand
    var e = Double(x.exponent)
    if m > 1.4142135623730951 {
      m /= 2
      e += 1
    }
    let s = (m - 1) / (m + 1)
    let z = s * s
    var series = 0.0
    for coefficient in logSeries { series = (series + coefficient) * z }
    return e * ln2High + (e * ln2Low + 2 * s * series + 2 * s)
  }

  /// The decimal logarithm; exact at powers of ten.
  package static func log10(_ x: Double) -> Double {
    let value = log(x) / ln10
    let nearest = value.rounded()
    if value.isFinite, abs(value - nearest) < 1e-12, power10(nearest) == x { return nearest }
    return value
  }

  /// eˣ.
  ///
  /// With x = k·ln 2 + r and |r| ≤ 0.347, the Taylor series of eʳ needs fourteen terms.
  package static func exp(_ x: Double) -> Double {
    guard x.isFinite else { return x == -.infinity ? 0 : x }
    if x > 710 { return .infinity }
    if x < -746 { return 0 }
    let k = (x / 0.6931471805599453).rounded()
    let r = (x - k * ln2High) - k * ln2Low
    var sum = 0.0
    for coefficient in expSeries { sum = sum * r + coefficient }
    // Two steps, because 2ᵏ alone may be subnormal or infinite where the product is not.
    let half = (k / 2).rounded(.down)
    return sum * Double(sign: .plus, exponent: Int(half), significand: 1)
      * Double(sign: .plus, exponent: Int(k - half), significand: 1)
  }

  /// 10ˣ; correctly rounded for whole x.
  package static func power10(_ x: Double) -> Double {
    if x == x.rounded(), abs(x) < 400 {
      return Double("1e\(Int(x))") ?? (x < 0 ? 0 : .infinity)
    }
    return exp(x * ln10)
  }

  /// xʸ for x ≥ 0.
  package static func power(_ x: Double, _ y: Double) -> Double {
    x > 0 ? exp(y * log(x)) : 0
  }

  /// The inverse hyperbolic sine, ln(x + √(x² + 1)).
  package static func asinh(_ x: Double) -> Double {
    let a = abs(x)
    // Below 10⁻³ the logarithm of a number near 1 loses digits; two terms of the series do not.
    if a < 1e-3 { return x - x * x * x / 6 }
    // Far out the square overflows, and the 1 under the root no longer counts.
    let value = a > 1e150 ? log(a) + ln2High + ln2Low : log(a + (a * a + 1).squareRoot())
    return x < 0 ? -value : value
  }

  /// The hyperbolic sine.
  package static func sinh(_ x: Double) -> Double {
    abs(x) < 1e-3 ? x + x * x * x / 6 : (exp(x) - exp(-x)) / 2
  }
}
