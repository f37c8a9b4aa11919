/// Where a tensor is orthogonal: as a whole under one of its foldings to a matrix, or by gate.
public struct OrthogonalSearch: Equatable, Sendable {
  /// The mean norm of the orthogonal lines.
  public let gain: Double
  /// In how many equal blocks it is orthogonal; 1 for the whole.
  public let blocks: Int
  /// Which axes were folded to a matrix, in words.
  public let folding: String

  /// Asks the foldings first axis × rest and rest × last axis, then two to four blocks of either axis of matrices.
  package init?(_ values: [Float], shape: [Int], rounding: Double) {
    guard shape.count >= 2, !shape.contains(0) else { return nil }
    let rest = shape.dropFirst().reduce(1, *)
    let front = shape.dropLast().reduce(1, *)
    if let found = OrthogonalRows.screened(values, shape[0], rest, rounding) {
      (gain, blocks, folding) = (found, 1, "first axis by the others")
      return
    }
    let last = shape[shape.count - 1]
    if shape.count > 2, let found = OrthogonalRows.screened(values, front, last, rounding) {
      (gain, blocks, folding) = (found, 1, "the others by the last axis")
      return
    }
    guard shape.count == 2 else { return nil }
    for parts in [4, 3, 2] {
      if shape[0].isMultiple(of: parts), shape[0] / parts > 1 {
        let size = values.count / parts
        let gains = (0..<parts).map { part in
          OrthogonalRows.screened(
            values, shape[0] / parts, rest, rounding, from: part * size, stride: rest)
        }
        if let mean = Self.common(gains) {
          (gain, blocks, folding) = (mean, parts, "blocks of rows")
          return
        }
      }
      if last.isMultiple(of: parts), last / parts > 1 {
        let width = last / parts
        let gains = (0..<parts).map { part in
          OrthogonalRows.screened(
            values, shape[0], width, rounding, from: part * width, stride: last)
        }
        if let mean = Self.common(gains) {
          (gain, blocks, folding) = (mean, parts, "blocks of columns")
          return
        }
      }
    }
    return nil
  }

  private static func common(_ gains: [Double?]) -> Double? {
    let found = gains.compactMap { $0 }
    guard found.count == gains.count else { return nil }
    return found.reduce(0, +) / Double(found.count)
  }
}

extension OrthogonalRows {
  /// The gain if the rows are orthogonal, after a look at a few of them.
  ///
  /// The cosines of eight independent rows have a root mean square of √n·r = 1 ± 0.13, and orthogonal ones none:
  /// one half cannot be mistaken.
  package static func screened(
    _ values: [Float], _ rows: Int, _ columns: Int, _ rounding: Double, from start: Int = 0,
    stride: Int? = nil
  ) -> Double? {
    let stride = stride ?? columns
    guard min(rows, columns) >= (rounding > 1e-4 ? 6 : 3),
      let few = OrthogonalRows(
        values, from: start, stride: stride, rows: rows, columns: columns, most: 8),
      few.cosine < 0.5,
      let all = OrthogonalRows(
        values, from: start, stride: stride, rows: rows, columns: columns),
      all.isOrthogonal(rounding: rounding)
    else { return nil }
    return all.gain
  }
}
