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
          + "so the printed matrix is typical; single runs scatter by "
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
