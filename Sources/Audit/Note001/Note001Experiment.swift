import Simulation

extension ClaimCatalog {
  /// Note 001, section 7: the experiment 64 → 256 → 64 and the output of its script.
  static let note001Experiment: [Claim] = [
    Claim(
      "S001-48",
      "实验1预测：几何…正向和反向方差都约为1",
      gloss: "Predicted for 64 → 256 → 64, geometric: forward and backward variance both about 1.",
      asserts: "forward 1, backward 1"
    ) { seeds in try await predicted(Geometric(), .about(1, within: 0.05), seeds) },

    Claim(
      "S001-49",
      "实验1预测：代数 正向0.94 反向0.94", gloss: "Predicted, arithmetic: forward 0.94, backward 0.94.",
      asserts: "0.94 / 0.94"
    ) { seeds in try await predicted(XavierNormal(), .printed("0.94"), seeds) },

    Claim(
      "S001-50",
      "实验1预测：二次 正向0.80 反向0.80", gloss: "Predicted, quadratic: forward 0.80, backward 0.80.",
      asserts: "0.80 / 0.80"
    ) { seeds in try await predicted(Quadratic(), .printed("0.80"), seeds) },

    Claim(
      "S001-51",
      "预期输出 64,256 geometric: Forward 1.0012 ± 0.0453, Backward 0.9988 ± 0.0449",
      gloss:
        "Expected output for 64, 256, geometric: forward 1.0012 ± 0.0453, backward 0.9988 ± 0.0449.",
      asserts: "1.0012 ± 0.0453 / 0.9988 ± 0.0449"
    ) { seeds in
      try expectedOutput(Geometric(), (1.0012, 0.0453), (0.9988, 0.0449), seeds)
    },

    Claim(
      "S001-52",
      "预期输出 64,256 arithmetic: Forward 0.9405 ± 0.0426, Backward 0.9401 ± 0.0424",
      gloss: "Expected output, arithmetic: forward 0.9405 ± 0.0426, backward 0.9401 ± 0.0424.",
      asserts: "0.9405 ± 0.0426 / 0.9401 ± 0.0424"
    ) { seeds in
      try expectedOutput(XavierNormal(), (0.9405, 0.0426), (0.9401, 0.0424), seeds)
    },

    Claim(
      "S001-53",
      "预期输出 64,256 quadratic: Forward 0.7998 ± 0.0362, Backward 0.8005 ± 0.0364",
      gloss: "Expected output, quadratic: forward 0.7998 ± 0.0362, backward 0.8005 ± 0.0364.",
      asserts: "0.7998 ± 0.0362 / 0.8005 ± 0.0364"
    ) { seeds in
      try expectedOutput(Quadratic(), (0.7998, 0.0362), (0.8005, 0.0364), seeds)
    },

    Claim(
      "S001-54",
      "预期输出 … ± 0.0453 (std over num_trials)",
      gloss: "The script prints standard deviations between 0.036 and 0.045 over its 1000 trials.",
      asserts: "std 0.036–0.045"
    ) { seeds in
      let outputs = ExperimentScript(m: 64, n: 256, variance: 1.0 / 128).run(4, seeds)
      return .statement(
        [
          Comparison(
            "printed std, forward", .between(0.036, 0.0454, "0.036 to 0.045"), theory: 0,
            measured: try .mean(of: outputs.map(\.forward.deviation)),
            outputs: .init(outputs.map(\.forward.deviation))),
          Comparison(
            "printed std, backward", .between(0.036, 0.0454, "0.036 to 0.045"), theory: 0,
            measured: try .mean(of: outputs.map(\.backward.deviation)),
            outputs: .init(outputs.map(\.backward.deviation))),
        ],
        "The loop computes the same product of the same W and x 1000 times, so the standard deviation "
          + "is exactly 0.")
    },

    Claim(
      "S001-55",
      "预期输出 128,128: 0.9997–1.0003 ± 0.044",
      gloss: "Expected output for 128, 128: all means within 0.0003 of 1, ± 0.044.",
      asserts: "means within 3e-4 of 1"
    ) { seeds in
      let script = ExperimentScript(m: 128, n: 128, variance: 1.0 / 128)
      let means = script.run(20, seeds).map(\.forward.mean)
      let scatter = try Estimate.normalVariance(of: means)
      return .statement(
        [
          Comparison(
            "standard deviation of the printed mean from run to run",
            .between(0, 0.0003, "≤ 0.0003, as the six printed means"), theory: script.scatterOfMean,
            measured: Estimate(
              value: scatter.value.squareRoot(), low: scatter.low.squareRoot(),
              high: scatter.high.squareRoot(), samples: scatter.samples))
        ],
        "The mean is 1 in expectation, but a run with its single W scatters by "
          + "\(decimal(script.scatterOfMean, significant: 2)), forty times too much for six means "
          + "within 0.0003, and it prints ± 0.0000.")
    },

    Claim(
      "S001-56",
      "几何平均在非对称情况下方差最接近1", gloss: "For m ≠ n the geometric rule's variance is closest to 1.",
      asserts: "geometric closest"
    ) { seeds in
      try await geometricCloseness(
        seeds,
        "True forward through a widening layer; backward through it, or forward through a narrowing "
          + "one, the quadratic rule is closest.")
    },

    Claim(
      "S001-57",
      "对称情况下三者无显著差异", gloss: "For m = n there is no significant difference between the three.",
      asserts: "no difference"
    ) { _ in
      let rules: [any WeightInitializer] = [Geometric(), XavierNormal(), Quadratic()]
      return .statement(
        rules.map {
          Comparison(
            "σ² of \($0.name) at m = n = 128", .formula(1.0 / 128),
            theory: $0.variance(fanIn: 128, fanOut: 128))
        }, "All three draw from the same law then.")
    },

    Claim(
      "S001-58",
      "二次平均在非对称情况下方差偏低", gloss: "For m ≠ n the quadratic rule's variance is too low.",
      asserts: "quadratic low"
    ) { seeds in
      let network = NetworkMeasurement(Identity(), Quadratic(), widths: [64, 256])
      let result = try await network.measure(trials: 1000, seeds)
      return .law(
        [
          Comparison(
            "forward variance, 64 → 256", .below(1), theory: network.forwardVariances()[0],
            measured: result.layers[0].activation.mean),
          Comparison(
            "backward variance, 64 → 256", .below(1),
            theory: 256 * Quadratic().variance(fanIn: 64, fanOut: 256),
            measured: result.inputGradient.mean),
        ],
        "Low forward through a widening layer, but high backward, and high forward where the layer "
          + "narrows: max(m, n)·(m + n)/(m² + n²) is above 1.")
    },
  ]

