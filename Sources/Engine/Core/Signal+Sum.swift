import Kernels
import Networks

extension Signal {
  /// target ← a x + b y in a common power of two, which is returned; `target` may be x.
  static func sum(
    _ x: Signal<Real>, times a: Double, _ y: Signal<Real>, times b: Double,
    into target: UnsafeMutablePointer<Real>
  ) -> Int {
    func isZero(_ signal: Signal<Real>, _ factor: Double) -> Bool {
      factor == 0 || Real.sums(signal.base, count: signal.count).squares == 0
    }
    // The exponent of what is zero says nothing, and may be so far away that it would be infinite.
    let (xIsZero, yIsZero) = (isZero(x, a), isZero(y, b))
    let common = max(xIsZero ? Int.min : x.exponent, yIsZero ? Int.min : y.exponent)
    let factorX = xIsZero ? 0 : Real(a * powerOfTwo(x.exponent - common))
    let factorY = yIsZero ? 0 : Real(b * powerOfTwo(y.exponent - common))
    if target != x.base { target.update(from: x.base, count: x.count) }
    Real.scale(target, by: factorX, count: x.count)
    Real.add(y.base, times: factorY, to: target, count: x.count)
    return xIsZero && yIsZero ? 0 : common
  }
}
