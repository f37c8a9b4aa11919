/// Rounding to IEEE half precision (binary16), to nearest with ties to even, kept in single precision.
///
/// Adding and subtracting cannot be done in half precision on most CPUs; frameworks, too, multiply
/// halves into single-precision sums and round the result. Normal halves keep 11 bits; below 2⁻¹⁴ the
/// spacing is 2⁻²⁴, and what is below half of that becomes zero; from 65520 on it is infinite.
public enum HalfPrecision {
  /// The nearest half-precision number.
  @inlinable @inline(__always)
  public static func rounded(_ x: Float) -> Float {
    let magnitude = x.magnitude
    let bits = magnitude.bitPattern
    // Half an ulp of the 11-bit number less one, plus the last kept bit: carries exactly when needed.
    let normal = Float(
      bitPattern: (bits &+ 0xFFF &+ ((bits &>> 13) & 1)) & 0xFFFF_E000)
    // The spacing of floats in [½, 1) is 2⁻²⁴: adding ½ rounds to a multiple of it.
    let small = (magnitude + 0.5) - 0.5
    let finite = magnitude < 0x1p-14 ? small : (magnitude >= 65_520 ? .infinity : normal)
    let value = magnitude.isNaN ? x : finite
    return Float(bitPattern: value.bitPattern | (x.bitPattern & 0x8000_0000))
  }

  /// Rounds a buffer in place.
  public static func round(_ x: UnsafeMutablePointer<Float>, count: Int) {
    for i in 0..<count { x[i] = rounded(x[i]) }
  }
}