  /// The note's predictions for 64 → 256 → 64 with one rule.
  private static func predicted(
    _ rule: any WeightInitializer, _ asserted: Assertion, _ seeds: SeedTree
  ) async throws -> Finding {
    let network = NetworkMeasurement(Identity(), rule, widths: [64, 256, 64])
    let result = try await network.measure(trials: 2000, seeds)
    let theory = network.forwardVariances()
    return .statement(
      [
        Comparison(
          "forward variance, \(rule.name)", asserted, theory: theory[1],
          measured: result.layers[1].activation.mean),
        Comparison(
          "backward variance, \(rule.name)", asserted, theory: network.backwardVariance,
          measured: result.inputGradient.mean),
      ],
      "Both directions multiply by mnσ⁴ = \(decimal(theory[1], significant: 3)).")
  }

  /// The output of `run_experiment(64, 256)` for one rule.
  private static func expectedOutput(
    _ rule: any WeightInitializer, _ forward: (mean: Double, deviation: Double),
    _ backward: (mean: Double, deviation: Double), _ seeds: SeedTree
  ) throws -> Finding {
    let script = ExperimentScript(
      m: 64, n: 256, variance: rule.variance(fanIn: 64, fanOut: 256))
    let outputs = script.run(8, seeds)
    func comparison(
      _ name: String, _ value: Double, theory: Double,
      _ output: (ExperimentScript.Output) -> Double
    ) throws -> Comparison {
      let values = outputs.map(output)
      return Comparison(
        name, .printedOutput(value), theory: theory, measured: try .mean(of: values),
        outputs: .init(values))
    }
    return .statement(
      [
        try comparison(
          "printed forward mean, \(rule.name)", forward.mean, theory: script.expectedForward,
          \.forward.mean),
        try comparison(
          "printed backward mean, \(rule.name)", backward.mean, theory: script.expectedBackward,
          \.backward.mean),
        try comparison(
          "printed forward std, \(rule.name)", forward.deviation, theory: 0, \.forward.deviation),
        try comparison(
          "printed backward std, \(rule.name)", backward.deviation, theory: 0, \.backward.deviation),
      ],
      "With one W the script gives mσ² = \(decimal(script.expectedForward, significant: 3)) forward and "
        + "nσ² = \(decimal(script.expectedBackward, significant: 3)) backward, each ± 0 because its "
        + "loop repeats one product.")
  }
}
