import Simulation

extension ClaimCatalog {
  /// Note 000, third part: the variance of a sum, and Xavier's rule.
  static let note000Xavier: [Claim] = [
    Claim(
      "S000-09",
      "E[o_i] = Σ E[w_ij]E[x_j] = 0", gloss: "The mean of an output is 0.",
      asserts: "0"
    ) { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 64, weights: .normal(0.2), inputs: .normal(1.5), trials: 10_000, "sums")
      return .statement(
        [
          Comparison(
            "E o for n_in = 64", .formula(0), theory: exactMoments(terms: 4, 0.2, 1.5).mean,
            measured: try .mean(of: sums))
        ],
        "Each product of independent zero-mean numbers has mean 0, so the sum has.")
    },

    Claim(
      "S000-10",
      "Var[o_i] = n_in σ² γ²", gloss: "The variance of an output is n_in σ² γ².",
      asserts: "n_in σ²γ² (=5.76 for n_in=64, σ=0.2, γ=1.5)"
    ) { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 64, weights: .normal(0.2), inputs: .normal(1.5), trials: 20_000, "sums")
      let perTerm = exactMoments(terms: 4, 0.2, 1.5).variance / 4
      return .statement(
        [
          Comparison(
            "Var o for n_in = 64, σ = 0.2, γ = 1.5", .printed("5.76"), theory: 64 * perTerm,
            measured: try .variance(of: sums)),
          Comparison(
            "Var o for n_in = 4, over all signs", .formula(4 * 0.2 * 0.2 * 1.5 * 1.5),
            theory: exactMoments(terms: 4, 0.2, 1.5).variance),
        ],
        "The cross terms have mean 0, which leaves n_in equal squares.")
    },

    Claim(
      "S000-11",
      "不要求他是高斯分布", gloss: "The weights need not be Gaussian.",
      asserts: "only mean 0 and variance σ² matter for Var"
    ) { seeds in
      func variance(_ name: String, _ law: EntryLaw) throws -> Comparison {
        let sums = Sampling(seeds).weightedSums(
          terms: 64, weights: law, inputs: .normal(1.5), trials: 10_000, name)
        return Comparison(
          "Var o, \(name) weights", .printed("5.76"),
          theory: 64 * law.secondMoment * EntryLaw.normal(1.5).secondMoment,
          measured: try .variance(of: sums))
      }
      return .statement(
        [
          try variance("normal", .normal(0.2)), try variance("uniform", .uniform(0.2)),
          try variance("two-point", .twoPoint(0.2)),
        ],
        "Only the mean and the variance of a weight enter the derivation, and three laws with the "
          + "same two give the same output variance.")
    },

    Claim(
      "S000-12",
      "令 n_in σ²=1 … 正向传播的时候数值不会有很大的波动",
      gloss: "With n_in σ² = 1 the values do not fluctuate much in the forward pass.",
      asserts: "n_in σ²=1 ⇒ forward stable"
    ) { seeds in
      var comparisons: [Comparison] = []
      for activation in [Identity(), ReLU(), Tanh()] as [any Activation] {
        comparisons.append(
          try await NetworkMeasurement(activation, LeCun(), depth: 20).signalDecades(
            "log₁₀ E h² after 20 layers, \(activation.name)",
            .between(-0.3, 0.3, "within a factor of 2"), seeds.child(activation.name)))
      }
      return .law(
        comparisons,
        "True without an activation; ReLU halves the second moment in every layer, and tanh "
          + "shrinks it too.")
    },

    Claim(
      "S000-13",
      "令 n_out σ²=1 … 但是两者不可兼得",
      gloss: "n_out σ² = 1 is wanted as well, but both cannot be had together.",
      asserts: "both conditions only if n_in=n_out"
    ) { _ in
      func backward(_ fanIn: Double, _ fanOut: Double) -> Double {
        fanOut * NumericalMethods.root(in: 0...10) { fanIn * $0 - 1 }
      }
      return .statement(
        [
          Comparison("n_out σ² where n_in σ² = 1, 64 → 256", .above(1), theory: backward(64, 256)),
          Comparison("n_out σ² where n_in σ² = 1, 256 → 64", .below(1), theory: backward(256, 64)),
          Comparison(
            "n_out σ² where n_in σ² = 1, 128 → 128", .formula(1), theory: backward(128, 128)),
        ],
        "One variance cannot be both 1/n_in and 1/n_out; the one exception, which the note leaves "
          + "unsaid, is n_in = n_out.")
    },

    Claim(
      "S000-14",
      "½(n_in+n_out)σ²=1 ⇔ σ=√(2/(n_in+n_out))",
      gloss: "Half of (n_in + n_out) σ² = 1 means σ = √(2/(n_in + n_out)).",
      asserts: "σ²=2/(n_in+n_out)"
    ) { _ in
      .statement(
        [(64.0, 256.0), (128, 128), (300, 7)].map { m, n in
          Comparison(
            "σ for \(decimal(m, significant: 3)) → \(decimal(n, significant: 3))",
            .formula((2 / (m + n)).squareRoot()),
            theory: NumericalMethods.root(in: 0...10) { 0.5 * (m + n) * $0 * $0 - 1 })
        },
        "Solving the condition numerically gives the same σ.")
    },

    Claim(
      "S000-15",
      "均匀分布U(−a,a)的方差为a²/3", gloss: "The variance of U(−a, a) is a²/3.",
      asserts: "a²/3"
    ) { seeds in
      .statement(
        [try uniformVariance(radius: 1.5, asserted: 1.5 * 1.5 / 3, seeds)],
        "The integral of x²/(2a) over (−a, a) is a²/3.")
    },

    Claim(
      "S000-16",
      "U(−√(6/(n_in+n_out)), √(6/(n_in+n_out)))",
      gloss: "Xavier's uniform law is U(−√(6/(n_in + n_out)), √(6/(n_in + n_out))).",
      asserts: "variance 2/(n_in+n_out)"
    ) { seeds in
      .statement(
        [try uniformVariance(radius: (6.0 / 320).squareRoot(), asserted: 2.0 / 320, seeds)],
        "With a² = 6/(n_in + n_out) the variance a²/3 is Xavier's 2/(n_in + n_out).")
    },
  ]

  /// Mean and variance of Σ wⱼxⱼ by enumeration of all signs of ±σ weights and ±γ inputs.
  private static func exactMoments(
    terms: Int, _ sigma: Double, _ gamma: Double
  ) -> (mean: Double, variance: Double) {
    func sum(_ signs: [Double]) -> Double {
      (0..<terms).reduce(0) { $0 + sigma * signs[$1] * gamma * signs[terms + $1] }
    }
    let mean = NumericalMethods.signAverage(2 * terms, sum)
    return (mean, NumericalMethods.signAverage(2 * terms) { sum($0) * sum($0) } - mean * mean)
  }

  /// The variance of U(−a, a): asserted, integrated, and measured.
  static func uniformVariance(
    radius: Double, asserted: Double, _ seeds: SeedTree
  ) throws -> Comparison {
    let draws = Sampling(seeds).values(20_000, "uniform") { (2 * $0.uniform() - 1) * radius }
    return Comparison(
      "variance for a = \(decimal(radius, significant: 3))", .formula(asserted),
      theory: NumericalMethods.integral(over: -radius...radius) { $0 * $0 / (2 * radius) },
      measured: try .variance(of: draws))
  }
}
