/// The QR decomposition A = QR by Householder reflections, for rows ≥ columns.
public struct QRDecomposition: Equatable, Sendable {
  /// m × n with orthonormal columns.
  public let q: Matrix
  /// n × n, upper triangular; its diagonal is not negative, which makes Q of a Gaussian A Haar.
  public let r: Matrix

  /// Decomposes a matrix with at least as many rows as columns; 4mn² − 4n³/3 operations.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows >= matrix.columns, "a wide matrix has no thin QR decomposition")
    try matrix.requireFinite()
    let (m, n) = (matrix.rows, matrix.columns)
    var a = matrix
    var reflections: [(beta: Double, vector: [Double])] = []
    var r = Matrix(rows: n, columns: n)
    for k in 0..<n {
      var v = (k..<m).map { a[$0, k] }
      let (beta, alpha) = Householder.reflect(&v, pivot: 0, count: m - k)
      if beta == 0 { v = [Double](repeating: 0, count: m - k) }
      Self.apply(beta, v, to: &a, fromRow: k, fromColumn: k + 1)
      r[k, k] = alpha
      for j in (k + 1)..<Swift.max(n, k + 1) { r[k, j] = a[k, j] }
      reflections.append((beta, v))
    }
    var q = Matrix(rows: m, columns: n)
    for k in 0..<n { q[k, k] = 1 }
    for k in stride(from: n - 1, through: 0, by: -1) {
      Self.apply(reflections[k].beta, reflections[k].vector, to: &q, fromRow: k, fromColumn: k)
    }
    for k in 0..<n where r[k, k] < 0 {
      for j in k..<n { r[k, j] = -r[k, j] }
      for i in 0..<m { q[i, k] = -q[i, k] }
    }
    self.q = q
    self.r = r
  }

  /// A ← (I − β v vᵀ) A on the rows and columns from the given ones on.
  private static func apply(
    _ beta: Double, _ v: [Double], to a: inout Matrix, fromRow row: Int, fromColumn column: Int
  ) {
    if beta == 0 || column >= a.columns { return }
    let n = a.columns
    var products = [Double](repeating: 0, count: n)
    a.elements.withUnsafeMutableBufferPointer { x in
      for (i, factor) in v.enumerated() {
        let base = (row + i) * n
        for j in column..<n { products[j] += factor * x[base + j] }
      }
      for (i, factor) in v.enumerated() {
        let base = (row + i) * n
        let scaled = beta * factor
        for j in column..<n { x[base + j] -= scaled * products[j] }
      }
    }
  }
}
