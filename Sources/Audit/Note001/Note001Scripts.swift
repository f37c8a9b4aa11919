import Simulation

extension ClaimCatalog {
  /// Note 001, section 6.1: the printed output of `compare_initializations`.
  static let note001Scripts: [Claim] = [
    Claim("S001-33", "compare_initializations(64,256) geometric: mean=1.0002, std=0.1253") {
      seeds in try compared(Geometric(), mean: 1.0002, deviation: 0.1253, seeds)
    },

    Claim("S001-34", "compare_initializations(64,256) arithmetic: mean=0.9412, std=0.1179") {
      seeds in try compared(XavierNormal(), mean: 0.9412, deviation: 0.1179, seeds)
    },

    Claim("S001-35", "compare_initializations(64,256) quadratic: mean=0.8024, std=0.1005") {
      seeds in try compared(Quadratic(), mean: 0.8024, deviation: 0.1005, seeds)
    },

    Claim(
      "S001-36",
      "compare_initializations(128,128): mean=1.0001/0.9998/0.9997, std=0.1251/0.1250/0.1249"
    ) { seeds in
      let script = CompareScript(m: 128, n: 128, variance: 1.0 / 128)
      // The farthest of the three printed means from 1.
      let printed = 0.0003
      let outputs = script.run(200, seeds)
      let scatter = try Estimate.normalVariance(of: outputs.map(\.mean))
      return .law(
        [
          Comparison(
            "mean", .printedOutput(1.0001), theory: script.expectedMean,
            measured: try .mean(of: outputs.map(\.mean)), outputs: .init(outputs.map(\.mean))),
          Comparison(
            "std", .printedOutput(0.1251), theory: script.expectedDeviation,
            measured: try .mean(of: outputs.map(\.deviation)),
            outputs: .init(outputs.map(\.deviation)), theoryError: 0.005),
          Comparison(
            "scatter",
            .between(0, printed, words: "printed"),
            theory: script.scatterOfMean,
            measured: Estimate(
              value: scatter.value.squareRoot(), low: scatter.low.squareRoot(),
              high: scatter.high.squareRoot(), samples: scatter.samples), theoryError: 0.02),
        ],
        quoting: [
          .number("scatter", script.scatterOfMean, 2), .number("mean", script.expectedMean, 3),
          .number("printed", printed, 1),
        ])
    },

    Claim("S001-37", "对称情况（m=n）：三者几乎相同") { _ in equalWidths() },

    Claim("S001-38", "非对称情况：几何平均最接近理想值1.0") { seeds in
      try await geometricCloseness(
        seeds)
    },
  ]

  /// σ² of the three rules for a square layer.
  static func equalWidths() -> Finding {
    let n = 128
    let rules: [any WeightInitializer] = [Geometric(), XavierNormal(), Quadratic()]
    return .statement(
      rules.map {
        Comparison(
          "variance", quoting: [.name("rule", $0.name)], .formula(1 / Double(n)),
          theory: $0.variance(fanIn: n, fanOut: n))
      }, quoting: [.count("n", n)])
  }

  /// The output of `compare_initializations(64, 256)` for one rule.
  private static func compared(
    _ rule: any WeightInitializer, mean: Double, deviation: Double, _ seeds: SeedTree
  ) throws -> Finding {
    let script = CompareScript(m: 64, n: 256, variance: rule.variance(fanIn: 64, fanOut: 256))
    let outputs = script.run(100, seeds)
    return .statement(
      [
        Comparison(
          "mean", quoting: [.name("rule", rule.name)], .printedOutput(mean),
          theory: script.expectedMean,
          measured: try .mean(of: outputs.map(\.mean)), outputs: .init(outputs.map(\.mean))),
        Comparison(
          "std", quoting: [.name("rule", rule.name)], .printedOutput(deviation),
          theory: script.expectedDeviation,
          measured: try .mean(of: outputs.map(\.deviation)),
          outputs: .init(outputs.map(\.deviation)), theoryError: 0.005),
      ],
      quoting: [
        .number("factor", 64 * rule.variance(fanIn: 64, fanOut: 256), 3),
        .number("mean", script.expectedMean, 3),
      ])
  }

  /// How far the geometric rule's |fan · σ² − 1| is from the better of the two others, for layers
  /// that widen and layers that narrow.
  static func geometricCloseness(_ seeds: SeedTree) async throws -> Finding {
    func distances(_ m: Int, _ n: Int) async throws -> (theory: Double, measured: Estimate) {
      var theory: [Double] = []
      var gains: [Estimate] = []
      for rule in [Geometric(), XavierNormal(), Quadratic()] as [any WeightInitializer] {
        let network = NetworkMeasurement(Identity(), rule, widths: [m, n])
        theory.append(abs(network.forwardVariances()[0] - 1))
        gains.append(
          try await network.measure(trials: 1000, seeds.child("\(m) → \(n)")).layers[0].activation
            .mean)
      }
      // The rival is the closer of the other two; common random numbers make the three gains
      // proportional, so the interval of the difference is that of the gains' difference.
      let rival = theory[1] < theory[2] ? 1 : 2
      let sign = gains[0].value < 1 ? -1.0 : 1.0
      let difference = sign * (gains[0].value - gains[rival].value)
      let half = abs(gains[0].halfWidth - gains[rival].halfWidth)
      return (
        theory[0] - theory[rival],
        Estimate(
          value: difference, low: difference - half, high: difference + half,
          samples: gains[0].samples)
      )
    }
    var comparisons: [Comparison] = []
    for (m, n) in [(64, 256), (256, 64)] {
      let found = try await distances(m, n)
      comparisons.append(
        Comparison(
          "distance", quoting: [.count("m", m), .count("n", n)], .below(0),
          theory: found.theory, measured: found.measured))
    }
    return .law(comparisons)
  }
}
