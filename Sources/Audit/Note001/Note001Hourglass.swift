import Simulation

extension ClaimCatalog {
  /// Note 001, section 4.3: the variance through 64-128-256-128-64.
  static let note001Hourglass: [Claim] = [
    Claim("S001-17", "[64,128,256,128,64] 方差表 — geometric") { seeds in
      try await hourglass(Geometric(), ["1.00", "1.00", "1.00", "1.00"], seeds)
    },

    Claim("S001-18", "[64,128,256,128,64] 方差表 — arithmetic") { seeds in
      try await hourglass(XavierNormal(), ["0.94", "0.89", "0.94", "1.00"], seeds)
    },

    Claim("S001-19", "[64,128,256,128,64] 方差表 — quadratic") { seeds in
      try await hourglass(Quadratic(), ["0.89", "0.80", "0.89", "1.00"], seeds)
    },

    Claim("S001-20", "几何平均在理想情况下完全保持方差（当输入输出维度相同）") { seeds in
      let network = NetworkMeasurement(Identity(), Geometric(), widths: hourglassWidths)
      let result = try await network.measure(trials: 2000, seeds)
      let theory = network.forwardVariances()
      return .law(
        [
          Comparison(
            "output", .formula(1), theory: theory[3],
            measured: result.layers[3].activation.mean),
          Comparison(
            "middle", .formula(1), theory: theory[1],
            measured: result.layers[1].activation.mean),
        ], quoting: [.number("middle", theory[1], 2), .widths("widths", hourglassWidths)])
    },

    Claim("S001-21", "代数平均有轻微的方差衰减") { seeds in
      let network = NetworkMeasurement(Identity(), XavierNormal(), widths: hourglassWidths)
      let result = try await network.measure(trials: 2000, seeds)
      let theory = network.forwardVariances()
      return .statement(
        (0..<4).map { layer in
          Comparison(
            "variance", quoting: [.count("layer", layer + 1)],
            .between(0.885, 1.005, words: "table"), theory: theory[layer],
            measured: result.layers[layer].activation.mean)
        }, quoting: [.number("middle", theory[1], 2), .number("end", theory[3], 2)], showing: 1)
    },

    Claim("S001-22", "二次平均在中间层方差下降更明显") { _ in
      let quadratic = NetworkMeasurement(
        Identity(), Quadratic(), widths: hourglassWidths
      ).forwardVariances()
      let arithmetic = NetworkMeasurement(
        Identity(), XavierNormal(), widths: hourglassWidths
      ).forwardVariances()
      return .statement(
        (0..<3).map { layer in
          Comparison(
            "ratio", quoting: [.count("layer", layer + 1)], .below(1),
            theory: quadratic[layer] / arithmetic[layer])
        })
    },

    Claim(
      "S001-23",
      "init_geometric: std=1/√√(mn); init_arithmetic: √(2/(m+n)); init_quadratic: √((m+n)/(m²+n²))"
    ) { _ in
      let (fanIn, fanOut) = (64, 256)
      let (m, n) = (Double(fanIn), Double(fanOut))
      let code = [
        1 / (m * n).squareRoot().squareRoot(), (2 / (m + n)).squareRoot(),
        ((m + n) / (m * m + n * n)).squareRoot(),
      ]
      let rules: [any WeightInitializer] = [Geometric(), XavierNormal(), Quadratic()]
      return .statement(
        zip(code, rules).map { std, rule in
          Comparison(
            "variance", quoting: [.name("rule", rule.name)], .formula(std * std),
            theory: rule.variance(fanIn: fanIn, fanOut: fanOut))
        }, quoting: [.count("m", fanIn), .count("n", fanOut)])
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
    return .statement(
      (0..<4).map { layer in
        Comparison(
          "variance", quoting: [.count("layer", layer + 1)],
          .printed(asserted[layer]),
          theory: theory[layer],
          measured: result.layers[layer].activation.mean)
      }, quoting: theory.indices.map { .number("layer-\($0 + 1)", theory[$0], 3) },
      // The middle of the hourglass, where the note is farthest off.
      showing: 1)
  }
}
