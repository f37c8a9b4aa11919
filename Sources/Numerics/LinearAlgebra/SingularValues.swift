/// Singular values, without vectors.
public enum SingularValues {
  /// All min(m, n) singular values of a matrix, in decreasing order.
  ///
  /// Householder bidiagonalisation (Golub and Kahan 1965), 4mn² − 4n³/3 operations, then implicit QR on
  /// the bidiagonal. The absolute error is of the order of √(mn) ε ‖A‖₂. Well-conditioned matrices of
  /// another shape than square go through their Gram matrix, with an error of the same order and up to
  /// ten times as fast (``GramMatrix``).
  ///
  /// - Complexity: O(mn · min(m, n)) operations, one copy of the matrix.
  public static func of(_ matrix: Matrix) throws(LinearAlgebraError) -> [Double] {
    if matrix.rows == 0 || matrix.columns == 0 { return [] }
    let largest = matrix.largestMagnitude
    if !largest.isFinite { try matrix.requireFinite() }
    if largest == 0 {
      return [Double](repeating: 0, count: Swift.min(matrix.rows, matrix.columns))
    }
    // A power of two, which is exact, brings numbers whose squares would overflow or vanish near one.
    let exponent = largest.exponent.magnitude > 200 ? Int(largest.exponent) : 0
    let down = Double(sign: .plus, exponent: -exponent / 2, significand: 1)
    let rest = Double(sign: .plus, exponent: -exponent - -exponent / 2, significand: 1)
    func scaled(_ matrix: Matrix) -> Matrix {
      guard exponent != 0 else { return matrix }
      var work = matrix
      for i in work.elements.indices { work.elements[i] = work.elements[i] * down * rest }
      return work
    }
    let isWide = matrix.rows < matrix.columns
    if GramMatrix.isWorthwhile(
      rows: Swift.min(matrix.rows, matrix.columns), columns: Swift.max(matrix.rows, matrix.columns)),
      let values = try GramMatrix.singularValues(
        ofWide: scaled(isWide ? matrix : matrix.transpose))
    {
      return values.map { $0 / down / rest }
    }
    var work = scaled(isWide ? matrix.transpose : matrix)
    var (diagonal, superdiagonal) = Bidiagonalization.reduce(&work)
    try ofBidiagonal(&diagonal, &superdiagonal)
    return diagonal.map { $0 / down / rest }
  }

  /// Replaces the diagonal of an upper bidiagonal matrix by its singular values, in decreasing order.
  ///
  /// `superdiagonal` has one element fewer and is destroyed. O(n²). Where a shift would lose the small
  /// values, the sweep is Demmel and Kahan's (1990) without a shift, which keeps them to full relative accuracy.
  public static func ofBidiagonal(
    _ diagonal: inout [Double], _ superdiagonal: inout [Double]
  ) throws(LinearAlgebraError) {
    var failed: Int?
    diagonal.withUnsafeMutableBufferPointer { d in
      superdiagonal.withUnsafeMutableBufferPointer { e in
        failed = BidiagonalQR.iterate(d, e)
      }
    }
    if let failed { throw .noConvergence(index: failed) }
    for i in diagonal.indices { diagonal[i] = diagonal[i].magnitude }
    diagonal.sort(by: >)
  }

  /// The largest singular value of a bidiagonal matrix alone, by bisection: O(n) for each bit.
  ///
  /// All eigenvalues of BᵀB are below x² exactly if all pivots of x² − BᵀB are positive (Sylvester), so
  /// one sweep of n divisions tells on which side of the largest value x lies.
  public static func largestOfBidiagonal(_ diagonal: [Double], _ superdiagonal: [Double]) -> Double
  {
    let n = diagonal.count
    if n == 0 { return 0 }
    // Gershgorin on the Golub–Kahan form [0 B; Bᵀ 0], whose eigenvalues are ±σ, bounds from above;
    // ‖B‖₂ ≥ |dᵢ| bounds from below.
    var high = 0.0
    var low = 0.0
    for i in 0..<n {
      let left = i > 0 ? superdiagonal[i - 1].magnitude : 0
      let right = i < n - 1 ? superdiagonal[i].magnitude : 0
      high = Swift.max(high, diagonal[i].magnitude + Swift.max(left, right))
      low = Swift.max(low, diagonal[i].magnitude)
    }
    high *= 1 + 1e-14
    while high - low > 4e-16 * high {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { break }
      if exceeds(middle, diagonal, superdiagonal) { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// Whether some singular value is larger than x > 0: some pivot of x² − BᵀB is not positive.
  private static func exceeds(_ x: Double, _ d: [Double], _ e: [Double]) -> Bool {
    d.withUnsafeBufferPointer { d in
      e.withUnsafeBufferPointer { e in
        // The pivots pᵢ = x² − dᵢ² − eᵢ₋₁² − (dᵢ₋₁eᵢ₋₁)²/pᵢ₋₁ in differential form: with
        // qᵢ = pᵢ + dᵢ² they are qᵢ₊₁ = x² − eᵢ² qᵢ/pᵢ, which subtracts once less.
        let square = x * x
        var q = square
        for i in 0..<d.count {
          let p = q - d[i] * d[i]
          if !(p > 0) { return true }
          if i < d.count - 1 { q = square - e[i] * e[i] * q / p }
        }
        return false
      }
    }
  }
}
