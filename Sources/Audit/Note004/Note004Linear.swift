import Simulation

extension ClaimCatalog {
  /// Note 004, first part: a linear layer, forward and backward, and Xavier's start.
  static let note004Linear: [Claim] = [
    Claim(
      "S004-01",
      "E[h_i^t] = Σ E[w]E[h] = 0", gloss: "The mean of each unit is 0.",
      asserts: "0"
    ) { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 100, weights: .normal(0.02.squareRoot()), inputs: .normal(0.5, mean: 1),
        trials: 10_000, "sums")
      return .statement(
        [
          Comparison(
            "E h for n = 100, γ = 0.02, inputs of mean 1", .formula(0),
            theory: NumericalMethods.signAverage(4) { w in w.reduce(0, +) },
            measured: try .mean(of: sums))
        ], "The weights have mean 0 and do not depend on the inputs, whose own mean drops out.")
    },

    Claim(
      "S004-02",
      "Var[h_i^t] = n_{t-1}γ_t Var[h_j^{t-1}]",
      gloss: "The variance of a unit is nₜ₋₁ γₜ times that of the previous layer.",
      asserts: "n γ Var (=2 for n=100, γ=0.02)"
    ) { seeds in
      let (weights, inputs) = (EntryLaw.normal(0.02.squareRoot()), EntryLaw.normal(1))
      let sums = Sampling(seeds).weightedSums(
        terms: 100, weights: weights, inputs: inputs, trials: 20_000, "sums")
      return .statement(
        [
          Comparison(
            "Var h for n = 100, γ = 0.02, Var h′ = 1", .printed("2"),
            theory: 100 * weights.secondMoment * inputs.secondMoment,
            measured: try .variance(of: sums))
        ], "n independent products, each of variance γ·Var h.")
    },

    Claim(
      "S004-03",
      "E[(h_j^{t-1})²] = Var[h_j^{t-1}]", gloss: "The second moment of a unit is its variance.",
      asserts: "second moment = variance"
    ) { seeds in
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
            "Var h/E h², over all signs", .formula(1), theory: (second - mean * mean) / second),
          Comparison("E h", .formula(0), theory: mean, measured: try .mean(of: sums)),
        ],
        "The previous slide's E h = 0 makes them equal; for the input layer it is an assumption, and "
          + "with an activation such as ReLU it fails.")
    },

    Claim(
      "S004-04",
      "Var[∂ℓ/∂h^{t-1}] = n_tγ_t Var[∂ℓ/∂h^t], E=0 (反向)",
      gloss:
        "The variance of the gradient at layer t − 1 is nₜ γₜ times that at layer t, its mean 0.",
      asserts: "backward analogue"
    ) { seeds in
      try backwardMoment(
        "2", fanIn: 50, fanOut: 100, variance: 0.02, seeds,
        "Exact if the gradient above does not depend on the layer's weights, which the slides do not "
          + "ask for")
    },

    Claim(
      "S004-05",
      "n_{t-1}γ_t=1, n_tγ_t=1 难以同时满足", gloss: "nₜ₋₁ γₜ = 1 and nₜ γₜ = 1 are hard to have both.",
      asserts: "conflict unless equal widths"
    ) { _ in bothConditions("One variance cannot have two values; the widths would have to agree.")
    },

    Claim(
      "S004-06",
      "γ_t(n_{t-1}+n_t)/2=1 → γ_t=2/(n_{t-1}+n_t)",
      gloss: "Xavier: γₜ (nₜ₋₁ + nₜ)/2 = 1, so γₜ = 2/(nₜ₋₁ + nₜ).",
      asserts: "Xavier"
    ) { _ in xavierCondition() },

    Claim(
      "S004-07",
      "正态分布 N(0, √(2/(n_{t-1}+n_t)))", gloss: "The normal law N(0, √(2/(nₜ₋₁ + nₜ))).",
      asserts: "second parameter is √(2/(…))"
    ) { seeds in
      let second = (2.0 / 320).squareRoot()
      func variance(_ name: String, deviation: Double) throws -> Comparison {
        let draws = Sampling(seeds).values(10_000, name) { deviation * $0.normal() }
        return Comparison(
          "variance for 64 → 256, the second argument read as \(name)", .formula(2.0 / 320),
          theory: NumericalMethods.gaussianAverage { deviation * $0 * deviation * $0 },
          measured: try .variance(of: draws))
      }
      return .law(
        [
          try variance("a standard deviation", deviation: second),
          try variance("a variance", deviation: second.squareRoot()),
        ],
        "Right if the second argument is the standard deviation; in the usual notation, and in note "
          + "000, it is the variance, and should then be 2/(nₜ₋₁ + nₜ) without the root.")
    },

    Claim(
      "S004-08",
      "均匀分布 U(-√(6/(n+n)), √(6/(n+n))); U[-a,a] 方差 a²/3",
      gloss: "The uniform law U(−√(6/(n + n)), √(6/(n + n))), since U[−a, a] has variance a²/3.",
      asserts: "variance 2/(n+n)"
    ) { seeds in
      .statement(
        [try uniformVariance(radius: (6.0 / 384).squareRoot(), asserted: 2.0 / 384, seeds)],
        "The integral of x²/(2a) is a²/3, here 2/(n + n).")
    },
  ]
}
