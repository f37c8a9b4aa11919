import CKernels

/// Sums, squares and fingerprints of the rows and columns of a matrix, from one pass.
///
/// Numbers that are not finite count as zero. Lines of equal fingerprints are almost surely equal; who says that they
/// are compares them.
package struct LineSums: Sendable {
  package let view: MatrixView
  private(set) var rowSums: [Double]
  private(set) var rowSquares: [Double]
  private(set) var columnSums: [Double]
  private(set) var columnSquares: [Double]
  private(set) var rowHashes: [UInt64]
  private(set) var columnHashes: [UInt32]
  /// Rows with numbers that are not finite.
  private(set) var notFiniteRows: [Int] = []

  package init(_ values: [Float], _ view: MatrixView) {
    precondition(values.count == view.rows * view.columns, "values fill the view")
    self.view = view
    let (m, n) = (view.rows, view.columns)
    rowSums = [Double](repeating: 0, count: m)
    rowSquares = rowSums
    columnSums = [Double](repeating: 0, count: n)
    columnSquares = columnSums
    rowHashes = [UInt64](repeating: 0, count: m)
    columnHashes = [UInt32](repeating: 0x811C_9DC5, count: n)
    var bad: [Int] = []
    values.withUnsafeBufferPointer { values in
      columnSums.withUnsafeMutableBufferPointer { sums in
        columnSquares.withUnsafeMutableBufferPointer { squares in
          columnHashes.withUnsafeMutableBufferPointer { hashes in
            for row in 0..<m {
              let line = UnsafeBufferPointer(rebasing: values[(row * n)..<(row * n + n)])
              let (sum, square, hash) = Self.add(line, sums, squares, hashes)
              (rowSums[row], rowSquares[row], rowHashes[row]) = (sum, square, hash)
              if !square.isFinite { bad.append(row) }
            }
          }
        }
      }
    }
    notFiniteRows = bad
    guard !bad.isEmpty else { return }
    // A number that is not finite spoils sums: those are made again without it.
    for row in bad { (rowSums[row], rowSquares[row]) = (0, 0) }
    for column in 0..<n { (columnSums[column], columnSquares[column]) = (0, 0) }
    for row in 0..<m {
      for column in 0..<n {
        let x = values[row * n + column]
        guard x.isFinite else { continue }
        let double = Double(x)
        columnSums[column] += double
        columnSquares[column] += double * double
        if !bad.isEmpty, notFinite(row) {
          rowSums[row] += double
          rowSquares[row] += double * double
        }
      }
    }
  }

  private func notFinite(_ row: Int) -> Bool {
    var (low, high) = (0, notFiniteRows.count)
    while low < high {
      let middle = (low + high) / 2
      if notFiniteRows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low < notFiniteRows.count && notFiniteRows[low] == row
  }

  /// One row: added to the columns, and summed in eight lanes of fixed order.
  private static func add(
    _ line: UnsafeBufferPointer<Float>, _ sums: UnsafeMutableBufferPointer<Double>,
    _ squares: UnsafeMutableBufferPointer<Double>, _ hashes: UnsafeMutableBufferPointer<UInt32>
  ) -> (Double, Double, UInt64) {
    guard let line0 = line.baseAddress, let sums = sums.baseAddress,
      let squares = squares.baseAddress, let hashes = hashes.baseAddress
    else { return (0, 0, 0) }
    let row = init_study_row(line0, Int64(line.count), sums, squares, hashes)
    return (row.sum, row.square, row.hash)
  }

  /// A fingerprint of all rows.
  package var hash: UInt64 {
    rowHashes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 }
  }

  /// Rows of nothing but zeros.
  package var zeroRows: [Int] {
    rowSquares.indices.filter { rowSquares[$0] == 0 && !notFinite($0) }
  }

  /// Columns of nothing but zeros.
  package var zeroColumns: [Int] {
    notFiniteRows.isEmpty ? columnSquares.indices.filter { columnSquares[$0] == 0 } : []
  }
}
