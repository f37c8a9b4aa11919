/// Sums, squares and fingerprints of the rows and columns of a matrix, from one pass.
///
/// Numbers that are not finite count as zero. Lines of equal fingerprints are almost surely equal; who says that they
/// are compares them.
struct LineSums: Sendable {
  let view: MatrixView
  private(set) var rowSums: [Double]
  private(set) var rowSquares: [Double]
  private(set) var columnSums: [Double]
  private(set) var columnSquares: [Double]
  private(set) var rowHashes: [UInt64]
  private(set) var columnHashes: [UInt32]
  /// Rows with numbers that are not finite.
  private(set) var notFiniteRows: [Int] = []

  init(_ values: [Float], _ view: MatrixView) {
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
  @inline(__always)
  private static func add(
    _ line: UnsafeBufferPointer<Float>, _ sums: UnsafeMutableBufferPointer<Double>,
    _ squares: UnsafeMutableBufferPointer<Double>, _ hashes: UnsafeMutableBufferPointer<UInt32>
  ) -> (Double, Double, UInt64) {
    var (sum, square) = (SIMD8<Double>(), SIMD8<Double>())
    var hash = SIMD8<UInt32>(repeating: 0x811C_9DC5)
    let whole = line.count / 8 * 8
    guard let x0 = line.baseAddress, let s0 = sums.baseAddress, let q0 = squares.baseAddress,
      let h0 = hashes.baseAddress
    else { return (0, 0, 0) }
    for i in stride(from: 0, to: whole, by: 8) {
      let raw = UnsafeRawPointer(x0 + i).loadUnaligned(as: SIMD8<Float>.self)
      let x = SIMD8<Double>(raw)
      let bits = unsafeBitCast(raw, to: SIMD8<UInt32>.self)
      sum += x
      square += x * x
      hash = (hash ^ bits) &* 0x0100_0193
      let s = UnsafeMutableRawPointer(s0 + i)
      let q = UnsafeMutableRawPointer(q0 + i)
      let h = UnsafeMutableRawPointer(h0 + i)
      s.storeBytes(of: s.loadUnaligned(as: SIMD8<Double>.self) + x, as: SIMD8<Double>.self)
      q.storeBytes(of: q.loadUnaligned(as: SIMD8<Double>.self) + x * x, as: SIMD8<Double>.self)
      h.storeBytes(
        of: (h.loadUnaligned(as: SIMD8<UInt32>.self) ^ bits) &* 0x0100_0193, as: SIMD8<UInt32>.self)
    }
    var (rowSum, rowSquare, rowHash) = (0.0, 0.0, UInt64(0xCBF2_9CE4_8422_2325))
    for lane in 0..<8 {
      rowSum += sum[lane]
      rowSquare += square[lane]
      rowHash = (rowHash ^ UInt64(hash[lane])) &* 0x0000_0100_0000_01B3
    }
    for i in whole..<line.count {
      let x = Double(line[i])
      let bits = line[i].bitPattern
      rowSum += x
      rowSquare += x * x
      rowHash = (rowHash ^ UInt64(bits)) &* 0x0000_0100_0000_01B3
      sums[i] += x
      squares[i] += x * x
      hashes[i] = (hashes[i] ^ bits) &* 0x0100_0193
    }
    return (rowSum, rowSquare, rowHash)
  }

  /// A fingerprint of all rows.
  var hash: UInt64 {
    rowHashes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1) &* 0x0000_0100_0000_01B3 }
  }

  /// Rows of nothing but zeros.
  var zeroRows: [Int] {
    rowSquares.indices.filter { rowSquares[$0] == 0 && !notFinite($0) }
  }

  /// Columns of nothing but zeros.
  var zeroColumns: [Int] {
    notFiniteRows.isEmpty ? columnSquares.indices.filter { columnSquares[$0] == 0 } : []
  }
}
