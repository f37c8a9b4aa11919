import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, sections 6.2 and 6.3: advice, and the table of methods.
  static let note001Methods: [Claim] = [
    Claim("S001-39", "σ²=α/√(mn)+(1-α)·2/(m+n), α∈[0,1]") { _ in
      let (m, n, parts) = (64, 256, 10)
      let values = (0...parts).map {
        Interpolated(alpha: Double($0) / Double(parts)).variance(fanIn: m, fanOut: n)
      }
      let steps = zip(values, values.dropFirst()).map { $1 - $0 }
      return .statement(
        [
          Comparison(
            "alpha-0", .formula(2 / Double(m + n)), theory: values[0]),
          Comparison(
            "alpha-1", .formula(1 / Double(m * n).squareRoot()), theory: values[parts]),
          Comparison("step", .above(0), theory: steps.min() ?? 0),
        ],
        quoting: [.count("m", m), .count("n", n), .number("step", 1 / Double(parts), 2)])
    },

    Claim("S001-40", "深层网络：几何平均…理论上更优（全局方差守恒）/ 二次平均…深层可能累积误差") { seeds in
      let hourglass = hourglassWidths
      return .law(
        [
          try await signalAtEnd(
            seeds, "geometric", "geometric, linear 64-128-256-128-64", Geometric(), Identity(),
            hourglass,
            .about(1, within: 0.01)),
          try await signalAtEnd(
            seeds, "quadratic", "quadratic, linear 64-128-256-128-64", Quadratic(), Identity(),
            hourglass,
            .below(1)),
          try await signalAtEnd(
            seeds, "widening", "geometric, linear 64-128-256-512", Geometric(), Identity(),
            [64, 128, 256, 512],
            .about(1, within: 0.01)),
          try await signalAtEnd(
            seeds, "relu", "geometric, ReLU 64-128-256-128-64", Geometric(), ReLU(), hourglass,
            .about(1, within: 0.01)),
        ])
    },

    Claim("S001-41", "Xavier…多数框架的默认选择") { _ in
      .wording(.refuted)
    },

    Claim("S001-42", "He初始化 N(0,2/m)：ReLU") { seeds in
      let units = 512
      let network = NetworkMeasurement(
        ReLU(), HeNormal(), widths: Array(repeating: units, count: 6))
      let result = try await network.measure(trials: 1000, seeds)
      let theory = try network.predict()
      return .statement(
        [0, 4].map { layer in
          Comparison(
            "signal", quoting: [.count("layer", layer + 1)], .about(1, within: 1e-6),
            theory: theory.layers[layer].activationSecondMoment,
            measured: result.layers[layer].activation.mean)
        }, quoting: [.count("units", units)])
    },

    Claim("S001-43", "He初始化 N(0,2/m)：PReLU") { seeds in
      func gain(_ a: Double) throws -> Comparison {
        func f(_ z: Double) -> Double { z < 0 ? a * z : z }
        let draws = Sampling(seeds).values(200_000, "a = \(a)") {
          let value = f($0.normal())
          return 2 * value * value
        }
        return Comparison(
          "factor", quoting: [.number("slope", a, 2)],
          .about(1, within: 1e-6), theory: 2 * NumericalMethods.gaussianAverage { f($0) * f($0) },
          measured: try .mean(of: draws))
      }
      return .law(
        [try gain(0), try gain(0.25)])
    },

    Claim("S001-44", "He 用m但乘以2（ReLU会杀死一半神经元）") { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 64, weights: .normal((2.0 / 64).squareRoot()), inputs: .normal(1), trials: 10_000,
        "sums")
      return .statement(
        [
          Comparison(
            "units", .printed("0.5"), theory: NormalDistribution.cumulative(0),
            measured: try .proportion(successes: sums.count { $0 <= 0 }, trials: sums.count)),
          Comparison(
            "lost", .printed("0.5"),
            theory: NumericalMethods.gaussianAverage { $0 < 0 ? $0 * $0 : 0 }),
        ])
    },

    Claim("S001-45", "LeCun初始化 N(0,1/m)：SELU") { seeds in
      let draws = Sampling(seeds).values(100_000, "selu") {
        let value = selu($0.normal())
        return value * value
      }
      return .statement(
        [
          Comparison(
            "second-moment", .about(1, within: 1e-6),
            theory: NumericalMethods.gaussianAverage { selu($0) * selu($0) },
            measured: try .mean(of: draws)),
          Comparison(
            "mean", .between(-1e-6, 1e-6, "0"), theory: NumericalMethods.gaussianAverage(selu)),
        ])
    },

    Claim("S001-46", "Xavier 适用 Sigmoid, Tanh") { seeds in
      let depth = 10
      let sigmoid = try await NetworkMeasurement(Sigmoid(), XavierNormal(), depth: depth)
        .gradientDecades(
          "gradient",
          .between(-1, 1, words: "within-10"), seeds.child("sigmoid"))
      let factor = Double.power(10, (sigmoid.theory ?? 0) / Double(depth))
      return .statement(
        [sigmoid], quoting: [.number("factor", factor, 2)])
    },

    Claim("S001-47", "m=n 时 几何平均=代数平均=1/n") { _ in
      .statement(
        [64, 1, 1000].flatMap { n in
          [Geometric(), XavierNormal()].map { (rule: any WeightInitializer) in
            Comparison(
              "variance", quoting: [.name("rule", rule.name), .count("n", n)],
              .formula(1 / Double(n)),
              theory: rule.variance(fanIn: n, fanOut: n))
          }
        })
    },
  ]

  /// E h² of the last layer for an input of second moment 1.
  private static func signalAtEnd(
    _ seeds: SeedTree, _ key: String, _ stream: String, _ rule: any WeightInitializer,
    _ activation: any Activation, _ widths: [Int], _ assertion: Assertion
  ) async throws -> Comparison {
    let network = NetworkMeasurement(activation, rule, widths: widths)
    let predicted = try network.predict()
    let measured = try await network.measure(trials: 2000, seeds.child(stream))
    return Comparison(
      key, quoting: [.widths("widths", widths)], assertion,
      theory: predicted.layers.last?.activationSecondMoment,
      measured: measured.layers.last?.activation.mean, theoryError: 1e-6)
  }

  /// SELU with its published constants (Klambauer 2017).
  static func selu(_ x: Double) -> Double {
    let (alpha, lambda) = (1.6732632423543772, 1.0507009873554805)
    return lambda * (x > 0 ? x : alpha * Double.expMinusOne(x))
  }
}
