import Simulation

extension ClaimCatalog {
  /// Note 001, section 7: the experiment 64 → 256 → 64 and the output of its script.
  static let note001Experiment: [Claim] = [
    Claim("S001-48", "实验1预测：几何…正向和反向方差都约为1") { seeds in
      try await predicted(Geometric(), .about(1, within: 0.05), seeds)
    },

    Claim("S001-49", "实验1预测：代数 正向0.94 反向0.94") { seeds in
      try await predicted(XavierNormal(), .printed("0.94"), seeds)
    },

    Claim("S001-50", "实验1预测：二次 正向0.80 反向0.80") { seeds in
      try await predicted(Quadratic(), .printed("0.80"), seeds)
    },

    Claim("S001-51", "预期输出 64,256 geometric: Forward 1.0012 ± 0.0453, Backward 0.9988 ± 0.0449") {
      seeds in
      try expectedOutput(Geometric(), (1.0012, 0.0453), (0.9988, 0.0449), seeds)
    },

    Claim("S001-52", "预期输出 64,256 arithmetic: Forward 0.9405 ± 0.0426, Backward 0.9401 ± 0.0424") {
      seeds in
      try expectedOutput(XavierNormal(), (0.9405, 0.0426), (0.9401, 0.0424), seeds)
    },

    Claim("S001-53", "预期输出 64,256 quadratic: Forward 0.7998 ± 0.0362, Backward 0.8005 ± 0.0364") {
      seeds in
      try expectedOutput(Quadratic(), (0.7998, 0.0362), (0.8005, 0.0364), seeds)
    },

    Claim("S001-54", "预期输出 … ± 0.0453 (std over num_trials)") { seeds in
      let outputs = ExperimentScript(m: 64, n: 256, variance: 1.0 / 128).run(4, seeds)
      return .statement(
        [
          Comparison(
            "forward", .between(0.036, 0.0454, words: "printed"), theory: 0,
            measured: try .mean(of: outputs.map(\.forward.deviation)),
            outputs: .init(outputs.map(\.forward.deviation))),
          Comparison(
            "backward", .between(0.036, 0.0454, words: "printed"), theory: 0,
            measured: try .mean(of: outputs.map(\.backward.deviation)),
            outputs: .init(outputs.map(\.backward.deviation))),
        ], quoting: [.count("trials", ExperimentScript.trials)])
    },

    Claim("S001-55", "预期输出 128,128: 0.9997–1.0003 ± 0.044") { seeds in
      let script = ExperimentScript(m: 128, n: 128, variance: 1.0 / 128)
      // The farthest of the six printed means from 1.
      let printed = 0.0003
      let means = script.run(20, seeds).map(\.forward.mean)
      let scatter = try Estimate.normalVariance(of: means)
      return .statement(
        [
          Comparison(
            "scatter",
            .between(0, printed, words: "printed"), theory: script.scatterOfMean,
            measured: Estimate(
              value: scatter.value.squareRoot(), low: scatter.low.squareRoot(),
              high: scatter.high.squareRoot(), samples: scatter.samples))
        ],
        quoting: [
          .number("scatter", script.scatterOfMean, 2), .number("printed", printed, 1),
          .number("excess", script.scatterOfMean / printed, 2),
        ])
    },

    Claim("S001-56", "几何平均在非对称情况下方差最接近1") { seeds in
      try await geometricCloseness(
        seeds)
    },

    Claim("S001-57", "对称情况下三者无显著差异") { _ in
      equalWidths()
    },

    Claim("S001-58", "二次平均在非对称情况下方差偏低") { seeds in
      let (m, n) = (64, 256)
      let network = NetworkMeasurement(Identity(), Quadratic(), widths: [m, n])
      let result = try await network.measure(trials: 1000, seeds)
      return .law(
        [
          Comparison(
            "forward", .below(1), theory: network.forwardVariances()[0],
            measured: result.layers[0].activation.mean),
          Comparison(
            "backward", .below(1),
            theory: Double(n) * Quadratic().variance(fanIn: m, fanOut: n),
            measured: result.inputGradient.mean),
        ], quoting: [.count("m", m), .count("n", n)])
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
          "forward", quoting: [.name("rule", rule.name)], asserted, theory: theory[1],
          measured: result.layers[1].activation.mean),
        Comparison(
          "backward", quoting: [.name("rule", rule.name)], asserted,
          theory: network.backwardVariance,
          measured: result.inputGradient.mean),
      ], quoting: [.number("product", theory[1], 3)])
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
      _ key: String, _ value: Double, theory: Double,
      _ output: (ExperimentScript.Output) -> Double
    ) throws -> Comparison {
      let values = outputs.map(output)
      return Comparison(
        key, quoting: [.name("rule", rule.name)], .printedOutput(value), theory: theory,
        measured: try .mean(of: values),
        outputs: .init(values))
    }
    return .statement(
      [
        try comparison(
          "forward-mean", forward.mean, theory: script.expectedForward,
          \.forward.mean),
        try comparison(
          "backward-mean", backward.mean, theory: script.expectedBackward,
          \.backward.mean),
        try comparison(
          "forward-std", forward.deviation, theory: 0, \.forward.deviation),
        try comparison(
          "backward-std", backward.deviation, theory: 0, \.backward.deviation),
      ],
      quoting: [
        .number("forward", script.expectedForward, 3),
        .number("backward", script.expectedBackward, 3),
      ])
  }
}
