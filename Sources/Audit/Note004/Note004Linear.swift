import Simulation

extension ClaimCatalog {
  /// Note 004, first part: a linear layer, forward and backward, and Xavier's start.
  static let note004Linear: [Claim] = [
    Claim("S004-01", "E[h_i^t] = Σ E[w]E[h] = 0") { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 100, weights: .normal(0.02.squareRoot()), inputs: .normal(0.5, mean: 1),
        trials: 10_000, "sums")
      return .statement(
        [
          Comparison(
            "mean", .formula(0),
            theory: NumericalMethods.signAverage(4) { w in w.reduce(0, +) },
            measured: try .mean(of: sums))
        ])
    },

    Claim("S004-02", "Var[h_i^t] = n_{t-1}γ_t Var[h_j^{t-1}]") { seeds in
      let (weights, inputs) = (EntryLaw.normal(0.02.squareRoot()), EntryLaw.normal(1))
      let sums = Sampling(seeds).weightedSums(
        terms: 100, weights: weights, inputs: inputs, trials: 20_000, "sums")
      return .statement(
        [
          Comparison(
            "variance", .printed("2"),
            theory: 100 * weights.secondMoment * inputs.secondMoment,
            measured: try .variance(of: sums))
        ])
    },

    Claim("S004-03", "E[(h_j^{t-1})²] = Var[h_j^{t-1}]") { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 100, weights: .normal(0.02.squareRoot()), inputs: .normal(1), trials: 20_000,
        "sums")
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
        "2", fanIn: 50, fanOut: 100, variance: 0.02, seeds)
    },

    Claim("S004-05", "n_{t-1}γ_t=1, n_tγ_t=1 难以同时满足") { _ in bothConditions()
    },

    Claim("S004-06", "γ_t(n_{t-1}+n_t)/2=1 → γ_t=2/(n_{t-1}+n_t)") { _ in xavierCondition() },

    Claim("S004-07", "正态分布 N(0, √(2/(n_{t-1}+n_t)))") { seeds in
      let second = (2.0 / 320).squareRoot()
      func variance(_ key: String, _ stream: String, deviation: Double) throws -> Comparison {
        let draws = Sampling(seeds).values(10_000, stream) { deviation * $0.normal() }
        return Comparison(
          key, .formula(2.0 / 320),
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
}
