extension SpecialFunctions {
  /// erf x = (2/√π) ∫₀ˣ e^(−t²) dt.
  public static func erf(_ x: Double) -> Double {
    if x.isNaN { return x }
    let a = x.magnitude
    if a >= 6 { return x < 0 ? -1 : 1 }
    let value = a < 1.5 ? errorSeries(a) : 1 - complementaryFraction(a)
    return x < 0 ? -value : value
  }

  /// erfc x = 1 − erf x, with full relative accuracy in the right tail.
  public static func erfc(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x < 0.5 { return 1 - erf(x) }
    if x < 1.5 { return 1 - errorSeries(x) }
    if x > 27.3 { return 0 }
    return complementaryFraction(x)
  }

  /// e^(−x²) to full relative accuracy: x² loses bits when x is large, so x is split at 24 bits.
  static func gaussianFactor(_ x: Double) -> Double {
    if x.magnitude > 39 { return 0 }
    let high = Double(Float(x))
    return Elementary.exp(-high * high) * Elementary.exp(-(x - high) * (x + high))
  }

  /// erf x = (2/√π) e^(−x²) Σ 2ⁿ x^(2n+1)/(2n+1)!!, all terms positive (Abramowitz & Stegun 7.1.6).
  private static func errorSeries(_ x: Double) -> Double {
    let z = 2 * x * x
    var term = x
    var sum = x
    var n = 1.0
    while term > sum * 1e-17 {
      term *= z / (2 * n + 1)
      sum += term
      n += 1
    }
    return 1.1283791670955126 * gaussianFactor(x) * sum
  }

  /// erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) (7.1.14), summed from the back; the
  /// number of terms grows like 1/x².
  private static func complementaryFraction(_ x: Double) -> Double {
    let terms = 14 + Int(220 / (x * x))
    var tail = x
    for k in stride(from: terms, through: 1, by: -1) { tail = x + 0.5 * Double(k) / tail }
    return 0.5641895835477563 * gaussianFactor(x) / tail
  }
}
