import Simulation

extension ClaimCatalog {
  /// Note 000, third part: the variance of a sum, and Xavier's rule.
  static let note000Xavier: [Claim] = [
    Claim("S000-09", "E[o_i] = Σ E[w_ij]E[x_j] = 0") { seeds in
      let (inputs, sigma, gamma) = outputLayer
      let sums = Sampling(seeds).weightedSums(
        terms: inputs, weights: .normal(sigma), inputs: .normal(gamma), trials: 10_000, "sums")
      return .statement(
        [
          Comparison(
            "mean", quoting: [.count("inputs", inputs)], .formula(0),
            theory: exactMoments(terms: fewTerms, sigma, gamma).mean,
            measured: try .mean(of: sums))
        ])
    },

    Claim("S000-10", "Var[o_i] = n_in σ² γ²") { seeds in
      let (inputs, sigma, gamma) = outputLayer
      let sums = Sampling(seeds).weightedSums(
        terms: inputs, weights: .normal(sigma), inputs: .normal(gamma), trials: 20_000, "sums")
      let few = exactMoments(terms: fewTerms, sigma, gamma).variance
      let perTerm = few / Double(fewTerms)
      return .statement(
        [
          Comparison(
            "variance", .printed("5.76"), theory: Double(inputs) * perTerm,
            measured: try .variance(of: sums)),
          Comparison(
            "all-signs", quoting: [.count("inputs", fewTerms)],
            .formula(Double(fewTerms) * sigma * sigma * gamma * gamma), theory: few),
        ],
        quoting: [
          .count("inputs", inputs), .number("sigma", sigma, 2), .number("gamma", gamma, 2),
        ])
    },

    Claim("S000-11", "不要求他是高斯分布") { seeds in
      let (inputs, sigma, gamma) = outputLayer
      func variance(_ name: String, _ law: EntryLaw) throws -> Comparison {
        let sums = Sampling(seeds).weightedSums(
          terms: inputs, weights: law, inputs: .normal(gamma), trials: 10_000, name)
        return Comparison(
          name, .printed("5.76"),
          theory: Double(inputs) * law.secondMoment * EntryLaw.normal(gamma).secondMoment,
          measured: try .variance(of: sums))
      }
      return .statement(
        [
          try variance("normal", .normal(sigma)), try variance("uniform", .uniform(sigma)),
          try variance("two-point", .twoPoint(sigma)),
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
      func backward(_ key: String, _ m: Double, _ n: Double, _ asserted: Assertion) -> Comparison {
        Comparison(
          key, quoting: [.number("m", m, 3), .number("n", n, 3)], asserted,
          theory: n * NumericalMethods.root(in: 0...10) { m * $0 - 1 })
      }
      return .statement(
        [
          backward("widening", 64, 256, .above(1)), backward("narrowing", 256, 64, .below(1)),
          backward("square", 128, 128, .formula(1)),
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

  /// n_in, σ and γ of S000-09 to S000-11.
  private static let outputLayer = (inputs: 64, sigma: 0.2, gamma: 1.5)

  /// As many terms as allow all their signs to be enumerated.
  private static let fewTerms = 4

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
