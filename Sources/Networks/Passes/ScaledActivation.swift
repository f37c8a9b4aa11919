import Kernels

/// Applies an activation to signals of any size.
///
/// While the pre-activations are within 2^±60 they are ordinary numbers. Beyond that, f is as good as
/// its one-sided tangents at the origin (|f(z) − f′(0±) z| is below 2^−60 of the result for any f with
/// a bounded second derivative) or as its asymptotes, and the power of two passes through.
struct ScaledActivation {
  let activation: any Activation
  private let atZero: Double
  private let zeroSlope: Double
  private let nearSlopes: (negative: Double, positive: Double)
  private let farSlopes: (negative: Double, positive: Double)
  private let farValues: (negative: Double, positive: Double)

  /// The size beyond which the origin's tangents and the asymptotes stand in for f.
  static var limit: Int { 60 }

  init(_ activation: any Activation) {
    self.activation = activation
    let (near, far) = (0x1p-100, 0x1p60)
    atZero = activation.value(at: 0)
    zeroSlope = activation.slope(at: 0)
    nearSlopes = (activation.slope(at: -near), activation.slope(at: near))
    farSlopes = (activation.slope(at: -far), activation.slope(at: far))
    farValues = (activation.value(at: -far), activation.value(at: far))
  }

  /// h = f(z); sets h's exponent.
  func values<Real: NetworkReal>(at z: Signal<Real>, into h: inout Signal<Real>) {
    h.exponent = 0
    if z.exponent == 0 {
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

  /// s = f′(z), always ordinary numbers.
  func slopes<Real: NetworkReal>(at z: Signal<Real>, into s: UnsafeMutablePointer<Real>) {
    if z.exponent == 0 {
      Real.slopes(of: activation, at: z.base, into: s, count: z.count)
      return
    }
    let slopes = z.exponent < 0 ? nearSlopes : farSlopes
    Real.choose(
      z.base, positive: Real(slopes.positive), negative: Real(slopes.negative),
      zero: Real(zeroSlope), into: s, count: z.count)
  }

  /// Whether f stays bounded far from the origin, where its slope then vanishes.
  private var isBounded: Bool {
    abs(farSlopes.negative) < 0x1p-40 && abs(farSlopes.positive) < 0x1p-40
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
