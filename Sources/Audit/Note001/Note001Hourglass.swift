import Simulation

extension ClaimCatalog {
  /// Note 001, section 4.3: the variance through 64-128-256-128-64.
  static let note001Hourglass: [Claim] = [
    Claim(
      "S001-17",
      "[64,128,256,128,64] 方差表 — geometric",
      gloss: "Variances on 64-128-256-128-64 with the geometric rule: 1 in every layer.",
      asserts: "1 / 1 / 1 / 1"
    ) { seeds in
      try await hourglass(Geometric(), ["1.00", "1.00", "1.00", "1.00"], seeds)
    },

    Claim(
      "S001-18",
      "[64,128,256,128,64] 方差表 — arithmetic",
      gloss: "The same with the arithmetic rule (Xavier): 0.94, 0.89, 0.94, 1.",
      asserts: "0.94 / 0.89 / 0.94 / 1"
    ) { seeds in
      try await hourglass(XavierNormal(), ["0.94", "0.89", "0.94", "1.00"], seeds)
    },

    Claim(
      "S001-19",
      "[64,128,256,128,64] 方差表 — quadratic",
      gloss: "The same with the quadratic rule: 0.89, 0.80, 0.89, 1.",
      asserts: "0.89 / 0.8 / 0.89 / 1"
    ) { seeds in
      try await hourglass(Quadratic(), ["0.89", "0.80", "0.89", "1.00"], seeds)
    },

    Claim(
      "S001-20",
      "几何平均在理想情况下完全保持方差（当输入输出维度相同）",
      gloss:
        "The geometric rule conserves the variance completely (when input and output have the same dimension).",
      asserts: "variance conserved"
    ) { seeds in
      let network = NetworkMeasurement(Identity(), Geometric(), widths: hourglassWidths)
      let result = try await network.measure(trials: 2000, seeds)
      let theory = network.forwardVariances()
      return .law(
        [
          Comparison(
            "variance at the output of 64-128-256-128-64", .formula(1), theory: theory[3],
            measured: result.layers[3].activation.mean),
          Comparison(
            "variance in its middle layer", .formula(1), theory: theory[1],
            measured: result.layers[1].activation.mean),
        ],
        "Only from end to end: the product telescopes to √(first width/last width), while in "
          + "between the variance falls to \(decimal(theory[1], significant: 2)).")
    },

    Claim(
      "S001-21",
      "代数平均有轻微的方差衰减", gloss: "The arithmetic rule loses a little variance.",
      asserts: "slight decay"
    ) { seeds in
      let network = NetworkMeasurement(Identity(), XavierNormal(), widths: hourglassWidths)
      let result = try await network.measure(trials: 2000, seeds)
      let theory = network.forwardVariances()
      return .statement(
        (0..<4).map { layer in
          Comparison(
            "variance after layer \(layer + 1), arithmetic",
            .between(0.885, 1.005, "0.89 to 1 (the note's table)"), theory: theory[layer],
            measured: result.layers[layer].activation.mean)
        },
        "It loses more than half: \(decimal(theory[1], significant: 2)) is left in the middle "
          + "and \(decimal(theory[3], significant: 2)) at the output.", showing: 1)
    },

    Claim(
      "S001-22",
      "二次平均在中间层方差下降更明显", gloss: "The quadratic rule's variance falls more in the middle layers.",
      asserts: "quadratic < arithmetic in hidden layers"
    ) { _ in
      let quadratic = NetworkMeasurement(
        Identity(), Quadratic(), widths: hourglassWidths
      ).forwardVariances()
      let arithmetic = NetworkMeasurement(
        Identity(), XavierNormal(), widths: hourglassWidths
      ).forwardVariances()
      return .statement(
        (0..<3).map { layer in
          Comparison(
            "quadratic over arithmetic in layer \(layer + 1)", .below(1),
            theory: quadratic[layer] / arithmetic[layer])
        }, "Its σ² is the smallest of the three wherever m ≠ n.")
    },

    Claim(
      "S001-23",
      "init_geometric: std=1/√√(mn); init_arithmetic: √(2/(m+n)); init_quadratic:"
        + " √((m+n)/(m²+n²))",
      gloss: "The code's standard deviations implement the three formulae.",
      asserts: "code implements the formulae"
    ) { _ in
      let (m, n) = (64.0, 256.0)
      let code = [
        1 / (m * n).squareRoot().squareRoot(), (2 / (m + n)).squareRoot(),
        ((m + n) / (m * m + n * n)).squareRoot(),
      ]
      let rules: [any WeightInitializer] = [Geometric(), XavierNormal(), Quadratic()]
      return .statement(
        zip(code, rules).map { std, rule in
          Comparison(
            "σ² of \(rule.name) for m = 64, n = 256", .formula(std * std),
            theory: rule.variance(fanIn: 64, fanOut: 256))
        }, "The square of each standard deviation in the code is its rule's σ².")
    },
  ]

  static let hourglassWidths = [64, 128, 256, 128, 64]

  /// The four variances of the note's table for one rule.
  private static func hourglass(
    _ rule: any WeightInitializer, _ asserted: [PrintedNumber], _ seeds: SeedTree
  ) async throws -> Finding {
    let network = NetworkMeasurement(Identity(), rule, widths: hourglassWidths)
    let result = try await network.measure(trials: 2000, seeds)
    let theory = network.forwardVariances()
    let values = theory.map { decimal($0, significant: 3) }.joined(separator: ", ")
    return .statement(
      (0..<4).map { layer in
        Comparison(
          "variance after layer \(layer + 1), \(rule is XavierNormal ? "arithmetic" : rule.name)",
          .printed(asserted[layer]),
          theory: theory[layer],
          measured: result.layers[layer].activation.mean)
      }, "Each layer multiplies the variance by fan-in · σ², which gives \(values).",
      // The middle of the hourglass, where the note is farthest off.
      showing: 1)
  }
}
