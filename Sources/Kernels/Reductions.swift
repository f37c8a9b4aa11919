/// The reductions of ``BufferReal`` in Swift: eight double-precision lanes, added in order at the end.
///
/// The program runs the C forms, which have the same lanes at every vector width; these are their
/// oracle, bit for bit.
enum Reductions {
  @inline(__always)
  static func sums<Real: BinaryFloatingPoint>(
    _ x: UnsafePointer<Real>, _ count: Int
  ) -> (sum: Double, squares: Double) {
    var sum = SIMD8<Double>(repeating: 0)
    var squares = SIMD8<Double>(repeating: 0)
    let whole = count / 8
    for i in 0..<whole {
      let p = x + 8 * i
      let v = SIMD8<Double>(
        Double(p[0]), Double(p[1]), Double(p[2]), Double(p[3]), Double(p[4]), Double(p[5]),
        Double(p[6]), Double(p[7]))
      sum += v
      squares += v * v
    }
    var total = inOrder(sum)
    var totalSquares = inOrder(squares)
    for i in (8 * whole)..<count {
      let v = Double(x[i])
      total += v
      totalSquares += v * v
    }
    return (total, totalSquares)
  }

  @inline(__always)
  static func dot<Real: BinaryFloatingPoint>(
    _ x: UnsafePointer<Real>, _ y: UnsafePointer<Real>, _ count: Int
  ) -> Double {
    var sum = SIMD8<Double>(repeating: 0)
    let whole = count / 8
    for i in 0..<whole {
      let p = x + 8 * i
      let q = y + 8 * i
      let v = SIMD8<Double>(
        Double(p[0]), Double(p[1]), Double(p[2]), Double(p[3]), Double(p[4]), Double(p[5]),
        Double(p[6]), Double(p[7]))
      let w = SIMD8<Double>(
        Double(q[0]), Double(q[1]), Double(q[2]), Double(q[3]), Double(q[4]), Double(q[5]),
        Double(q[6]), Double(q[7]))
      sum += v * w
    }
    var total = inOrder(sum)
    for i in (8 * whole)..<count { total += Double(x[i]) * Double(y[i]) }
    return total
  }

  @inline(__always)
  static func inOrder(_ lanes: SIMD8<Double>) -> Double {
    ((((((lanes[0] + lanes[1]) + lanes[2]) + lanes[3]) + lanes[4]) + lanes[5]) + lanes[6])
      + lanes[7]
  }
}
