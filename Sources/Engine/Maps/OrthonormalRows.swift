import Kernels
import Networks

/// Orthonormal rows that grow: the directions in which a matrix is already known.
///
/// Gram–Schmidt, every row projected twice: orthonormal to rounding even when rows are nearly parallel, as
/// inputs become in the ordered phase. Against the rows that were there before, whole blocks are projected
/// by matrix products; among themselves, new rows one by one.
struct OrthonormalRows<Real: NetworkReal> {
  let columns: Int
  let capacity: Int
  let rows: UnsafeMutablePointer<Real>
  private(set) var count = 0
  private let workspace: Workspace<Real>

  /// None yet, of at most `capacity`, which `rows` has room for.
  init(
    _ rows: UnsafeMutablePointer<Real>, capacity: Int, columns: Int, workspace: Workspace<Real>
  ) {
    self.rows = rows
    self.capacity = capacity
    self.columns = columns
    self.workspace = workspace
  }

  /// Forgets all rows.
  mutating func removeAll() { count = 0 }

  /// Removes from a block its part in the span, in so many passes; writes its coordinates (block × count).
  func project(
    _ block: UnsafeMutablePointer<Real>, rows blockRows: Int,
    coordinates: UnsafeMutablePointer<Real>, times: Int = 2
  ) {
    guard count > 0 else { return }
    let products = workspace.take(rows: blockRows, columns: columns)
    let correction = workspace.take(rows: blockRows, columns: count)
    defer {
      workspace.give(products)
      workspace.give(correction)
    }
    for pass in 0..<times {
      let target = pass == 0 ? coordinates : correction.base
      Real.matrixProduct(
        block, rows, into: target, rows: blockRows, inner: columns, columns: count,
        transposed: true)
      Real.matrixProduct(
        target, rows, into: products.base, rows: blockRows, inner: count, columns: columns,
        transposed: false)
      Real.add(products.base, times: -1, to: block, count: blockRows * columns)
      if pass > 0 { Real.add(correction.base, to: coordinates, count: blockRows * count) }
    }
  }

  /// Takes in the directions of a block that lies outside the span already.
  ///
  /// Writes the block's coordinates in the new directions (`blockRows` × `blockRows`); returns how many
  /// directions are new. `sizes` are the lengths of the rows before they were projected: a rest within
  /// rounding of them adds none.
  mutating func extend(
    _ block: UnsafePointer<Real>, rows blockRows: Int, sizes: [Double],
    coordinates: UnsafeMutablePointer<Real>
  ) -> Int {
    let first = count
    coordinates.update(repeating: 0, count: blockRows * blockRows)
    let spare = workspace.take(rows: 1, columns: columns)
    defer { workspace.give(spare) }
    for row in 0..<blockRows {
      guard sizes[row] > 0 else { continue }
      // Where everything is spanned, a row has coordinates all the same, but brings no direction.
      let isFull = count == min(capacity, columns)
      let direction = isFull ? spare.base : rows + count * columns
      direction.update(from: block + row * columns, count: columns)
      for _ in 0..<2 {
        for j in first..<count {
          let along = Real.dot(rows + j * columns, direction, count: columns)
          Real.add(rows + j * columns, times: Real(-along), to: direction, count: columns)
          coordinates[row * blockRows + j - first] += Real(along)
        }
      }
      var rest = Real.sums(direction, count: columns).squares.squareRoot()
      // What is left of a row beside its neighbours may be small enough for the rounding of its first
      // projection to show.
      if first > 0, rest < 0.1 * sizes[row] {
        for j in 0..<first {
          let along = Real.dot(rows + j * columns, direction, count: columns)
          Real.add(rows + j * columns, times: Real(-along), to: direction, count: columns)
        }
        rest = Real.sums(direction, count: columns).squares.squareRoot()
      }
      guard !isFull, rest > 8 * Double(Real.ulpOfOne) * sizes[row] else { continue }
      Real.scale(direction, by: Real(1 / rest), count: columns)
      coordinates[row * blockRows + count - first] = Real(rest)
      count += 1
    }
    return count - first
  }

  /// Takes in a row that is orthonormal to all others already.
  mutating func append(_ row: UnsafePointer<Real>) {
    precondition(count < capacity, "there is room for what will be asked")
    (rows + count * columns).update(from: row, count: columns)
    count += 1
  }

  /// The lengths of rows.
  static func sizes(_ block: UnsafePointer<Real>, rows: Int, columns: Int) -> [Double] {
    (0..<rows).map { Real.sums(block + $0 * columns, count: columns).squares.squareRoot() }
  }
}
