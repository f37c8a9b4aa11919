/// A floating-point type with the elementary functions of this module.
///
/// The functions use nothing but IEEE additions, multiplications and divisions in a fixed order, so
/// that they give the same bits on every machine; the C library's give other last bits on a CPU with
/// fused multiply-add. All are free of branches: a plain loop over a buffer is vectorised, and gives
/// the bits that the scalar call gives.
///
/// Bounds on the error, in units in the last place, hold over the whole range, subnormal results
/// excepted, and are tested against high-precision values (`Tests/References/elementary.json`).
public protocol ElementaryReal: BinaryFloatingPoint, Sendable {
  /// eˣ.
  static func exp(_ x: Self) -> Self
  /// eˣ − 1, accurate near zero.
  static func expMinusOne(_ x: Self) -> Self
  /// ln x: −∞ at zero, NaN below.
  static func log(_ x: Self) -> Self
  /// ln(1 + x), accurate near zero.
  static func logOnePlus(_ x: Self) -> Self
  /// The hyperbolic tangent.
  static func tanh(_ x: Self) -> Self
  /// 1 − tanh² x, accurate also where it is tiny.
  static func sechSquared(_ x: Self) -> Self
  /// The logistic function 1 / (1 + e⁻ˣ), accurate also where it is tiny.
  static func sigmoid(_ x: Self) -> Self
  /// Its derivative σ(x)(1 − σ(x)), accurate also where it is tiny.
  static func sigmoidSlope(_ x: Self) -> Self
  /// The error function.
  static func erf(_ x: Self) -> Self
  /// 1 − erf x, accurate also where it is tiny.
  static func erfc(_ x: Self) -> Self
  /// e^(−x²), accurate also where it is tiny.
  static func gaussian(_ x: Self) -> Self
  /// √x, correctly rounded.
  static func root(_ x: Self) -> Self
  /// The magnitude of the first with the sign of the second.
  static func copySign(_ magnitude: Self, _ sign: Self) -> Self
}

extension ElementaryReal {
  // Shared by both precisions; exactness comes from the pieces.

  @inlinable @inline(__always)
  public static func logOnePlus(_ x: Self) -> Self {
    // ln u is the logarithm of a rounded 1 + x; the rounding error over u is the missing part
    // (W. Kahan's correction, to first order).
    let u = 1 + x
    let missing = (x - (u - 1)) / u
    let value = log(u) + missing
    return x == .infinity ? x : (x == -1 ? -.infinity : (x == 0 ? x : value))
  }

  @inlinable @inline(__always)
  public static func tanh(_ x: Self) -> Self {
    // (e^{2a} − 1)/(e^{2a} + 1); beyond a = 22 it is 1 in both precisions.
    let a = Swift.abs(x) > 22 ? 22 : Swift.abs(x)
    let t = expMinusOne(2 * a)
    return copySign(t / (t + 2), x)
  }

  @inlinable @inline(__always)
  public static func sechSquared(_ x: Self) -> Self {
    // 1/cosh² a = 4e/(1 + e)² with e = e^{−2a}.
    let e = exp(-2 * Swift.abs(x))
    return 4 * e / ((1 + e) * (1 + e))
  }

  @inlinable @inline(__always)
  public static func sigmoid(_ x: Self) -> Self {
    let e = exp(-Swift.abs(x))
    return (x < 0 ? e : 1) / (1 + e)
  }

  @inlinable @inline(__always)
  public static func sigmoidSlope(_ x: Self) -> Self {
    let e = exp(-Swift.abs(x))
    return e / ((1 + e) * (1 + e))
  }

  @inlinable @inline(__always)
  public static func root(_ x: Self) -> Self { x.squareRoot() }
}
