import Kernels

/// Eigenvalues of real symmetric matrices.
public enum SymmetricEigenvalues {
  /// All eigenvalues of a symmetric matrix, in increasing order; only the lower triangle is read.
  ///
  /// Householder reduction to tridiagonal form, 4n³/3 operations, then `ofTridiagonal`. The absolute
  /// error is of the order n ε ‖A‖₂.
  ///
  /// - Complexity: O(n³) operations, O(n²) numbers.
  public static func of(_ matrix: Matrix) throws(LinearAlgebraError) -> [Double] {
    guard matrix.rows == matrix.columns else {
      throw .notSquare(rows: matrix.rows, columns: matrix.columns)
    }
    try matrix.requireFinite()
    var work = matrix
    var (diagonal, offDiagonal) = tridiagonalize(&work)
    try ofTridiagonal(&diagonal, &offDiagonal)
    return diagonal
  }

  /// Replaces the diagonal of a symmetric tridiagonal matrix by its eigenvalues, in increasing order.
  ///
  /// `offDiagonal` has one element fewer than `diagonal` and is destroyed. The QL iteration with
  /// Wilkinson's shift, eigenvalues only: about 1.7 sweeps for each value, O(n²) in all.
  public static func ofTridiagonal(
    _ diagonal: inout [Double], _ offDiagonal: inout [Double]
  ) throws(LinearAlgebraError) {
    let n = diagonal.count
    offDiagonal.append(0)
    for l in 0..<n {
      var sweeps = 0
      while true {
        var m = l
        while m < n - 1 {
          let neighbours = diagonal[m].magnitude + diagonal[m + 1].magnitude
          if offDiagonal[m].magnitude <= 0x1p-53 * neighbours { break }
          m += 1
        }
        if m == l { break }
        if sweeps == 60 { throw .noConvergence(index: l) }
        sweeps += 1
        sweep(&diagonal, &offDiagonal, from: l, to: m)
      }
    }
    diagonal.sort()
  }

  /// One implicit QL sweep on the block l…m.
  private static func sweep(
    _ d: inout [Double], _ e: inout [Double], from l: Int, to m: Int
  ) {
    let half = (d[l + 1] - d[l]) / (2 * e[l])
    let radius = hypotenuse(half, 1)
    var g = d[m] - d[l] + e[l] / (half + (half < 0 ? -radius : radius))
    var (s, c, p) = (1.0, 1.0, 0.0)
    for i in stride(from: m - 1, through: l, by: -1) {
      let f = s * e[i]
      let b = c * e[i]
      let r = hypotenuse(f, g)
      e[i + 1] = r
      if r == 0 {
        // The block splits: finish the recovery of the last diagonal entry and start again.
        d[i + 1] -= p
        e[m] = 0
        return
      }
      s = f / r
      c = g / r
      g = d[i + 1] - p
      let t = (d[i] - g) * s + 2 * c * b
      p = s * t
      d[i + 1] = g + p
      g = c * t - b
    }
    d[l] -= p
    e[l] = g
    e[m] = 0
  }

  /// √(a² + b²) by scaling with the larger.
  static func hypotenuse(_ a: Double, _ b: Double) -> Double {
    let (x, y) = (a.magnitude, b.magnitude)
    let large = Swift.max(x, y)
    if large == 0 || large == .infinity { return large }
    // Scaling costs a division; it is needed only where a square would leave the range.
    if large < 1e150 && large > 1e-140 { return (a * a + b * b).squareRoot() }
    let ratio = Swift.min(x, y) / large
    return large * (1 + ratio * ratio).squareRoot()
  }

  /// Diagonal and subdiagonal of QᵀAQ; the lower triangle of `matrix` is destroyed.
  ///
  /// From the last row up: row i is reduced to its subdiagonal element by a reflection of the leading i
  /// coordinates, so that every access runs along a row. The update A ← A − v qᵀ − q vᵀ waits until
  /// the next reflection u is known from the next row alone; one pass then applies it and sums A u.
  static func tridiagonalize(
    _ matrix: inout Matrix
  ) -> (diagonal: [Double], offDiagonal: [Double]) {
    let n = matrix.rows
    var diagonal = [Double](repeating: 0, count: n)
    var offDiagonal = [Double](repeating: 0, count: Swift.max(0, n - 1))
    var v = [Double](repeating: 0, count: n)
    var q = v
    var u = v
    var y = v
    matrix.elements.withUnsafeMutableBufferPointer { buffer in
      guard let a = buffer.baseAddress else { return }
      for i in stride(from: n - 1, through: 1, by: -1) {
        let row = a + i * n
        for j in 0...i { row[j] -= v[i] * q[j] + q[i] * v[j] }
        diagonal[i] = row[i]
        for j in 0..<i { u[j] = row[j] }
        let (beta, alpha) = Householder.reflect(&u, pivot: i - 1, count: i)
        offDiagonal[i - 1] = alpha
        MatrixPasses.symmetricStep(a, stride: n, count: i, v: v, q: q, u: u, y: &y)
        // A ← A − u qᵀ − q uᵀ with q = β(y − ½β(uᵀy) u); nothing to do where β = 0.
        let overlap = Double.dot(u, y, count: i)
        let shift = 0.5 * beta * overlap
        for j in 0..<i { q[j] = beta * (y[j] - shift * u[j]) }
        swap(&u, &v)
      }
      if n > 0 { diagonal[0] = a[0] }
    }
    return (diagonal, offDiagonal)
  }
}
