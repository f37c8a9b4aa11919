import Simulation

extension ClaimCatalog {
  /// Note 004, first part: a linear layer, forward and backward, and Xavier's start.
  static let note004Linear: [Claim] = [
    Claim("S004-01", "E[h_i^t] = Σ E[w]E[h] = 0") { seeds in
      let (n, gamma) = layer
      let inputs = EntryLaw.normal(0.5, mean: 1)
      let sums = Sampling(seeds).weightedSums(
        terms: n, weights: .normal(gamma.squareRoot()), inputs: inputs, trials: 10_000, "sums")
      return .statement(
        [
          Comparison(
            "mean", .formula(0),
            theory: NumericalMethods.signAverage(4) { w in w.reduce(0, +) },
            measured: try .mean(of: sums))
        ],
        quoting: [.count("n", n), .number("gamma", gamma, 2), .number("input", inputs.mean, 2)])
    },

    Claim("S004-02", "Var[h_i^t] = n_{t-1}γ_t Var[h_j^{t-1}]") { seeds in
      let (n, gamma) = layer
      let (weights, inputs) = (EntryLaw.normal(gamma.squareRoot()), EntryLaw.normal(1))
      let sums = Sampling(seeds).weightedSums(
        terms: n, weights: weights, inputs: inputs, trials: 20_000, "sums")
      return .statement(
        [
          Comparison(
            "variance", .printed("2"),
            theory: Double(n) * weights.secondMoment * inputs.secondMoment,
            measured: try .variance(of: sums))
        ],
        quoting: [
          .count("n", n), .number("gamma", gamma, 2), .number("input", inputs.secondMoment, 2),
        ])
    },

    Claim("S004-03", "E[(h_j^{t-1})²] = Var[h_j^{t-1}]") { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: layer.n, weights: .normal(layer.gamma.squareRoot()), inputs: .normal(1),
        trials: 20_000, "sums")
      // Over all signs of four weights and four inputs.
      let sum = { (s: [Double]) in (0..<4).reduce(0) { $0 + s[$1] * s[4 + $1] } }
      let mean = NumericalMethods.signAverage(8, sum)
      let second = NumericalMethods.signAverage(8) { sum($0) * sum($0) }
      return .statement(
        [
          Comparison(
            "ratio", .formula(1), theory: (second - mean * mean) / second),
          Comparison("mean", .formula(0), theory: mean, measured: try .mean(of: sums)),
        ])
    },

    Claim("S004-04", "Var[∂ℓ/∂h^{t-1}] = n_tγ_t Var[∂ℓ/∂h^t], E=0 (反向)") { seeds in
      try backwardMoment(
        "2", fanIn: 50, fanOut: layer.n, variance: layer.gamma, seeds)
    },

    Claim("S004-05", "n_{t-1}γ_t=1, n_tγ_t=1 难以同时满足") { _ in bothConditions()
    },

    Claim("S004-06", "γ_t(n_{t-1}+n_t)/2=1 → γ_t=2/(n_{t-1}+n_t)") { _ in xavierCondition() },

    Claim("S004-07", "正态分布 N(0, √(2/(n_{t-1}+n_t)))") { seeds in
      let (m, n) = (64, 256)
      let xavier = 2 / Double(m + n)
      let second = xavier.squareRoot()
      func variance(_ key: String, _ stream: String, deviation: Double) throws -> Comparison {
        let draws = Sampling(seeds).values(10_000, stream) { deviation * $0.normal() }
        return Comparison(
          key, quoting: [.count("m", m), .count("n", n)], .formula(xavier),
          theory: NumericalMethods.gaussianAverage { deviation * $0 * deviation * $0 },
          measured: try .variance(of: draws))
      }
      return .law(
        [
          try variance("deviation", "a standard deviation", deviation: second),
          try variance("variance", "a variance", deviation: second.squareRoot()),
        ])
    },

    Claim("S004-08", "均匀分布 U(-√(6/(n+n)), √(6/(n+n))); U[-a,a] 方差 a²/3") { seeds in
      .statement(
        [try uniformVariance(radius: (6.0 / 384).squareRoot(), asserted: 2.0 / 384, seeds)])
    },
  ]

  /// n and γ of S004-01 to S004-04.
  private static let layer = (n: 100, gamma: 0.02)
}
