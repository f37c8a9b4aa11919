/// What a decomposition cannot do.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// An element is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// An eigenvalue needs a square matrix.
  case notSquare(rows: Int, columns: Int)
  /// The iteration for one value did not converge.
  case noConvergence(index: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFinite(let row, let column):
      "The matrix has a value at row \(row), column \(column) that is not finite."
    case .notSquare(let rows, let columns):
      "Eigenvalues need a square matrix, not \(rows) × \(columns)."
    case .noConvergence(let index):
      "The iteration for value \(index) did not converge."
    }
  }
}

extension Matrix {
  /// Throws at the first NaN or infinity.
  func requireFinite() throws(LinearAlgebraError) {
    if let index = elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: index / columns, column: index % columns)
    }
  }
}
