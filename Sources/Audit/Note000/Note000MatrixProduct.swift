import Foundation
import Simulation

extension ClaimCatalog {
  /// Note 000, second part: the product of random 4 × 4 matrices and its printed result.
  static let note000MatrixProduct: [Claim] = [
    Claim(
      "S000-06",
      "M=normal(4,4); for i in range(100): M=mm(M,normal(4,4)) → 1.2614e+24 … -1.4266e+25",
      gloss: "The script's product of 4 × 4 normal matrices has entries up to 10²⁵.",
      asserts: "entries of order 1e24–1e25"
    ) { seeds in
      let runs = MatrixProductScript.runs(400, seeds)
      let decades = runs.map { Double.log10($0.product.frobeniusNorm) }
      let law = try LyapunovExponents(size: 4)
      return .statement(
        [
          Comparison(
            "log₁₀ of the norm of the product",
            .printedOutput(Double.log10(MatrixProductScript.printed.frobeniusNorm)),
            theory: law.logNormMean(steps: 101) * log10OfE, measured: try .mean(of: decades),
            outputs: .init(decades))
        ],
        "The logarithm of the norm grows by \(decimal(law.top, significant: 3)) a step on average, "
          + "so 10²⁴ to 10²⁵ is typical; single runs scatter by "
          + "\(decimal(law.logNormVariance(steps: 101).squareRoot() * log10OfE, significant: 2)) "
          + "decades around it.")
    },

    Claim(
      "S000-07",
      "乘以100个矩阵后", gloss: "“After multiplying by 100 matrices”.",
      asserts: "100 matrices"
    ) { seeds in
      let run = MatrixProductScript.runs(1, seeds)[0]
      return .law(
        [
          Comparison(
            "multiplications in the loop", .printed("100"), theory: Double(run.multiplications)),
          Comparison(
            "factors of the printed matrix", .printed("100"), theory: Double(run.factors)),
        ],
        "The loop multiplies 100 times, but it starts from a random matrix, so the printed product "
          + "has \(run.factors) random factors.")
    },

    Claim(
      "S000-08",
      "printed final matrix",
      gloss: "The printed final matrix (taken as a genuine output of the script).",
      asserts: "(implied) genuine output of the code"
    ) { seeds in
      let runs = MatrixProductScript.runs(400, seeds)
      let printed = MatrixProductScript.printed
      return .authenticity(
        [
          Comparison(
            "log₁₀ of the norm",
            .printedOutput(Double.log10(printed.frobeniusNorm)),
            outputs: .init(runs.map { Double.log10($0.product.frobeniusNorm) })),
          Comparison(
            "log₁₀ of the rank-one defect of the digits",
            .printedOutput(Double.log10(MatrixProductScript.rankOneDefect(printed))),
            outputs: .init(
              runs.map {
                Double.log10(
                  MatrixProductScript.rankOneDefect(MatrixProductScript.fiveDigits($0.product)))
              })),
          Comparison(
            "mean square of the first matrix",
            .printedOutput(meanSquare(MatrixProductScript.printedFirst.elements)),
            outputs: .init(runs.map { meanSquare($0.first.elements) })),
        ],
        "The note gives no seed, so the run cannot be repeated; the digits pass the three tests "
          + "that can be made of them (size, rank, first matrix).")
    },
  ]
}

/// The note's script, run again: M = normal(4, 4), then 100 times M = M · normal(4, 4).
struct MatrixProductScript {
  let first: Matrix
  let product: Matrix
  let multiplications: Int

  /// How many random matrices the result is a product of.
  var factors: Int { multiplications + 1 }

  /// The script's output in a number of runs.
  static func runs(_ count: Int, _ seeds: SeedTree) -> [MatrixProductScript] {
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
  static let printedFirst = Matrix([
    [-0.7476, -0.5905, 0.4594, -0.4446], [-0.6868, -0.1769, -1.6432, -1.1101],
    [0.2385, -1.6487, 1.3177, 0.1729], [0.7691, -0.2316, -1.6668, -0.2459],
  ])
  static let printed = Matrix([
    [1.2614e24, -2.9730e24, -2.1424e24, -3.2076e24],
    [5.6098e24, -1.3223e25, -9.5285e24, -1.4266e25],
    [-2.1604e24, 5.0921e24, 3.6694e24, 5.4939e24],
    [2.1933e24, -5.1700e24, -3.7257e24, -5.5779e24],
  ])

  /// The largest 2 × 2 minor over the square of the largest entry: 0 for a matrix of rank one, to
  /// which such products converge.
  static func rankOneDefect(_ m: Matrix) -> Double {
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
  static func fiveDigits(_ m: Matrix) -> Matrix {
    Matrix(
      rows: m.rows, columns: m.columns,
      elements: m.elements.map { Double(String(format: "%.4e", $0)) ?? $0 })
  }
}
