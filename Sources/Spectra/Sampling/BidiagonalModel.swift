import Numerics

/// Singular values of Gaussian matrices without the matrix: the bidiagonal χ model.
///
/// Householder reflections carry an m × n matrix of N(0, 1) entries (m ≥ n) to a bidiagonal one whose
/// entries are independent: χ_m, χ_(m−1), …, χ_(m−n+1) on the diagonal and χ_(n−1), …, χ_1 above it.
/// So its singular values have exactly the law of the dense matrix's (Dumitriu and Edelman 2002), for 2n − 1
/// random numbers instead of mn, and O(n²) operations instead of O(mn²).
public struct BidiagonalModel: Equatable, Sendable {
  /// The diagonal, n values.
  public var diagonal: [Double]
  /// The superdiagonal, n − 1 values.
  public var superdiagonal: [Double]

  /// Draws the bidiagonal of a `rows` × `columns` matrix of N(0, `entryDeviation`²) entries.
  public init(
    rows: Int, columns: Int, entryDeviation: Double = 1, random: inout RandomSource
  ) {
    precondition(rows >= 1 && columns >= 1, "a matrix has rows and columns")
    let (m, n) = (Swift.max(rows, columns), Swift.min(rows, columns))
    diagonal = (0..<n).map {
      entryDeviation * random.chiSquared(Double(m - $0)).squareRoot()
    }
    superdiagonal = (1..<Swift.max(n, 1)).map {
      entryDeviation * random.chiSquared(Double(n - $0)).squareRoot()
    }
  }

  /// All min(m, n) singular values, in decreasing order.
  ///
  /// - Complexity: O(n²) operations, O(n) numbers.
  public func singularValues() throws(LinearAlgebraError) -> [Double] {
    var (d, e) = (diagonal, superdiagonal)
    try SingularValues.ofBidiagonal(&d, &e)
    return d
  }

  /// The largest singular value alone, O(n).
  public func largestSingularValue() -> Double {
    SingularValues.largestOfBidiagonal(diagonal, superdiagonal)
  }
}
