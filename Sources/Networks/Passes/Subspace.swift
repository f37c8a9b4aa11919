import Kernels

/// Orthonormal rows that span the rows of a matrix, and the matrix in their coordinates.
///
/// Modified Gram–Schmidt, every row projected twice: orthonormal to rounding even when the rows are
/// nearly parallel, as inputs become in the ordered phase. The Gram matrix and its Cholesky factor
/// would fail there. A row within rounding of the span of the earlier ones adds no direction.
struct Subspace<Real: NetworkReal> {
  let columns: Int
  /// Room for as many rows as the matrix has; the first `rank` of them are orthonormal.
  let basis: UnsafeMutablePointer<Real>
  private(set) var rank = 0

  init(columns: Int, basis: UnsafeMutablePointer<Real>) {
    self.columns = columns
    self.basis = basis
  }

  /// Takes in `rows` rows; writes matrix = coordinates · basis, `coordinates` being rows × capacity.
  mutating func span(
    _ matrix: UnsafePointer<Real>, rows: Int, coordinates: UnsafeMutablePointer<Real>,
    capacity: Int
  ) {
    rank = 0
    coordinates.update(repeating: 0, count: rows * capacity)
    for row in 0..<rows {
      let direction = basis + min(rank, capacity - 1) * columns
      let source = matrix + row * columns
      let size = Real.sums(source, count: columns).squares.squareRoot()
      guard size > 0, rank < columns else {
        if size > 0 { project(source, coordinates + row * capacity) }
        continue
      }
      direction.update(from: source, count: columns)
      for _ in 0..<2 {
        for j in 0..<rank {
          let along = Real.dot(basis + j * columns, direction, count: columns)
          Real.add(basis + j * columns, times: Real(-along), to: direction, count: columns)
          coordinates[row * capacity + j] += Real(along)
        }
      }
      let rest = Real.sums(direction, count: columns).squares.squareRoot()
      guard rest > 8 * Double(Real.ulpOfOne) * size else { continue }
      Real.scale(direction, by: Real(1 / rest), count: columns)
      coordinates[row * capacity + rank] = Real(rest)
      rank += 1
    }
  }

  /// The coordinates of a row that adds no direction because the whole space is spanned.
  private func project(
    _ row: UnsafePointer<Real>, _ coordinates: UnsafeMutablePointer<Real>
  ) {
    for j in 0..<rank {
      coordinates[j] = Real(Real.dot(basis + j * columns, row, count: columns))
    }
  }

  /// Removes from `rows` rows their components in the span.
  func removeSpan(from matrix: UnsafeMutablePointer<Real>, rows: Int) {
    for row in 0..<rows {
      let target = matrix + row * columns
      for _ in 0..<2 {
        for j in 0..<rank {
          let along = Real.dot(basis + j * columns, target, count: columns)
          Real.add(basis + j * columns, times: Real(-along), to: target, count: columns)
        }
      }
    }
  }

  /// Makes rows orthonormal in place, first to last; independent Gaussian rows become a Haar frame,
  /// because the diagonal of R stays positive.
  static func orthonormalize(
    _ matrix: UnsafeMutablePointer<Real>, rows: Int, columns: Int
  ) {
    for row in 0..<rows {
      let target = matrix + row * columns
      for _ in 0..<2 {
        for j in 0..<row {
          let along = Real.dot(matrix + j * columns, target, count: columns)
          Real.add(matrix + j * columns, times: Real(-along), to: target, count: columns)
        }
      }
      let size = Real.sums(target, count: columns).squares.squareRoot()
      if size > 0 { Real.scale(target, by: Real(1 / size), count: columns) }
    }
  }
}
