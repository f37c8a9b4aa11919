import Kernels
import Simulation

/// What rows, columns and neighbours of a matrix tell beside its numbers: draws of independent entries show nothing.
///
/// Statistics of the numbers alone; which law they are compared with is said later, because it is found later.
public struct StructureStatistics: Equatable, Sendable {
  /// How many rows are not all zero.
  public let rows: Int
  /// How many columns are not all zero.
  public let columns: Int
  /// n Σ (row mean)²/σ² over the rows: χ² with as many degrees of freedom as rows.
  public let rowMeans: Double
  /// The same for columns.
  public let columnMeans: Double
  /// n Σ (q − q̄)²/σ⁴ over the rows' mean squares q: (κ − 1) times about χ².
  public let rowNorms: Double
  /// The same for columns.
  public let columnNorms: Double
  /// A lower bound of the largest singular value over σ; nil where it was not computed.
  public let largestSingularValue: Double?
  /// Σ x x′/(N σ²) √N over neighbours in the window; nil without a window.
  public let neighbours: Double?

  /// Larger matrices' singular values are left out: their rows and columns tell enough.
  package static let mostForSingularValue = 1 << 18

  /// Statistics of a matrix whose entries have mean square σ², zero lines aside.
  ///
  /// - Parameter window: numbers of one window that lie together, or 1.
  package init?(_ lines: LineSums, values: [Float], variance: Double, window: Int) {
    let zeroRows = lines.zeroRows.count
    let zeroColumns = lines.zeroColumns.count
    let (m, n) = (lines.view.rows - zeroRows, lines.view.columns - zeroColumns)
    guard m > 1, n > 1, variance > 0, variance.isFinite else { return nil }
    (rows, columns) = (m, n)
    func means(_ sums: [Double], _ length: Int) -> Double {
      sums.reduce(0) { $0 + $1 * $1 } / (Double(length) * variance)
    }
    func norms(_ squares: [Double], _ length: Int) -> Double {
      let n = Double(length)
      let own = squares.filter { $0 > 0 }.map { $0 / n }
      let mean = own.reduce(0, +) / Double(max(1, own.count))
      return n * own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (variance * variance)
    }
    rowMeans = means(lines.rowSums, n)
    columnMeans = means(lines.columnSums, m)
    rowNorms = norms(lines.rowSquares, n)
    columnNorms = norms(lines.columnSquares, m)
    let isFinite = lines.notFiniteRows.isEmpty
    largestSingularValue =
      isFinite && values.count <= Self.mostForSingularValue && min(m, n) >= 8
      ? PowerIteration.largestSingularValue(values, lines.view) / variance.squareRoot() : nil
    if window > 1, isFinite {
      var sum = 0.0
      var count = 0
      for start in stride(from: 0, to: values.count - window + 1, by: window) {
        for i in start..<(start + window - 1) {
          sum += Double(values[i]) * Double(values[i + 1])
          count += 1
        }
      }
      neighbours = sum / (variance * Double(count).squareRoot())
    } else {
      neighbours = nil
    }
  }
}

/// The largest singular value by power iteration.
package enum PowerIteration {
  /// |W v| of a unit vector v after 16 steps from a fixed random start: never more than the largest singular value,
  /// and close to it where it stands out.
  package static func largestSingularValue(_ values: [Float], _ view: MatrixView) -> Double {
    let (m, n) = (view.rows, view.columns)
    var source = SeedTree(seed: 16).child("power-iteration").source()
    var right = (0..<n).map { _ in Float(source.normal()) }
    var left = [Float](repeating: 0, count: m)
    var norm = normalize(&right)
    values.withUnsafeBufferPointer { w in
      for _ in 0..<16 {
        for i in 0..<m {
          left[i] = dot(UnsafeBufferPointer(rebasing: w[(i * n)..<(i * n + n)]), right)
        }
        norm = normalize(&left)
        guard norm > 0 else { return }
        for j in 0..<n { right[j] = 0 }
        right.withUnsafeMutableBufferPointer { right in
          for i in 0..<m {
            let a = left[i]
            let row = UnsafeBufferPointer(rebasing: w[(i * n)..<(i * n + n)])
            for j in 0..<n { right[j] += a * row[j] }
          }
        }
        norm = normalize(&right)
        guard norm > 0 else { return }
      }
    }
    return norm
  }

  private static func dot(_ a: UnsafeBufferPointer<Float>, _ b: [Float]) -> Float {
    b.withUnsafeBufferPointer { b in
      guard let a0 = a.baseAddress, let b0 = b.baseAddress else { return 0 }
      var sum = SIMD8<Float>()
      let whole = a.count / 8 * 8
      for i in stride(from: 0, to: whole, by: 8) {
        let x = UnsafeRawPointer(a0 + i).loadUnaligned(as: SIMD8<Float>.self)
        let y = UnsafeRawPointer(b0 + i).loadUnaligned(as: SIMD8<Float>.self)
        sum += x * y
      }
      var total: Float = 0
      for lane in 0..<8 { total += sum[lane] }
      for i in whole..<a.count { total += a[i] * b[i] }
      return total
    }
  }

  private static func normalize(_ x: inout [Float]) -> Double {
    let norm = x.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard norm > 0, norm.isFinite else { return 0 }
    let factor = Float(1 / norm)
    for i in x.indices { x[i] *= factor }
    return norm
  }
}
