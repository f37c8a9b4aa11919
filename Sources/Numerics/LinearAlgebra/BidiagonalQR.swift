/// The implicit QR iteration on upper bidiagonal matrices (Golub and Reinsch 1970; Demmel and Kahan 1990).
enum BidiagonalQR {
  /// Reduces the superdiagonal to 0; `nil` on success, the index that did not converge otherwise.
  static func iterate(
    _ d: UnsafeMutableBufferPointer<Double>, _ e: UnsafeMutableBufferPointer<Double>
  ) -> Int? {
    let epsilon = 0x1p-51  // four units in the last place
    var last = d.count - 1
    var (blockStart, blockEnd, sweeps) = (-1, -1, 0)
    while last > 0 {
      // The block first…last has no negligible superdiagonal.
      var first = last
      while first > 0 {
        let neighbours = d[first - 1].magnitude + d[first].magnitude
        if e[first - 1].magnitude <= epsilon * neighbours {
          e[first - 1] = 0
          break
        }
        first -= 1
      }
      if first == last {
        last -= 1
        sweeps = 0
        continue
      }
      sweeps += 1
      if sweeps > 40 { return last }
      if first != blockStart || last > blockEnd {
        // Chase towards the small end: turned around, B has the same singular values.
        if d[first].magnitude < d[last].magnitude { reverse(d, e, first, last) }
        (blockStart, blockEnd) = (first, last)
      }
      let shift = smallerValue(d[last - 1], e[last - 1], d[last])
      let ratio = d[first] == 0 ? 0 : shift / d[first]
      if ratio * ratio < epsilon || hasZero(d, first, last) {
        unshiftedSweep(d, e, first, last)
      } else {
        shiftedSweep(d, e, first, last, shift)
      }
    }
    return nil
  }

  /// The smaller singular value of [a b; 0 c] to a few units in the last place.
  ///
  /// With s = √((|a| + |c|)² + b²) and t = √((|a| − |c|)² + b²) it is 2|ac|/(s + t). Neither root cancels.
  /// √(trace² − 4 det²) instead loses half of the digits where a ≈ c: shifts off by 10⁻⁸ kept
  /// matrices with many equal singular values, orthogonal ones first of all, from converging.
  private static func smallerValue(_ a: Double, _ b: Double, _ c: Double) -> Double {
    let (x, z) = (a.magnitude, c.magnitude)
    let (small, large, y) = (Swift.min(x, z), Swift.max(x, z), b.magnitude)
    if small == 0 { return 0 }
    let (sum, difference) = (1 + small / large, (large - small) / large)
    if y < large {
      let square = (y / large) * (y / large)
      let (s, t) = (sum * sum + square, difference * difference + square)
      return small * (2 / (s.squareRoot() + t.squareRoot()))
    }
    let ratio = large / y
    if ratio == 0 { return small * large / y }
    let (p, q) = (sum * ratio, difference * ratio)
    return 2 * (small / ((1 + p * p).squareRoot() + (1 + q * q).squareRoot()) * ratio)
  }

  private static func hasZero(
    _ d: UnsafeMutableBufferPointer<Double>, _ first: Int, _ last: Int
  ) -> Bool {
    for i in first...last where d[i] == 0 { return true }
    return false
  }

  private static func reverse(
    _ d: UnsafeMutableBufferPointer<Double>, _ e: UnsafeMutableBufferPointer<Double>,
    _ first: Int, _ last: Int
  ) {
    for i in 0..<((last - first + 1) / 2) { d.swapAt(first + i, last - i) }
    for i in 0..<((last - first) / 2) { e.swapAt(first + i, last - 1 - i) }
  }

  /// Cosine, sine and length of the rotation that turns (f, g) into (r, 0).
  @inline(__always)
  private static func rotation(_ f: Double, _ g: Double) -> (c: Double, s: Double, r: Double) {
    if g == 0 { return (1, 0, f) }
    let r = SymmetricEigenvalues.hypotenuse(f, g)
    let inverse = 1 / r
    // Below 10⁻³⁰⁸ the inverse is not finite; then divide.
    if inverse == .infinity { return (f / r, g / r, r) }
    return (f * inverse, g * inverse, r)
  }

  private static func shiftedSweep(
    _ d: UnsafeMutableBufferPointer<Double>, _ e: UnsafeMutableBufferPointer<Double>,
    _ first: Int, _ last: Int, _ shift: Double
  ) {
    let sign: Double = d[first] < 0 ? -1 : 1
    var f = (d[first].magnitude - shift) * (sign + shift / d[first])
    var g = e[first]
    for i in first..<last {
      let right = rotation(f, g)
      if i > first { e[i - 1] = right.r }
      f = right.c * d[i] + right.s * e[i]
      e[i] = right.c * e[i] - right.s * d[i]
      g = right.s * d[i + 1]
      d[i + 1] *= right.c
      let left = rotation(f, g)
      d[i] = left.r
      f = left.c * e[i] + left.s * d[i + 1]
      d[i + 1] = left.c * d[i + 1] - left.s * e[i]
      if i < last - 1 {
        g = left.s * e[i + 1]
        e[i + 1] *= left.c
      }
    }
    e[last - 1] = f
  }

  private static func unshiftedSweep(
    _ d: UnsafeMutableBufferPointer<Double>, _ e: UnsafeMutableBufferPointer<Double>,
    _ first: Int, _ last: Int
  ) {
    var (c, oldC, oldS) = (1.0, 1.0, 0.0)
    for i in first..<last {
      let right = rotation(d[i] * c, e[i])
      c = right.c
      if i > first { e[i - 1] = oldS * right.r }
      let left = rotation(oldC * right.r, d[i + 1] * right.s)
      (oldC, oldS) = (left.c, left.s)
      d[i] = left.r
    }
    let h = d[last] * c
    e[last - 1] = h * oldS
    d[last] = h * oldC
  }
}
