import Kernels
import Simulation

/// The eigenvalues of a matrix's W Wᵀ/n beside Marchenko and Pastur's law, and those that stand out of it.
///
/// The law's scale is that of the median eigenvalue, which outliers do not move; out is what lies beyond Johnstone's
/// centre and 3.27 of his scales, the 10⁻³ of Tracy and Widom's first law (Johnstone 2001).
public struct SpectrumReading: Equatable, Sendable, Codable {
  /// The smaller side over the larger.
  public let ratio: Double
  /// Eigenvalues over the law's scale, falling: the law ends at (1 + √ratio)².
  public let eigenvalues: [Double]
  /// Where outliers begin.
  public let edge: Double
  /// How many outliers there are.
  public let outliers: Int
  /// Their share of ‖W‖².
  public let outlierShare: Double

  /// Reads a matrix of at least eight rows and columns; nil for smaller ones and those without numbers.
  package init?(_ values: [Float], _ view: MatrixView) {
    let (m, n) = (min(view.rows, view.columns), max(view.rows, view.columns))
    guard m >= 8, values.allSatisfy(\.isFinite) else { return nil }
    var matrix = Matrix(rows: m, columns: n)
    for row in 0..<view.rows {
      for column in 0..<view.columns {
        let x = Double(values[row * view.columns + column])
        if view.rows <= view.columns { matrix[row, column] = x } else { matrix[column, row] = x }
      }
    }
    guard let singular = try? SingularValues.of(matrix), singular.count == m,
      let law = try? MarchenkoPastur(ratio: Double(m) / Double(n))
    else { return nil }
    let squares = singular.map { $0 * $0 / Double(n) }.sorted(by: >)
    let scale = squares[m / 2] / law.quantile(0.5)
    guard scale > 0 else { return nil }
    let found = Self.edge(m, n)
    ratio = Double(m) / Double(n)
    eigenvalues = squares.map { $0 / scale }
    edge = found
    outliers = eigenvalues.count { $0 > found }
    let total = eigenvalues.reduce(0, +)
    outlierShare = total > 0 ? eigenvalues.prefix(outliers).reduce(0, +) / total : 0
  }

  private static func edge(_ m: Int, _ n: Int) -> Double {
    let (center, width) = TracyWidomEdge.johnstone(rows: m, columns: n)
    return (center + 3.2724 * width) / Double(n)
  }
}

/// Johnstone's centring of the largest eigenvalue, and the upper tail of Tracy and Widom's first law.
package enum TracyWidomEdge {
  /// μ and σ of the largest eigenvalue of W Wᵀ for entries of variance 1.
  package static func johnstone(rows: Int, columns: Int) -> (center: Double, width: Double) {
    let (a, b) = (
      Double(max(rows, columns) - 1).squareRoot(), Double(min(rows, columns)).squareRoot()
    )
    let sum = a + b
    return (sum * sum, sum * Double.exp(Double.log(1 / a + 1 / b) / 3))
  }

  /// P(TW₁ > s); beyond 5, where one less the distribution function has no digits left, by its first term.
  package static func upperTail(_ s: Double) -> Double {
    guard s > 5 else { return max(0, min(1, 1 - TracyWidom.cumulative(s))) }
    // e^(−2/3 s^(3/2))/(4√π s^(3/4)): Dumaz and Virág (2013) for β = 1.
    let power = s * s.squareRoot()
    return Double.exp(-2 * power / 3) / (7.0898154036 * power.squareRoot())
  }
}
