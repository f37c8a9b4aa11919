/// The elementary functions in double precision; see ``ElementaryReal``.
///
/// The coefficients are near-minimax polynomials, made by `Tests/References/elementary-coefficients.py`.
extension Double: ElementaryReal {
  /// x = n ln 2 + r with |r| ≤ ½ ln 2, for x within the range of eˣ: n as a number and as an integer, and
  /// e^r − 1.
  @inlinable @inline(__always)
  static func reduced(_ x: Double) -> (n: Double, k: Int64, q: Double) {
    // The rounded n falls out of the low bits of a large sum.
    let shifted = x * 1.4426950408889634 + 6_755_399_441_055_744
    let n = shifted - 6_755_399_441_055_744
    let r = (x - n * 0x1.62e42feep-1) - n * 1.9082149292705878161e-10
    var p: Double = 2.09147553258932022e-9
    p = p * r + 2.5105312729622101787e-8
    p = p * r + 2.7557273478718580474e-7
    p = p * r + 2.7557255170000887438e-6
    p = p * r + 0.0000248015873256774619
    p = p * r + 0.00019841269875002278793
    p = p * r + 0.0013888888888883711167
    p = p * r + 0.0083333333333260831202
    p = p * r + 0.041666666666666669783
    p = p * r + 0.1666666666666667103
    p = p * r + 0.5
    let k = Int64(bitPattern: shifted.bitPattern &- (6_755_399_441_055_744 as Double).bitPattern)
    return (n, k, r + r * r * p)
  }

  /// eˣ; within 1 unit in the last place.
  @inlinable @inline(__always)
  public static func exp(_ x: Double) -> Double {
    let (_, k, q) = reduced(x < -746 ? -746 : (x > 710 ? 710 : x))
    let mantissa = 1 + q
    // 2ⁿ in two factors, so that both ends of the range are reached by rounding, not by wrapping.
    let half = k >> 1
    let first = Double(bitPattern: UInt64(bitPattern: (half &+ 1023)) << 52)
    let second = Double(bitPattern: UInt64(bitPattern: (k &- half &+ 1023)) << 52)
    return mantissa * first * second
  }

