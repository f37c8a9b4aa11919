/// The elementary functions in single precision; see ``ElementaryReal``.
///
/// The coefficients are near-minimax polynomials, made by `Tests/References/elementary-coefficients.py`.
extension Float: ElementaryReal {
  /// x = n ln 2 + r with |r| ≤ ½ ln 2, for x within the range of eˣ: n as a number and as an integer, and
  /// e^r − 1.
  @inlinable @inline(__always)
  static func reduced(_ x: Float) -> (n: Float, k: Int32, q: Float) {
    // The rounded n falls out of the low bits of a large sum.
    let shifted = x * 1.4426950408889634 + 12_582_912
    let n = shifted - 12_582_912
    let r = (x - n * 0x1.62e4p-1) - n * 1.4286068203094172321e-6
    var p: Float = 0.00139262508315
    p = p * r + 0.00836323288368
    p = p * r + 0.041666554213
    p = p * r + 0.166665766661
    p = p * r + 0.5
    let k = Int32(bitPattern: shifted.bitPattern &- (12_582_912 as Float).bitPattern)
    return (n, k, r + r * r * p)
  }

  /// eˣ; within 1 unit in the last place.
  @inlinable @inline(__always)
  public static func exp(_ x: Float) -> Float {
    let (_, k, q) = reduced(x < -104 ? -104 : (x > 89 ? 89 : x))
    let mantissa = 1 + q
    // 2ⁿ in two factors, so that both ends of the range are reached by rounding, not by wrapping.
    let half = k >> 1
    let first = Float(bitPattern: UInt32(bitPattern: (half &+ 127)) << 23)
    let second = Float(bitPattern: UInt32(bitPattern: (k &- half &+ 127)) << 23)
    return mantissa * first * second
  }

  /// eˣ − 1; within 2 units in the last place.
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: Float) -> Float {
    let (n, k, q) = reduced(x < -20 ? -20 : (x > 89 ? 89 : x))
    // 2ⁿ(1 + q) − 1 with half the power, because 2ⁿ itself may overflow when the result does not.
    let scale = Float(bitPattern: UInt32(bitPattern: k &+ (127 - 1)) << 23)
    let value = (scale * q + (scale - 0.5)) * 2
    return n == 0 ? (x == 0 ? x : q) : value
  }

  /// ln x; within 1 unit in the last place.
  @inlinable @inline(__always)
  public static func log(_ x: Float) -> Float {
    // x = 2ᵏ m with √½ ≤ m < √2; with f = m − 1 and s = f/(2 + f), ln m = 2 artanh s.
    let subnormal = x < 0x1p-126
    let y = subnormal ? x * 0x1p24 : x
    let offset = y.bitPattern &- 0x3f35_04f3
    let k = Int32(bitPattern: offset) >> 23
    let m = Float(bitPattern: y.bitPattern &- (UInt32(bitPattern: k) << 23))
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    var p: Float = 0.2958098593
    p = p * z + 0.399887577166
    p = p * z + 0.666666850954
    let half = 0.5 * f * f
    let n = Float(k) - (subnormal ? 24 : 0)
    // ln m = f − f²/2 + s(f²/2 + z p): the largest term is exact.
    let value = n * 0x1.62e4p-1 - ((half - (s * (half + z * p) + n * 1.4286068203094172321e-6)) - f)
    return x > 0 ? (x == .infinity ? x : value) : (x == 0 ? -.infinity : .nan)
  }

  /// e^(−x²); within 2 units in the last place.
  @inlinable @inline(__always)
  public static func gaussian(_ x: Float) -> Float {
    // The square of the leading half of x is exact; the rest is small enough for four terms.
    let a = Swift.abs(x) > 12 ? 12 : Swift.abs(x)
    let lead = Float(bitPattern: a.bitPattern & 0xffff_f000)
    let d = (a - lead) * (a + lead)
    return exp(-lead * lead)
      * (1 - d * (1 - d * (0.5 - d * (0.16666666666666666 - d * 0.041666666666666664))))
  }

  /// erf x; within 2 units in the last place.
  @inlinable @inline(__always)
  public static func erf(_ x: Float) -> Float {
    let a = Swift.abs(x) > 12 ? 12 : Swift.abs(x)
    let z = a * a
    var p: Float = 7.87587506269e-5
    p = p * z - 0.000801686428717
    p = p * z + 0.00518908742343
    p = p * z - 0.0268542120106
    p = p * z + 0.112835947152
    p = p * z - 0.376126266667
    p = p * z + 0.12837916709551257
    // erf a = a + a p with a small p: the larger term is exact.
    let far = 1 - upperTail(a)
    return copySign(a < 1 ? a + a * p : far, x)
  }

  /// 1 − erf x; within 4 units in the last place.
  @inlinable @inline(__always)
  public static func erfc(_ x: Float) -> Float {
    let a = Swift.abs(x) > 12 ? 12 : Swift.abs(x)
    let z = a * a
    var p: Float = 7.87587506269e-5
    p = p * z - 0.000801686428717
    p = p * z + 0.00518908742343
    p = p * z - 0.0268542120106
    p = p * z + 0.112835947152
    p = p * z - 0.376126266667
    p = p * z + 1.12837916585
    let tail = upperTail(a)
    return a < 0.5 ? 1 - x * p : (x < 0 ? 2 - tail : tail)
  }

  /// erfc a for a ≥ ½: e^(−a²) F(t)/(1 + 2a), t = (a − 3.75)/(a + 3.75).
  ///
  /// The form is M. M. Shepherd and J. G. Laframboise, Math. Comp. 36 (1981), 249–253.
  @inlinable @inline(__always)
  static func upperTail(_ a: Float) -> Float {
    let t = (a - 3.75) / (a + 3.75)
    var p: Float = 0.000828299934616
    p = p * t + 0.00182004146221
    p = p * t - 0.0100437976122
    p = p * t + 0.0282616026076
    p = p * t - 0.0586337740172
    p = p * t + 0.0923280090774
    p = p * t - 0.108809019586
    p = p * t + 0.0822748676674
    p = p * t + 0.00358558281691
    p = p * t - 0.140240560177
    p = p * t + 1.2375126298
    return gaussian(a) * p / (1 + 2 * a)
  }

  /// The magnitude of the first with the sign of the second.
  @inlinable @inline(__always)
  public static func copySign(_ magnitude: Float, _ sign: Float) -> Float {
    let bit: UInt32 = 1 << (31)
    return Float(bitPattern: (magnitude.bitPattern & ~bit) | (sign.bitPattern & bit))
  }
}
