import Simulation

extension ClaimCatalog {
  /// Note 000, third part: the variance of a sum, and Xavier's rule.
  static let note000Xavier: [Claim] = [
    Claim("S000-09", "E[o_i] = Σ E[w_ij]E[x_j] = 0") { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 64, weights: .normal(0.2), inputs: .normal(1.5), trials: 10_000, "sums")
      return .statement(
        [
          Comparison(
            "mean", .formula(0), theory: exactMoments(terms: 4, 0.2, 1.5).mean,
            measured: try .mean(of: sums))
        ])
    },

    Claim("S000-10", "Var[o_i] = n_in σ² γ²") { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 64, weights: .normal(0.2), inputs: .normal(1.5), trials: 20_000, "sums")
      let perTerm = exactMoments(terms: 4, 0.2, 1.5).variance / 4
      return .statement(
        [
          Comparison(
            "variance", .printed("5.76"), theory: 64 * perTerm,
            measured: try .variance(of: sums)),
          Comparison(
            "all-signs", .formula(4 * 0.2 * 0.2 * 1.5 * 1.5),
            theory: exactMoments(terms: 4, 0.2, 1.5).variance),
        ])
    },

    Claim("S000-11", "不要求他是高斯分布") { seeds in
      func variance(_ name: String, _ law: EntryLaw) throws -> Comparison {
        let sums = Sampling(seeds).weightedSums(
          terms: 64, weights: law, inputs: .normal(1.5), trials: 10_000, name)
        return Comparison(
          name, .printed("5.76"),
          theory: 64 * law.secondMoment * EntryLaw.normal(1.5).secondMoment,
          measured: try .variance(of: sums))
      }
      return .statement(
        [
          try variance("normal", .normal(0.2)), try variance("uniform", .uniform(0.2)),
          try variance("two-point", .twoPoint(0.2)),
        ])
    },

    Claim("S000-12", "令 n_in σ²=1 … 正向传播的时候数值不会有很大的波动") { seeds in
      var comparisons: [Comparison] = []
      for activation in [Identity(), ReLU(), Tanh()] as [any Activation] {
        comparisons.append(
          try await NetworkMeasurement(activation, LeCun(), depth: 20).signalDecades(
            "signal", quoting: [.name("activation", activation.name)],
            .between(-0.3, 0.3, words: "within-2"), seeds.child(activation.name)))
      }
      return .law(comparisons)
    },

    Claim("S000-13", "令 n_out σ²=1 … 但是两者不可兼得") { _ in
      func backward(_ fanIn: Double, _ fanOut: Double) -> Double {
        fanOut * NumericalMethods.root(in: 0...10) { fanIn * $0 - 1 }
      }
      return .statement(
        [
          Comparison("widening", .above(1), theory: backward(64, 256)),
          Comparison("narrowing", .below(1), theory: backward(256, 64)),
          Comparison(
            "square", .formula(1), theory: backward(128, 128)),
        ])
    },

    Claim("S000-14", "½(n_in+n_out)σ²=1 ⇔ σ=√(2/(n_in+n_out))") { _ in
      .statement(
        [(64.0, 256.0), (128, 128), (300, 7)].map { m, n in
          Comparison(
            "deviation", quoting: [.number("m", m, 3), .number("n", n, 3)],
            .formula((2 / (m + n)).squareRoot()),
            theory: NumericalMethods.root(in: 0...10) { 0.5 * (m + n) * $0 * $0 - 1 })
        })
    },

    Claim("S000-15", "均匀分布U(−a,a)的方差为a²/3") { seeds in
      .statement(
        [try uniformVariance(radius: 1.5, asserted: 1.5 * 1.5 / 3, seeds)])
    },

    Claim("S000-16", "U(−√(6/(n_in+n_out)), √(6/(n_in+n_out)))") { seeds in
      .statement(
        [try uniformVariance(radius: (6.0 / 320).squareRoot(), asserted: 2.0 / 320, seeds)])
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
      "variance", quoting: [.number("radius", radius, 3)], .formula(asserted),
      theory: NumericalMethods.integral(over: -radius...radius) { $0 * $0 / (2 * radius) },
      measured: try .variance(of: draws))
  }
}
