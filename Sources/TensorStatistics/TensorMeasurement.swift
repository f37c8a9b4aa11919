import WeightFiles

/// All that is taken from a tensor's numbers in memory; the numbers are given back.
package struct TensorMeasurement: Sendable {
  /// What the numbers are when they are no draws.
  package enum Kind: Sendable {
    /// Nothing to judge: not of a floating-point type, or no finite number.
    case nothing
    case exact(ExactLaw)
    case gates(GateBlocks)
    /// Every row is the same.
    case deterministic
    case orthogonal(OrthogonalSearch)
    /// Draws, as far as is known: zero rows, scattered zeros and outliers left out.
    case sample(ScaleStatistics)
    /// Bits that were never written.
    case garbage
  }

  package let moments: Moments
  package let kind: Kind
  /// The mean, where it is far from zero: the law is then about it.
  package let shift: Double?
  /// The share of scattered exact zeros that were left out, if there are many.
  package let sparsity: Double?
  /// How many numbers stand far outside of all others, and the largest of them.
  package let outliers: Int
  package let structure: StructureStatistics?
  package let view: MatrixView
  package let zeroRows: [Int]
  package let zeroColumns: [Int]
  package let notFiniteRows: [Int]
  package let repeated: RepeatedLines?
  /// A fingerprint of all numbers.
  package let hash: UInt64
  /// Numbers evenly spread over the tensor, for the distance to a law; centred where there is a shift.
  package let spread: [Float]
  /// Σx² of each row of weights, for whom rows are looked at.
  package let rowSquares: [Double]
  package let grid: StorageGrid?

  /// Measures a tensor.
  ///
  /// - Parameters:
  ///   - outputsFirst: the order of the axes; nil for tensors that do not multiply.
  ///   - samples: how many numbers are kept at most.
  ///   - values: memory that is used again from tensor to tensor.
  /// - Throws: ``WeightFileError`` where the bytes fail.
  package init(
    _ tensor: StoredTensor, outputsFirst: Bool?, samples: Int,
    reading values: inout [Float]
  ) throws(WeightFileError) {
    var moments = Moments()
    if tensor.type.isFloatingPoint {
      try tensor.read(into: &values, capacity: Moments.block) { moments.add($0) }
    } else {
      values.removeAll(keepingCapacity: true)
    }
    self.init(
      values, moments, shape: tensor.shape, type: tensor.type, outputsFirst: outputsFirst,
      samples: samples)
  }

  package init(
    _ values: [Float], shape: [Int], type: ElementType, outputsFirst: Bool?,
    samples: Int
  ) {
    var moments = Moments()
    values.withUnsafeBufferPointer { all in
      for start in stride(from: 0, to: all.count, by: Moments.block) {
        let end = min(start + Moments.block, all.count)
        moments.add(UnsafeBufferPointer(rebasing: all[start..<end]))
      }
    }
    self.init(
      values, moments, shape: shape, type: type, outputsFirst: outputsFirst, samples: samples)
  }

  private init(
    _ values: [Float], _ moments: Moments, shape: [Int], type: ElementType, outputsFirst: Bool?,
    samples: Int
  ) {
    let view = MatrixView(shape, outputsFirst: outputsFirst ?? true)
    let grid = StorageGrid(type)
    (self.moments, self.view, self.grid) = (moments, view, grid)
    let isMatrix = view.rows > 1 && view.columns > 1
    guard moments.count > 0 else {
      (kind, shift, sparsity, outliers, structure, hash, spread) = (
        .nothing, nil, nil, 0, nil, 0, []
      )
      let lines = isMatrix && !values.isEmpty ? LineSums(values, view) : nil
      (zeroRows, zeroColumns, repeated) = ([], [], nil)
      rowSquares = []
      notFiniteRows = lines?.notFiniteRows ?? []
      return
    }
    let lines = LineSums(values, view)
    hash = lines.hash
    rowSquares = isMatrix && outputsFirst != nil ? lines.rowSquares : []
    notFiniteRows = lines.notFiniteRows
    let isConstant = moments.smallest == moments.largest
    zeroRows = isMatrix && !isConstant ? lines.zeroRows : []
    zeroColumns = isMatrix && !isConstant ? lines.zeroColumns : []
    let isWhole = moments.count == values.count
    var kind: Kind?
    let rounding = grid?.rounding ?? 6e-8
    if moments.largestMagnitude > 1e30, Self.isGarbage(values) {
      kind = .garbage
    } else if isConstant, moments.count > 0 {
      kind = .exact(.constant(moments.smallest))
    } else if isWhole {
      // Windows need their axes first; a matrix is the identity either way.
      let hasOutputsFirst = outputsFirst ?? true || shape.count == 2
      if hasOutputsFirst, let exact = ExactLaw(values, shape: shape) {
        kind = .exact(exact)
      } else if !isMatrix, let gates = GateBlocks(values) {
        kind = .gates(gates)
      } else if isMatrix, moments.zeros == 0 || moments.zeros < values.count / 100,
        let orthogonal = OrthogonalSearch(values, shape: shape, rounding: rounding)
      {
        kind = .orthogonal(orthogonal)
      } else if isMatrix, view.columns > 2, Self.rowsAreEqual(lines) {
        kind = .deterministic
      }
    }
    // Numbers in rows or columns of zeros, those in both once.
    let dead =
      view.rows * view.columns
      - (view.rows - zeroRows.count) * (view.columns - zeroColumns.count)
    let found =
      kind.map { ($0, Draws()) }
      ?? Self.draws(values, moments, view, dead: dead, rounding: rounding)
    self.kind = found.0
    (shift, sparsity, outliers) = (found.1.shift, found.1.sparsity, found.1.outliers)
    repeated = isMatrix && !isConstant ? RepeatedLines(lines, values: values) : nil
    if case .sample(let sample) = found.0 {
      spread = Self.spread(values, count: samples, found.1)
      let window =
        outputsFirst == true && shape.count >= 4 ? shape[shape.count - 1] : 1
      // Lines that repeat others are told as such; their sums would only say it again.
      structure =
        isMatrix && sparsity == nil && outliers == 0 && shift == nil && repeated == nil
        ? StructureStatistics(
          lines, values: values, variance: sample.meanSquare, window: window) : nil
    } else {
      (spread, structure) = ([], nil)
    }
  }

  /// Whether numbers beyond 10³⁰ are more than the few that flipped bits make.
  private static func isGarbage(_ values: [Float]) -> Bool {
    values.count { $0.magnitude > 1e30 && $0.isFinite } > max(3, values.count / 1_000)
      || values.count < 64
  }

  private static func rowsAreEqual(_ lines: LineSums) -> Bool {
    lines.rowHashes.dropFirst().allSatisfy { $0 == lines.rowHashes[0] }
  }

  // MARK: - Draws

  /// What was left out of the numbers before they were taken for draws.
  private struct Draws {
    var shift: Double?
    var sparsity: Double?
    var outliers = 0
    var limit = Double.infinity
    var skipsZeros = false
  }

  private static func draws(
    _ values: [Float], _ moments: Moments, _ view: MatrixView, dead: Int, rounding: Double
  ) -> (Kind, Draws) {
    var draws = Draws()
    draws.skipsZeros = dead > 0
    let excluded = dead
    var count = moments.count - excluded
    var square = moments.powerSums[1]
    var largest = moments.largestMagnitude
    let scattered = moments.zeros - excluded
    let zeroShare = Double(scattered) / Double(max(1, count))
    // Small types round small numbers to zero; what a deviation in their range would lose is far below this.
    if scattered >= 3, zeroShare > (rounding > 1e-2 ? 0.05 : 0.005), zeroShare < 1 {
      draws.sparsity = zeroShare
      count -= scattered
    }
    let deviation = (square / Double(max(1, count))).squareRoot()
    let mean = moments.powerSums[0] / Double(max(1, count))
    let standardError = deviation / Double(max(1, count)).squareRoot()
    let meanSquare = deviation * deviation
    let kurtosis =
      moments.powerSums[3] / Double(max(1, count)) / max(1e-300, meanSquare * meanSquare)
    if draws.sparsity == nil, mean.magnitude > 6 * standardError, mean.magnitude > 0.2 * deviation {
      draws.shift = mean
      var (centred, most) = (0.0, 0.0)
      for value in values where value.isFinite {
        let x = Double(value) - mean
        centred += x * x
        most = max(most, x.magnitude)
      }
      (square, largest) = (centred, most)
    } else if kurtosis > 12, count > 64 {
      // Entries far outside of a robust scale are left out, if they are few.
      let magnitudes = spread(values, count: 4_096, Draws()).map { Double($0.magnitude) }.sorted()
      let robust = magnitudes[magnitudes.count / 2] * 1.4826
      let limit = 8 * robust
      var (kept, keptSquare, most, out) = (0, 0.0, 0.0, 0)
      for value in values where value.isFinite {
        let x = Double(value).magnitude
        if x > limit {
          out += 1
        } else {
          kept += 1
          keptSquare += x * x
          most = max(most, x)
        }
      }
      if out > 0, out <= max(3, count / 1_000), robust > 0 {
        draws.outliers = out
        draws.limit = limit
        count = kept - excluded - (draws.sparsity == nil ? 0 : scattered)
        (square, largest) = (keptSquare, most)
      }
    }
    guard count > 0, square > 0 else { return (.nothing, draws) }
    let sample = ScaleStatistics(
      count: count, meanSquare: square / Double(count), largestMagnitude: largest,
      rounding: max(3e-7, rounding))
    return (.sample(sample), draws)
  }

  private static func spread(_ values: [Float], count: Int, _ draws: Draws) -> [Float] {
    let total = values.count
    let used = min(count, total)
    var result: [Float] = []
    result.reserveCapacity(used)
    for i in 0..<used {
      let x = values[used == total ? i : i * total / used]
      guard x.isFinite, Double(x.magnitude) <= draws.limit else { continue }
      if x == 0, draws.sparsity != nil || draws.skipsZeros { continue }
      result.append(x)
    }
    return result
  }
}
