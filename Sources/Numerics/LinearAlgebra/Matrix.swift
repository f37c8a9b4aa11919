import Kernels

/// A dense matrix of doubles, stored by rows.
///
/// The workhorse of spectra and small examples. Networks have their own buffers.
public struct Matrix: Equatable, Sendable, Codable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Row after row, `rows · columns` elements.
  public var elements: [Double]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimensions")
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix from its elements, row after row.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "a matrix needs rows · columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix from rows of equal length.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "all rows have the same length")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// The identity.
  public static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  /// The element in a row and column.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The transpose.
  public var transpose: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    // By blocks that fit into a few cache lines each way.
    let block = 16
    elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        for top in stride(from: 0, to: rows, by: block) {
          for left in stride(from: 0, to: columns, by: block) {
            for j in left..<Swift.min(left + block, columns) {
              for i in top..<Swift.min(top + block, rows) {
                target[j * rows + i] = source[i * columns + j]
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The matrix product, summed in the order of the inner index; O(mnk).
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "inner dimensions agree")
    var result = Matrix(rows: a.rows, columns: b.columns)
    Double.matrixProduct(
      a.elements, b.elements, into: &result.elements, rows: a.rows, inner: a.columns,
      columns: b.columns, transposed: false)
    return result
  }

  /// A multiple.
  public static func * (factor: Double, a: Matrix) -> Matrix {
    Matrix(rows: a.rows, columns: a.columns, elements: a.elements.map { factor * $0 })
  }

  /// The square root of the sum of squares, safe from overflow.
  public var frobeniusNorm: Double {
    let scale = largestMagnitude
    guard scale > 0, scale.isFinite else { return scale }
    var sum = 0.0
    for x in elements {
      let y = x / scale
      sum += y * y
    }
    return scale * sum.squareRoot()
  }

  /// max |aᵢⱼ|; 0 for an empty matrix, NaN if an element is.
  public var largestMagnitude: Double {
    // Without the sign, numbers are ordered like their bits, infinities and NaN last: an integer
    // maximum does not wait for comparisons of floating-point numbers.
    var bits: UInt64 = 0
    for x in elements { bits = Swift.max(bits, x.magnitude.bitPattern) }
    return Double(bitPattern: bits)
  }
}
