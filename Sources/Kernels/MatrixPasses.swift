import CKernels

/// Passes over double-precision matrices, in C with the CPU's vector width; each fuses an update with
/// the product that needs its result, because memory traffic is what bounds them.
///
/// Every sum runs in eight lanes that are added in order, as in ``BufferReal``. The forms in Swift are
/// the oracle, bit for bit.
public enum MatrixPasses {
  /// next = G · product for `lanes` matrices of `size` rows side by side, element e of lane t at
  /// e · lanes + t; `lanes` is a multiple of 8, `size` at most 32.
  public static func multiplyLanes(
    _ g: UnsafePointer<Float>, _ product: UnsafePointer<Double>,
    into next: UnsafeMutablePointer<Double>, size: Int, lanes: Int
  ) {
    precondition(lanes % 8 == 0 && size <= 32, "lanes come by eight")
    init_study_multiply_lanes(g, product, next, Int64(size), Int64(lanes))
  }

  /// A ← A − v qᵀ − q vᵀ on the lower triangle of the leading `count` rows, and y ← A u.
  ///
  /// Rows are `stride` numbers apart; y need not be cleared.
  public static func symmetricStep(
    _ a: UnsafeMutablePointer<Double>, stride: Int, count: Int, v: UnsafePointer<Double>,
    q: UnsafePointer<Double>, u: UnsafePointer<Double>, y: UnsafeMutablePointer<Double>
  ) { init_study_symmetric_step(a, Int64(stride), Int64(count), v, q, u, y) }

  /// x ← x − y u, then w ← w + f x.
  public static func updateAndAccumulate(
    _ x: UnsafeMutablePointer<Double>, minus y: Double, times u: UnsafePointer<Double>,
    adding f: Double, to w: UnsafeMutablePointer<Double>, count: Int
  ) { init_study_update_and_accumulate(x, y, u, f, w, Int64(count)) }

  /// x ← x − v w, then Σ x u.
  public static func updateAndDot(
    _ x: UnsafeMutablePointer<Double>, minus v: Double, times w: UnsafePointer<Double>,
    dot u: UnsafePointer<Double>, count: Int
  ) -> Double { init_study_update_and_dot(x, v, w, u, Int64(count)) }
}

/// The same operations in plain Swift.
enum MatrixPassesInSwift {
  static func multiplyLanes(
    _ g: UnsafePointer<Float>, _ product: UnsafePointer<Double>,
    into next: UnsafeMutablePointer<Double>, size n: Int, lanes: Int
  ) {
    for i in 0..<n {
      for j in 0..<n {
        for t in 0..<lanes {
          var sum = 0.0
          for k in 0..<n {
            sum += Double(g[(i * n + k) * lanes + t]) * product[(k * n + j) * lanes + t]
          }
          next[(i * n + j) * lanes + t] = sum
        }
      }
    }
  }

  static func symmetricStep(
    _ a: UnsafeMutablePointer<Double>, stride: Int, count: Int, v: UnsafePointer<Double>,
    q: UnsafePointer<Double>, u: UnsafePointer<Double>, y: UnsafeMutablePointer<Double>
  ) {
    for r in 0..<count {
      let row = a + r * stride
      for j in 0...r { row[j] = row[j] - (v[r] * q[j] + q[r] * v[j]) }
      let total = Reductions.dot(row, u, r)
      for j in 0..<r { y[j] = y[j] + row[j] * u[r] }
      y[r] = total + row[r] * u[r]
    }
  }

  static func updateAndAccumulate(
    _ x: UnsafeMutablePointer<Double>, minus y: Double, times u: UnsafePointer<Double>,
    adding f: Double, to w: UnsafeMutablePointer<Double>, count: Int
  ) {
    for j in 0..<count {
      x[j] = x[j] - y * u[j]
      w[j] = w[j] + f * x[j]
    }
  }

  static func updateAndDot(
    _ x: UnsafeMutablePointer<Double>, minus v: Double, times w: UnsafePointer<Double>,
    dot u: UnsafePointer<Double>, count: Int
  ) -> Double {
    for j in 0..<count { x[j] = x[j] - v * w[j] }
    return Reductions.dot(x, u, count)
  }
}
