import Simulation

extension ClaimCatalog {
  /// Note 000, second part: the product of random 4 × 4 matrices and its printed result.
  static let note000MatrixProduct: [Claim] = [
    Claim(
      "S000-06",
      "M=normal(4,4); for i in range(100): M=mm(M,normal(4,4)) → 1.2614e+24 … -1.4266e+25"
    ) { seeds in
      let runs = MatrixProductScript.runs(400, seeds)
      let decades = runs.map { Double.log10($0.product.frobeniusNorm) }
      let law = try LyapunovExponents(size: 4)
      return .statement(
        [
          Comparison(
            "norm",
            .printedOutput(Double.log10(MatrixProductScript.printed.frobeniusNorm)),
            theory: law.logNormMean(steps: 101) * log10OfE, measured: try .mean(of: decades),
            outputs: .init(decades))
        ],
        quoting: [
          .number("growth", law.top, 3),
          .number("scatter", law.logNormVariance(steps: 101).squareRoot() * log10OfE, 2),
        ])
    },

    Claim("S000-07", "乘以100个矩阵后") { seeds in
      let run = MatrixProductScript.runs(1, seeds)[0]
      return .law(
        [
          Comparison(
            "multiplications", .printed("100"), theory: Double(run.multiplications)),
          Comparison(
            "factors", .printed("100"), theory: Double(run.factors)),
        ],
        quoting: [
          .count("factors", run.factors), .count("multiplications", run.multiplications),
        ])
    },

    Claim("S000-08", "printed final matrix") { seeds in
      let runs = MatrixProductScript.runs(400, seeds)
      let printed = MatrixProductScript.printed
      return .authenticity(
        [
          Comparison(
            "norm",
            .printedOutput(Double.log10(printed.frobeniusNorm)),
            outputs: .init(runs.map { Double.log10($0.product.frobeniusNorm) })),
          Comparison(
            "defect",
            .printedOutput(Double.log10(MatrixProductScript.rankOneDefect(printed))),
            outputs: .init(
              runs.map {
                Double.log10(
                  MatrixProductScript.rankOneDefect(MatrixProductScript.fiveDigits($0.product)))
              })),
          Comparison(
            "first",
            .printedOutput(meanSquare(MatrixProductScript.printedFirst.elements)),
            outputs: .init(runs.map { meanSquare($0.first.elements) })),
        ])
    },
  ]
}
