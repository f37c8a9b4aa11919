/// Exponentials and logarithms in double precision, the same bits on every machine.
///
/// The C library picks other instructions on other processors, so the last bit of its `exp` is not
/// the same everywhere. These use only `+ − × ÷`, which IEEE 754 rounds correctly, in an order that
/// is written down; Swift never contracts them. All are within 2 units in the last place, which
/// the tests check against high-precision values.
public enum Elementary {
  /// ln 2 in two parts; the first has 21 trailing zero bits, so that k · high is exact.
  @usableFromInline static let ln2High = 0x1.62e42fee00000p-1
  @usableFromInline static let ln2Low = 0x1.a39ef35793c76p-33

  /// Adding and subtracting this rounds a double below 2⁵¹ to the nearest integer.
  @usableFromInline static let roundingMagic = 0x1.8p52

  /// 1/n! for n = 2…14.
  @usableFromInline static let inverseFactorials:
    (
      Double, Double, Double, Double, Double, Double, Double,
      Double, Double, Double, Double, Double, Double
    ) = (
      1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5_040, 1 / 40_320,
      1 / 362_880, 1 / 3_628_800, 1 / 39_916_800, 1 / 479_001_600, 1 / 6_227_020_800,
      1 / 87_178_291_200
    )

  /// (eʳ − 1 − r)/r² for |r| ≤ 0.35: the Taylor series, whose first omitted term is below 10⁻¹⁷.
  @inline(__always)
  private static func exponentialTail(_ r: Double) -> Double {
    let c = inverseFactorials
    // Horner in two stages: the type checker is slow on thirteen nested parentheses.
    let high = c.6 + r * (c.7 + r * (c.8 + r * (c.9 + r * (c.10 + r * (c.11 + r * c.12)))))
    return c.0 + r * (c.1 + r * (c.2 + r * (c.3 + r * (c.4 + r * (c.5 + r * high)))))
  }

  /// eˣ; 0 below −745.2, +∞ above 709.8.
  ///
  /// x = k ln 2 + r with |r| ≤ ½ ln 2 (Cody and Waite's two-part ln 2), then 2ᵏ eʳ.
  public static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.2 { return 0 }
    let k = (x * 1.4426950408889634 + roundingMagic) - roundingMagic
    let r = (x - k * ln2High) - k * ln2Low
    return scale(1 + (r + r * r * exponentialTail(r)), by: Int(k))
  }

  /// eˣ − 1 without cancellation near 0.
  public static func expm1(_ x: Double) -> Double {
    if x > -0.35 && x < 0.35 { return x + x * x * exponentialTail(x) }
    return exp(x) - 1
  }

  /// The natural logarithm; −∞ at 0, NaN below.
  ///
  /// x = 2ᵏ(1 + f) with 1 + f in [√½, √2). With s = f/(2 + f), ln(1 + f) = 2 artanh s, arranged as
  /// f − (f²/2 − s(f²/2 + R)) so that the leading f carries no rounding error.
  public static func log(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x < 0 { return .nan }
    if x == 0 { return -.infinity }
    var k = x.exponent
    var m = x.significand
    if m > 1.4142135623730951 {
      m *= 0.5
      k += 1
    }
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    // R = 2(z/3 + z²/5 + …): artanh's series; z ≤ 0.0295, so z¹¹ is the last that matters.
    var r = 2.0 / 23
    r = 2.0 / 21 + z * r
    r = 2.0 / 19 + z * r
    r = 2.0 / 17 + z * r
    r = 2.0 / 15 + z * r
    r = 2.0 / 13 + z * r
    r = 2.0 / 11 + z * r
    r = 2.0 / 9 + z * r
    r = 2.0 / 7 + z * r
    r = 2.0 / 5 + z * r
    r = z * (2.0 / 3 + z * r)
    let half = 0.5 * f * f
    let kk = Double(k)
    return kk * ln2High - ((half - (s * (half + r) + kk * ln2Low)) - f)
  }

  /// ln(1 + x) without cancellation near 0; the correction term restores what 1 + x rounded away.
  public static func log1p(_ x: Double) -> Double {
    let u = 1 + x
    if u <= 0 || u == .infinity || u.isNaN { return log(u) }
    return log(u) + (x - (u - 1)) / u
  }

  /// xʸ for x ≥ 0 as e^(y ln x); the relative error grows like |y ln x| · 10⁻¹⁶.
  public static func pow(_ x: Double, _ y: Double) -> Double {
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
    return high + log1p(exp(low - high))
  }

  /// y · 2ᵏ in two exact steps, so that subnormal results are rounded once.
  private static func scale(_ y: Double, by k: Int) -> Double {
    if k > 1023 { return y * power(ofTwo: 1023) * power(ofTwo: k - 1023) }
    if k < -1022 { return y * power(ofTwo: k + 200) * power(ofTwo: -200) }
    return y * power(ofTwo: k)
  }

  private static func power(ofTwo k: Int) -> Double {
    Double(sign: .plus, exponent: k, significand: 1)
  }
}
