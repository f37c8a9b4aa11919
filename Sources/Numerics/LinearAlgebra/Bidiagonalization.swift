import Kernels

/// Householder reduction to upper bidiagonal form, for singular values only.
///
/// The matrix is passed over twice per column, each time with an update and a product fused, because
/// memory traffic is what bounds it: first the column's reflection is applied to a row while its
/// product with the next row vector is summed; then that row reflection is applied while the next column's
/// products are summed.
enum Bidiagonalization {
  /// Diagonal and superdiagonal of UᵀAV for rows ≥ columns; the matrix is destroyed.
  static func reduce(_ matrix: inout Matrix) -> (diagonal: [Double], superdiagonal: [Double]) {
    let (m, n) = (matrix.rows, matrix.columns)
    precondition(m >= n, "a wide matrix is transposed first")
    var diagonal = [Double](repeating: 0, count: n)
    var superdiagonal = [Double](repeating: 0, count: Swift.max(0, n - 1))
    var column = [Double](repeating: 0, count: m)  // reflection of rows, v
    var products = [Double](repeating: 0, count: n)  // w = β Aᵀ v
    var row = [Double](repeating: 0, count: n)  // reflection of columns, u
    var sums = [Double](repeating: 0, count: m)  // y = γ A u
    matrix.elements.withUnsafeMutableBufferPointer { buffer in
      guard let a = buffer.baseAddress else { return }
      // The pending row reflection A ← A − y uᵀ, applied while the next column is processed.
      var pending = false
      for k in 0..<n {
        if pending {
          for r in k..<m { column[r - k] = a[r * n + k] - sums[r] * row[k] }
        } else {
          for r in k..<m { column[r - k] = a[r * n + k] }
        }
        let (beta, alpha) = Householder.reflect(&column, pivot: 0, count: m - k)
        diagonal[k] = alpha
        if k == n - 1 { break }
        let width = n - k - 1
        let start = k + 1
        products.withUnsafeMutableBufferPointer { w in
          row.withUnsafeBufferPointer { u in
            guard let w = w.baseAddress, let u = u.baseAddress else { return }
            for j in 0..<width { w[start + j] = 0 }
            for r in k..<m {
              MatrixPasses.updateAndAccumulate(
                a + r * n + start, minus: pending ? sums[r] : 0, times: u + start,
                adding: beta * column[r - k], to: w + start, count: width)
            }
          }
        }
        if beta == 0 { for r in k..<m { column[r - k] = 0 } }
        // Row k after both reflections so far gives the next row reflection.
        for j in start..<n { row[j] = a[k * n + j] - column[0] * products[j] }
        let gamma = reflectTail(&row, start, n, &superdiagonal[k])
        products.withUnsafeBufferPointer { w in
          row.withUnsafeBufferPointer { u in
            guard let w = w.baseAddress, let u = u.baseAddress else { return }
            for r in start..<m {
              sums[r] =
                gamma
                * MatrixPasses.updateAndDot(
                  a + r * n + start, minus: column[r - k], times: w + start, dot: u + start,
                  count: width)
            }
          }
        }
        pending = gamma != 0
      }
    }
    return (diagonal, superdiagonal)
  }

  /// Reflects row[start..<end] onto its first coordinate; returns γ and stores the image.
  private static func reflectTail(
    _ row: inout [Double], _ start: Int, _ end: Int, _ image: inout Double
  ) -> Double {
    var tail = Array(row[start..<end])
    let (gamma, alpha) = Householder.reflect(&tail, pivot: 0, count: end - start)
    image = alpha
    for j in start..<end { row[j] = tail[j - start] }
    return gamma
  }
}
