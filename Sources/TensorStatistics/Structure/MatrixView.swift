/// A tensor as a matrix of rows and columns, in the order of its numbers.
///
/// For outputs first the rows are the outputs; for outputs last the columns are.
public struct MatrixView: Hashable, Sendable {
  /// The rows.
  public let rows: Int
  /// The columns.
  public let columns: Int

  /// The view of a shape of at least one axis.
  package init(_ shape: [Int], outputsFirst: Bool) {
    if outputsFirst || shape.count < 2 {
      rows = shape.first ?? 1
      columns = shape.dropFirst().reduce(1, *)
    } else {
      columns = shape[shape.count - 1]
      rows = shape.dropLast().reduce(1, *)
    }
  }
}
