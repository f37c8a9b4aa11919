import Kernels
import Numerics

/// Theory of the largest and smallest singular value of an m × n matrix of independent N(0, s²) entries.
public struct ExtremeSingularValues: Equatable, Sendable, Codable {
  /// m, the number of rows.
  public let rows: Int
  /// n, the number of columns.
  public let columns: Int
  /// s², the variance of one entry.
  public let entryVariance: Double

  /// Makes the law for m, n ≥ 1 and s² ≥ 0.
  public init(rows: Int, columns: Int, entryVariance: Double) throws(TheoryError) {
    guard rows >= 1, columns >= 1 else { throw .badWidths([rows, columns]) }
    try requireVariance(entryVariance, "entry variance")
    self.rows = rows
    self.columns = columns
    self.entryVariance = entryVariance
  }

  /// s(√m + √n), which the largest singular value approaches (Bai and Yin 1993); its mean is below it
  /// (Gordon's inequality).
  public var baiYinLargest: Double {
    entryVariance.squareRoot() * (Double(rows).squareRoot() + Double(columns).squareRoot())
  }

  /// s|√m − √n|, which the smallest of the min(m, n) singular values approaches.
  public var baiYinSmallest: Double {
    entryVariance.squareRoot()
      * (Double(rows).squareRoot() - Double(columns).squareRoot()).magnitude
  }

  /// The centre of the squared largest singular value: s²(√(m−½) + √(n−½))².
  ///
  /// Johnstone (2001) has m − 1 and n; the symmetric form of Ma (2012) is accurate to O(n^(−2/3)).
  public var tracyWidomCenter: Double {
    let root = (Double(rows) - 0.5).squareRoot() + (Double(columns) - 0.5).squareRoot()
    return entryVariance * root * root
  }

  /// Its scale: s²(√(m−½) + √(n−½)) (1/√(m−½) + 1/√(n−½))^⅓.
  public var tracyWidomScale: Double {
    let (a, b) = ((Double(rows) - 0.5).squareRoot(), (Double(columns) - 0.5).squareRoot())
    return entryVariance * (a + b) * .power(1 / a + 1 / b, 1.0 / 3)
  }

  /// The p-quantile of the largest singular value by the Tracy–Widom law.
  public func largestQuantile(_ p: Double) -> Double {
    let squared = tracyWidomCenter + tracyWidomScale * TracyWidom.quantile(p)
    return Swift.max(0, squared).squareRoot()
  }

  /// The mean of the largest singular value by the Tracy–Widom law.
  ///
  /// With the squared value c + sT, E √(c + sT) = √c (1 + ½ε E T − ⅛ε² E T² + …), ε = s/c; the next term is
  /// below ε³.
  public var largestMean: Double {
    guard tracyWidomCenter > 0 else { return 0 }
    let ratio = tracyWidomScale / tracyWidomCenter
    let square =
      TracyWidom.mean * TracyWidom.mean
      + TracyWidom.standardDeviation * TracyWidom.standardDeviation
    return tracyWidomCenter.squareRoot()
      * (1 + ratio * TracyWidom.mean / 2 - ratio * ratio * square / 8)
  }

  /// P(largest ≤ x) by the Tracy–Widom law.
  public func largestCumulative(_ x: Double) -> Double {
    x <= 0 ? 0 : TracyWidom.cumulative((x * x - tracyWidomCenter) / tracyWidomScale)
  }
}
