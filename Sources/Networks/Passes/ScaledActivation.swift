import Kernels

/// Applies an activation to signals of any size.
///
/// While the pre-activations are within 2^±60 they are ordinary numbers. Beyond that, f is as good as
/// its one-sided tangents at the origin (|f(z) − f′(0±) z| is below 2^−60 of the result for any f with
/// a bounded second derivative) or as its asymptotes, and the power of two passes through.
package struct ScaledActivation {
  package let activation: any Activation
  private let degree: Int
  private let atZero: Double
  private let zeroSlope: Double
  private let nearSlopes: (negative: Double, positive: Double)
  private let farSlopes: (negative: Double, positive: Double)
  private let farValues: (negative: Double, positive: Double)

  /// The size beyond which the origin's tangents and the asymptotes stand in for f.
  package static var limit: Int { 60 }

  package init(_ activation: any Activation) {
    self.activation = activation
    let (near, far) = (0x1p-100, 0x1p60)
    degree = activation.homogeneousDegree
    atZero = activation.value(at: 0)
    zeroSlope = activation.slope(at: 0)
    nearSlopes = (activation.slope(at: -near), activation.slope(at: near))
    farSlopes = (activation.slope(at: -far), activation.slope(at: far))
    farValues = (activation.value(at: -far), activation.value(at: far))
  }

  /// h = f(z); sets h's exponent.
  package func values<Real: NetworkReal>(at z: Signal<Real>, into h: inout Signal<Real>) {
    h.exponent = 0
    if degree != 1, z.exponent != 0 {
      // f of the numbers, d times the power; what squares out of every range is gone.
      let exponent = degree * z.exponent
      if abs(exponent) > Self.largestExponent {
        let far = exponent > 0 ? Real.infinity : 0
        Real.values(of: activation, at: z.base, into: h.base, count: z.count)
        Real.choose(
          h.base, positive: far, negative: -far, zero: 0, into: h.base, count: z.count)
      } else {
        Real.values(of: activation, at: z.base, into: h.base, count: z.count)
        h.exponent = exponent
      }
    } else if z.exponent == 0 {
      Real.values(of: activation, at: z.base, into: h.base, count: z.count)
    } else if z.exponent < 0 {
      if atZero != 0 {
        h.base.update(repeating: Real(atZero), count: h.count)
      } else {
        tangents(nearSlopes, at: z, into: h.base)
        h.exponent = z.exponent
      }
    } else if isBounded {
      Real.choose(
        z.base, positive: Real(farValues.positive), negative: Real(farValues.negative),
        zero: Real(atZero), into: h.base, count: z.count)
    } else {
      tangents(farSlopes, at: z, into: h.base)
      h.exponent = z.exponent
    }
  }

  /// s = f′(z) in units of 2^``slopeExponent(at:)``.
  package func slopes<Real: NetworkReal>(at z: Signal<Real>, into s: UnsafeMutablePointer<Real>) {
    if z.exponent == 0 || degree != 1 {
      Real.slopes(of: activation, at: z.base, into: s, count: z.count)
      return
    }
    let slopes = z.exponent < 0 ? nearSlopes : farSlopes
    Real.choose(
      z.base, positive: Real(slopes.positive), negative: Real(slopes.negative),
      zero: Real(zeroSlope), into: s, count: z.count)
  }

  /// The power of two that slopes are in units of: none but for functions of another degree than one.
  package func slopeExponent<Real: NetworkReal>(at z: Signal<Real>) -> Int {
    let exponent = (degree - 1) * z.exponent
    return abs(exponent) > Self.largestExponent ? 0 : exponent
  }

  /// Beyond 2 to this power a signal of another degree is zero or infinite: a few layers more would leave
  /// the exponents' own range, which is 32 bits on some machines.
  private static var largestExponent: Int { 1 << 24 }

  /// Whether f stays bounded far from the origin.
  private var isBounded: Bool {
    abs(farValues.negative) < 0x1p30 && abs(farValues.positive) < 0x1p30
  }

  private func tangents<Real: NetworkReal>(
    _ slopes: (negative: Double, positive: Double), at z: Signal<Real>,
    into h: UnsafeMutablePointer<Real>
  ) {
    Real.bend(
      z.base, positive: Real(slopes.positive), negative: Real(slopes.negative), into: h,
      count: z.count)
  }
}
