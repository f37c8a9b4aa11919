import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 001, sections 6.2 and 6.3: advice, and the table of methods.
  static let note001Methods: [Claim] = [
    Claim(
      "S001-39",
      "σ²=α/√(mn)+(1-α)·2/(m+n), α∈[0,1]",
      gloss: "σ² = α/√(mn) + (1 − α)·2/(m + n) lies between the two rules.",
      asserts: "interpolates geometric/arithmetic"
    ) { _ in
      let values = (0...10).map {
        Interpolated(alpha: Double($0) / 10).variance(fanIn: 64, fanOut: 256)
      }
      let steps = zip(values, values.dropFirst()).map { $1 - $0 }
      return .statement(
        [
          Comparison(
            "σ² at α = 0, 64 × 256", .formula(2.0 / 320), theory: values[0]),
          Comparison("σ² at α = 1", .formula(1.0 / 128), theory: values[10]),
          Comparison("least step as α grows by 0.1", .above(0), theory: steps.min() ?? 0),
        ], "It is a straight line from the arithmetic to the geometric variance.")
    },

    Claim(
      "S001-40",
      "深层网络：几何平均…理论上更优（全局方差守恒）/ 二次平均…深层可能累积误差",
      gloss:
        "In deep networks the geometric rule is optimal in theory (it conserves the variance globally); the quadratic may accumulate errors.",
      asserts: "geometric conserves, others accumulate"
    ) { seeds in
      let hourglass = hourglassWidths
      return .law(
        [
          try await signalAtEnd(
            seeds, "geometric, linear 64-128-256-128-64", Geometric(), Identity(), hourglass,
            .about(1, within: 0.01)),
          try await signalAtEnd(
            seeds, "quadratic, linear 64-128-256-128-64", Quadratic(), Identity(), hourglass,
            .below(1)),
          try await signalAtEnd(
            seeds, "geometric, linear 64-128-256-512", Geometric(), Identity(),
            [64, 128, 256, 512],
            .about(1, within: 0.01)),
          try await signalAtEnd(
            seeds, "geometric, ReLU 64-128-256-128-64", Geometric(), ReLU(), hourglass,
            .about(1, within: 0.01)),
        ],
        "Only for linear networks whose first and last widths agree, and only from end to end: a "
          + "widening network keeps √(first/last), and ReLU halves every layer.")
    },

    Claim(
      "S001-41",
      "Xavier…多数框架的默认选择", gloss: "Xavier is the default of most frameworks.",
      asserts: "default in most frameworks"
    ) { _ in
      .wording(
        .refuted,
        "Of nine frameworks whose source was read, four start a dense layer so (Keras, Flux, CNTK, "
          + "Lasagne) and five do not: PyTorch draws from U(±1/√fan-in), Flax, Haiku and Chainer use "
          + "LeCun's rule, MXNet U(±0.07).")
    },

    Claim(
      "S001-42",
      "He初始化 N(0,2/m)：ReLU", gloss: "He's N(0, 2/m) suits ReLU.",
      asserts: "2/m keeps E[h²]"
    ) { seeds in
      let network = NetworkMeasurement(
        ReLU(), HeNormal(), widths: Array(repeating: 512, count: 6))
      let result = try await network.measure(trials: 1000, seeds)
      let theory = try network.predict()
      return .statement(
        [0, 4].map { layer in
          Comparison(
            "E h² after layer \(layer + 1), 512 units", .about(1, within: 1e-6),
            theory: theory.layers[layer].activationSecondMoment,
            measured: result.layers[layer].activation.mean)
        },
        "E relu(z)² is half of E z², and the factor 2 makes up for it.")
    },

    Claim(
      "S001-43",
      "He初始化 N(0,2/m)：PReLU", gloss: "He's N(0, 2/m) suits PReLU.",
      asserts: "2/m for PReLU"
    ) { seeds in
      func gain(_ a: Double) throws -> Comparison {
        func f(_ z: Double) -> Double { z < 0 ? a * z : z }
        let draws = Sampling(seeds).values(200_000, "a = \(a)") {
          let value = f($0.normal())
          return 2 * value * value
        }
        return Comparison(
          "factor of E h² per layer, negative slope \(decimal(a, significant: 2))",
          .about(1, within: 1e-6), theory: 2 * NumericalMethods.gaussianAverage { f($0) * f($0) },
          measured: try .mean(of: draws))
      }
      return .law(
        [try gain(0), try gain(0.25)],
        "With the negative slope a the factor is 1 + a², so PReLU needs 2/((1 + a²)m); 2/m is right "
          + "only for a = 0.")
    },

    Claim(
      "S001-44",
      "He 用m但乘以2（ReLU会杀死一半神经元）",
      gloss: "He's rule multiplies by 2 because ReLU kills half of the units.",
      asserts: "half of the units are zero"
    ) { seeds in
      let sums = Sampling(seeds).weightedSums(
        terms: 64, weights: .normal((2.0 / 64).squareRoot()), inputs: .normal(1), trials: 10_000,
        "sums")
      return .statement(
        [
          Comparison(
            "share of units at 0", .printed("0.5"), theory: NormalDistribution.cumulative(0),
            measured: try .proportion(successes: sums.count { $0 <= 0 }, trials: sums.count)),
          Comparison(
            "share of E z² that is lost", .printed("0.5"),
            theory: NumericalMethods.gaussianAverage { $0 < 0 ? $0 * $0 : 0 }),
        ],
        "At the start z is symmetric about 0: half of the units are 0 for a given input, and with "
          + "them half of the second moment.")
    },

    Claim(
      "S001-45",
      "LeCun初始化 N(0,1/m)：SELU", gloss: "LeCun's N(0, 1/m) suits SELU.",
      asserts: "1/m"
    ) { seeds in
      let draws = Sampling(seeds).values(100_000, "selu") {
        let value = selu($0.normal())
        return value * value
      }
      return .statement(
        [
          Comparison(
            "E f² for z ~ N(0, 1)", .about(1, within: 1e-6),
            theory: NumericalMethods.gaussianAverage { selu($0) * selu($0) },
            measured: try .mean(of: draws)),
          Comparison(
            "E f", .between(-1e-6, 1e-6, "0"), theory: NumericalMethods.gaussianAverage(selu)),
        ],
        "With variance 1/m the pre-activations of a unit-variance input are N(0, 1), which SELU maps "
          + "to mean 0 and variance 1.")
    },

    Claim(
      "S001-46",
      "Xavier 适用 Sigmoid, Tanh", gloss: "Xavier suits sigmoid and tanh.",
      asserts: "suitable for sigmoid"
    ) { seeds in
      let sigmoid = try await NetworkMeasurement(Sigmoid(), XavierNormal(), depth: 10)
        .gradientDecades(
          "log₁₀ of the gradient through 10 layers, sigmoid",
          .between(-1, 1, "within a factor of 10"), seeds.child("sigmoid"))
      let factor = Double.power(10, (sigmoid.theory ?? 0) / 10)
      return .statement(
        [sigmoid],
        "Tanh it suits, but sigmoid's slope is at most ¼, so with Xavier the gradient's mean "
          + "square is multiplied by \(decimal(factor, significant: 2)) in every layer.")
    },

    Claim(
      "S001-47",
      "m=n 时 几何平均=代数平均=1/n", gloss: "For m = n the geometric and the arithmetic rule are both 1/n.",
      asserts: "1/n"
    ) { _ in
      .statement(
        [64, 1, 1000].flatMap { n in
          [Geometric(), XavierNormal()].map { (rule: any WeightInitializer) in
            Comparison(
              "σ² of \(rule.name) at m = n = \(n)", .formula(1 / Double(n)),
              theory: rule.variance(fanIn: n, fanOut: n))
          }
        }, "√(n·n) = (n + n)/2 = n.")
    },
  ]

  /// E h² of the last layer for an input of second moment 1.
  private static func signalAtEnd(
    _ seeds: SeedTree, _ name: String, _ rule: any WeightInitializer,
    _ activation: any Activation, _ widths: [Int], _ assertion: Assertion
  ) async throws -> Comparison {
    let network = NetworkMeasurement(activation, rule, widths: widths)
    let predicted = try network.predict()
    let measured = try await network.measure(trials: 2000, seeds.child(name))
    return Comparison(
      "signal at the end, \(name)", assertion,
      theory: predicted.layers.last?.activationSecondMoment,
      measured: measured.layers.last?.activation.mean, theoryError: 1e-6)
  }

  /// SELU with its published constants (Klambauer 2017).
  static func selu(_ x: Double) -> Double {
    let (alpha, lambda) = (1.6732632423543772, 1.0507009873554805)
    return lambda * (x > 0 ? x : alpha * Double.expMinusOne(x))
  }
}