  /// eˣ − 1; within 2 units in the last place.
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: Double) -> Double {
    let (n, k, q) = reduced(x < -40 ? -40 : (x > 710 ? 710 : x))
    // 2ⁿ(1 + q) − 1 with half the power, because 2ⁿ itself may overflow when the result does not.
    let scale = Double(bitPattern: UInt64(bitPattern: k &+ (1023 - 1)) << 52)
    let value = (scale * q + (scale - 0.5)) * 2
    return n == 0 ? (x == 0 ? x : q) : value
  }

  /// ln x; within 1 unit in the last place.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double {
    // x = 2ᵏ m with √½ ≤ m < √2; with f = m − 1 and s = f/(2 + f), ln m = 2 artanh s.
    let subnormal = x < 0x1p-1022
    let y = subnormal ? x * 0x1p54 : x
    let offset = y.bitPattern &- 0x3fe6_a09e_667f_3bcd
    let k = Int64(bitPattern: offset) >> 52
    let m = Double(bitPattern: y.bitPattern &- (UInt64(bitPattern: k) << 52))
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    var p: Double = 0.14617807153417324964
    p = p * z + 0.15331611722055007885
    p = p * z + 0.18182892432536871201
    p = p * z + 0.22222211089379496214
    p = p * z + 0.28571428626253837606
    p = p * z + 0.39999999999898890514
    p = p * z + 0.66666666666666697077
    let half = 0.5 * f * f
    let n = Double(Int32(truncatingIfNeeded: k)) - (subnormal ? 54 : 0)
    // ln m = f − f²/2 + s(f²/2 + z p): the largest term is exact.
    let value =
      n * 0x1.62e42feep-1 - ((half - (s * (half + z * p) + n * 1.9082149292705878161e-10)) - f)
    return x > 0 ? (x == .infinity ? x : value) : (x == 0 ? -.infinity : .nan)
  }

  /// e^(−x²); within 2 units in the last place.
  @inlinable @inline(__always)
  public static func gaussian(_ x: Double) -> Double {
    // The square of the leading half of x is exact; the rest is small enough for four terms.
    let a = Swift.abs(x) > 28 ? 28 : Swift.abs(x)
    let lead = Double(bitPattern: a.bitPattern & 0xffff_ffff_f800_0000)
    let d = (a - lead) * (a + lead)
    return exp(-lead * lead)
      * (1 - d * (1 - d * (0.5 - d * (0.16666666666666666 - d * 0.041666666666666664))))
  }

  /// erf x; within 2 units in the last place.
  @inlinable @inline(__always)
  public static func erf(_ x: Double) -> Double {
    let a = Swift.abs(x) > 28 ? 28 : Swift.abs(x)
    let z = a * a
    var p: Double = 5.9571761477489114044e-11
    p = p * z - 1.137284885679167367e-9
    p = p * z + 1.4659775274047435814e-8
    p = p * z - 1.6350312701054695011e-7
    p = p * z + 1.6461000484121368033e-6
    p = p * z - 0.000014925595266831181565
    p = p * z + 0.00012055331111642710923
    p = p * z - 0.00085483269808337899052
    p = p * z + 0.0052239776248180144673
    p = p * z - 0.026866170645076793248
    p = p * z + 0.11283791670954878666
    p = p * z - 0.37612638903183748056
    p = p * z + 0.12837916709551257390
    // erf a = a + a p with a small p: the larger term is exact.
    let far = 1 - upperTail(a)
    return copySign(a < 1 ? a + a * p : far, x)
  }

  /// 1 − erf x; within 4 units in the last place.
  @inlinable @inline(__always)
  public static func erfc(_ x: Double) -> Double {
    let a = Swift.abs(x) > 28 ? 28 : Swift.abs(x)
    let z = a * a
    var p: Double = 5.9571761477489114044e-11
    p = p * z - 1.137284885679167367e-9
    p = p * z + 1.4659775274047435814e-8
    p = p * z - 1.6350312701054695011e-7
    p = p * z + 1.6461000484121368033e-6
    p = p * z - 0.000014925595266831181565
    p = p * z + 0.00012055331111642710923
    p = p * z - 0.00085483269808337899052
    p = p * z + 0.0052239776248180144673
    p = p * z - 0.026866170645076793248
    p = p * z + 0.11283791670954878666
    p = p * z - 0.37612638903183748056
    p = p * z + 1.1283791670955125738
    let tail = upperTail(a)
    return a < 0.5 ? 1 - x * p : (x < 0 ? 2 - tail : tail)
  }

  /// erfc a for a ≥ ½: e^(−a²) F(t)/(1 + 2a), t = (a − 3.75)/(a + 3.75).
  ///
  /// The form is M. M. Shepherd and J. G. Laframboise, Math. Comp. 36 (1981), 249–253.
  @inlinable @inline(__always)
  static func upperTail(_ a: Double) -> Double {
    let t = (a - 3.75) / (a + 3.75)
    var p: Double = 2.5406284511908849497e-8
    p = p * t + 1.3726102271417399269e-8
    p = p * t - 2.4277150101182538977e-7
    p = p * t - 4.5814613461449692794e-8
    p = p * t + 1.7408593772874179254e-6
    p = p * t - 9.8134676801968808732e-7
    p = p * t - 0.000011439734644708879538
    p = p * t + 0.000022387507558555236848
    p = p * t + 0.000051648007598975230744
    p = p * t - 0.00029015494189943915124
    p = p * t + 0.000293713818012005534
    p = p * t + 0.0017556259934897601902
    p = p * t - 0.0097465795672088270177
    p = p * t + 0.0283622774054204255
    p = p * t - 0.058693398589841018586
    p = p * t + 0.09230432116107352528
    p = p * t - 0.10880393014170093089
    p = p * t + 0.082276738490129514581
    p = p * t + 0.003585415485462995137
    p = p * t - 0.14024059858554686582
    p = p * t + 1.2375126308378275853
    return gaussian(a) * p / (1 + 2 * a)
  }

  /// The magnitude of the first with the sign of the second.
  @inlinable @inline(__always)
  public static func copySign(_ magnitude: Double, _ sign: Double) -> Double {
    let bit: UInt64 = 1 << (63)
    return Double(bitPattern: (magnitude.bitPattern & ~bit) | (sign.bitPattern & bit))
  }
}
