import Kernels

/// What the kernels' `exp` and `log` do not cover; the same bits on every machine, like them.
extension Double {
  /// xʸ for x ≥ 0 as e^(y ln x); the relative error grows like |y ln x| · 10⁻¹⁶.
  public static func power(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x == 0 { return y > 0 ? 0 : .infinity }
    return exp(y * log(x))
  }

  /// log₁₀ x as ln x · log₁₀ e.
  public static func log10(_ x: Double) -> Double { log(x) * 0.4342944819032518 }

  /// ln(eᵃ + eᵇ), safe where either exponential overflows.
  public static func logSum(_ a: Double, _ b: Double) -> Double {
    let high = a > b ? a : b
    let low = a > b ? b : a
    if low == -.infinity { return high }
    return high + logOnePlus(exp(low - high))
  }
}
