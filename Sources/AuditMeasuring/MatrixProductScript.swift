import Foundation
import Simulation

/// The note's script, run again: M = normal(4, 4), then 100 times M = M · normal(4, 4).
package struct MatrixProductScript {
  package let first: Matrix
  package let product: Matrix
  package let multiplications: Int

  /// How many random matrices the result is a product of.
  package var factors: Int { multiplications + 1 }

  /// The script's output in a number of runs.
  package static func runs(_ count: Int, _ seeds: SeedTree) -> [MatrixProductScript] {
    (0..<count).map { run in
      var random = seeds.child(run).source()
      func factor() -> Matrix { Matrix(rows: 4, columns: 4, elements: normals(16, &random)) }
      let first = factor()
      var (product, multiplications) = (first, 0)
      for _ in 0..<100 {
        product = product * factor()
        multiplications += 1
      }
      return MatrixProductScript(
        first: first, product: product, multiplications: multiplications)
    }
  }

  /// The matrices that the note shows.
  package static let printedFirst = Matrix([
    [-0.7476, -0.5905, 0.4594, -0.4446], [-0.6868, -0.1769, -1.6432, -1.1101],
    [0.2385, -1.6487, 1.3177, 0.1729], [0.7691, -0.2316, -1.6668, -0.2459],
  ])
  package static let printed = Matrix([
    [1.2614e24, -2.9730e24, -2.1424e24, -3.2076e24],
    [5.6098e24, -1.3223e25, -9.5285e24, -1.4266e25],
    [-2.1604e24, 5.0921e24, 3.6694e24, 5.4939e24],
    [2.1933e24, -5.1700e24, -3.7257e24, -5.5779e24],
  ])

  /// The largest 2 × 2 minor over the square of the largest entry: 0 for a matrix of rank one, to
  /// which such products converge.
  package static func rankOneDefect(_ m: Matrix) -> Double {
    var largest = 0.0
    for i in 0..<4 {
      for j in 0..<i {
        for k in 0..<4 {
          for l in 0..<k {
            largest = max(largest, abs(m[i, k] * m[j, l] - m[i, l] * m[j, k]))
          }
        }
      }
    }
    return largest / (m.largestMagnitude * m.largestMagnitude)
  }

  /// The matrix as PyTorch prints it: five significant digits.
  package static func fiveDigits(_ m: Matrix) -> Matrix {
    Matrix(
      rows: m.rows, columns: m.columns,
      elements: m.elements.map { Double(String(format: "%.4e", $0)) ?? $0 })
  }
}
