import Kernels

/// Singular values of well-conditioned matrices as square roots of eigenvalues of the Gram matrix.
///
/// With A of n rows and m ≥ n columns, AAᵀ takes mn² operations in a matrix product, whose speed no
/// reduction of A itself reaches, and its tridiagonalisation 4n³/3 in a square of n² numbers, which fits into
/// a cache. The price is the square of the condition number κ: rounding AAᵀ moves an eigenvalue by δ of the order of
/// √m ε‖A‖², and so a singular value σ by δ/2σ ≤ ½√m ε κ ‖A‖. That is the size of the direct method's
/// error, √(mn) ε‖A‖, while κ ≤ 2√n. The values are therefore kept only if they themselves say κ ≤ 32;
/// an eigenvalue off by δ cannot fake that, because δ is far below ‖A‖²/32².
enum GramMatrix {
  /// The largest condition number for which the values are kept.
  static let largestConditionNumber = 32.0

  /// Whether it makes sense to try: matrices with 9/8 as many columns as rows have κ ≤ 34 in the limit of
  /// large random ones, and small matrices gain nothing.
  static func isWorthwhile(rows: Int, columns: Int) -> Bool {
    rows >= 64 && 8 * columns >= 9 * rows
  }

  /// The singular values of a wide matrix, in decreasing order; `nil` if it is too badly conditioned.
  static func singularValues(
    ofWide matrix: Matrix
  ) throws(LinearAlgebraError) -> [Double]? {
    var gram = product(matrix)
    var (eigenvalues, offDiagonal) = SymmetricEigenvalues.tridiagonalize(&gram)
    try SymmetricEigenvalues.ofTridiagonal(&eigenvalues, &offDiagonal)
    guard let smallest = eigenvalues.first, let largest = eigenvalues.last, smallest > 0,
      largest <= largestConditionNumber * largestConditionNumber * smallest
    else { return nil }
    return eigenvalues.reversed().map { $0.squareRoot() }
  }

  /// The lower triangle of AAᵀ; what lies above it is not all filled in.
  static func product(_ matrix: Matrix) -> Matrix {
    let (n, m) = (matrix.rows, matrix.columns)
    var gram = Matrix(rows: n, columns: n)
    let panel = Double.packedPanel
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: Double.packedCount(inner: m, columns: panel)
    ) { packed in
      matrix.elements.withUnsafeBufferPointer { a in
        gram.elements.withUnsafeMutableBufferPointer { g in
          guard let packed = packed.baseAddress, let a = a.baseAddress, let g = g.baseAddress
          else { return }
          for first in stride(from: 0, to: n, by: panel) {
            let width = Swift.min(panel, n - first)
            Double.pack(
              a + first * m, into: packed, inner: m, columns: width, transposed: true)
            Double.packedProduct(
              a + first * m, packed, into: g + first * n + first, rows: n - first, inner: m,
              columns: width, stride: n, factor: 1)
          }
        }
      }
    }
    return gram
  }
}
