import Simulation

extension ClaimCatalog {
  /// Note 001, section 6.1: the printed output of `compare_initializations`.
  static let note001Scripts: [Claim] = [
    Claim(
      "S001-33",
      "compare_initializations(64,256) geometric: mean=1.0002, std=0.1253",
      gloss: "The script prints mean 1.0002 and std 0.1253 for the geometric rule, 64 × 256.",
      asserts: "mean 1.0002, std 0.1253"
    ) { seeds in try compared(Geometric(), mean: 1.0002, deviation: 0.1253, seeds) },

    Claim(
      "S001-34",
      "compare_initializations(64,256) arithmetic: mean=0.9412, std=0.1179",
      gloss: "The script prints mean 0.9412 and std 0.1179 for the arithmetic rule.",
      asserts: "mean 0.9412, std 0.1179"
    ) { seeds in try compared(XavierNormal(), mean: 0.9412, deviation: 0.1179, seeds) },

    Claim(
      "S001-35",
      "compare_initializations(64,256) quadratic: mean=0.8024, std=0.1005",
      gloss: "The script prints mean 0.8024 and std 0.1005 for the quadratic rule.",
      asserts: "mean 0.8024, std 0.1005"
    ) { seeds in try compared(Quadratic(), mean: 0.8024, deviation: 0.1005, seeds) },

    Claim(
      "S001-36",
      "compare_initializations(128,128): mean=1.0001/0.9998/0.9997, std=0.1251/0.1250/0.1249",
      gloss:
        "For 128 × 128 the script prints means within 0.0003 of 1 and stds of 0.125 for all three.",
      asserts: "1.000, 0.125"
    ) { seeds in
      let script = CompareScript(m: 128, n: 128, variance: 1.0 / 128)
      let outputs = script.run(200, seeds)
      let scatter = try Estimate.normalVariance(of: outputs.map(\.mean))
      return .law(
        [
          Comparison(
            "printed mean", .printedOutput(1.0001), theory: script.expectedMean,
            measured: try .mean(of: outputs.map(\.mean)), outputs: .init(outputs.map(\.mean))),
          Comparison(
            "printed std", .printedOutput(0.1251), theory: script.expectedDeviation,
            measured: try .mean(of: outputs.map(\.deviation)),
            outputs: .init(outputs.map(\.deviation)), theoryError: 0.005),
          Comparison(
            "standard deviation of the printed mean from run to run",
            .between(0, 0.0003, "≤ 0.0003, as the three printed means"),
            theory: script.scatterOfMean,
            measured: Estimate(
              value: scatter.value.squareRoot(), low: scatter.low.squareRoot(),
              high: scatter.high.squareRoot(), samples: scatter.samples), theoryError: 0.02),
        ],
        "Right in the middle but not to four digits: the script draws a single x, so one run's mean "
          + "scatters by \(decimal(script.scatterOfMean, significant: 2)) about "
          + "\(decimal(script.expectedMean, significant: 3)).")
    },

    Claim(
      "S001-37",
      "对称情况（m=n）：三者几乎相同", gloss: "For m = n the three rules are almost the same.",
      asserts: "same"
    ) { _ in
      let rules: [any WeightInitializer] = [Geometric(), XavierNormal(), Quadratic()]
      return .statement(
        rules.map {
          Comparison(
            "σ² of \($0.name) at m = n = 128", .formula(1.0 / 128),
            theory: $0.variance(fanIn: 128, fanOut: 128))
        }, "They are not almost but exactly the same: σ² = 1/n.")
    },

    Claim(
      "S001-38",
      "非对称情况：几何平均最接近理想值1.0", gloss: "For m ≠ n the geometric rule comes closest to the ideal 1.0.",
      asserts: "geometric closest to 1 whenever m≠n"
    ) { seeds in
      try await geometricCloseness(
        seeds,
        "True where the layer widens (m < n); where it narrows the geometric rule is the farthest "
          + "from 1 and the quadratic the closest.")
    },
  ]

  /// The output of `compare_initializations(64, 256)` for one rule.
  private static func compared(
    _ rule: any WeightInitializer, mean: Double, deviation: Double, _ seeds: SeedTree
  ) throws -> Finding {
    let script = CompareScript(m: 64, n: 256, variance: rule.variance(fanIn: 64, fanOut: 256))
    let outputs = script.run(100, seeds)
    return .statement(
      [
        Comparison(
          "printed mean, \(rule.name)", .printedOutput(mean), theory: script.expectedMean,
          measured: try .mean(of: outputs.map(\.mean)), outputs: .init(outputs.map(\.mean))),
        Comparison(
          "printed std, \(rule.name)", .printedOutput(deviation), theory: script.expectedDeviation,
          measured: try .mean(of: outputs.map(\.deviation)),
          outputs: .init(outputs.map(\.deviation)), theoryError: 0.005),
      ],
      "The layer multiplies the variance by mσ² = "
        + "\(decimal(64 * rule.variance(fanIn: 64, fanOut: 256), significant: 3)); re-enacted, the "
        + "script prints a mean near \(decimal(script.expectedMean, significant: 3)).")
  }

  /// How far the geometric rule's |fan · σ² − 1| is from the better of the two others, for layers
  /// that widen and layers that narrow.
  static func geometricCloseness(_ seeds: SeedTree, _ reason: String) async throws -> Finding {
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
          "geometric rule's distance from 1 less its best rival's, \(m) → \(n)", .below(0),
          theory: found.theory, measured: found.measured))
    }
    return .law(comparisons, reason)
  }
}

/// The note's `compare_initializations` for one rule: one x ~ N(0, I), then 1000 fresh matrices W;
/// prints mean and standard deviation of `np.var(W.T @ x)`.
///
/// Given x, the n entries of Wᵀx are independent N(0, σ²|x|²), and `np.var` subtracts their mean and
/// divides by n: its value is σ²|x|²/n times a χ² number with n − 1 degrees of freedom. The script's
/// output is drawn from that law, without the matrices.
struct CompareScript {
  let m: Int
  let n: Int
  let variance: Double

  private static let trials = 1000

  /// What one run prints, before rounding.
  struct Output {
    let mean: Double
    let deviation: Double
  }

  /// The output of a number of runs.
  func run(_ runs: Int, _ seeds: SeedTree) -> [Output] {
    var random = seeds.child("script").source()
    return (0..<runs).map { _ in
      let scale = variance * random.chiSquared(Double(m)) / Double(n)
      var moments = StreamingMoments()
      for _ in 0..<Self.trials { moments.add(scale * random.chiSquared(Double(n - 1))) }
      // `np.std` divides by the number of values.
      return Output(
        mean: moments.mean,
        deviation: (moments.squaredDeviations / Double(Self.trials)).squareRoot())
    }
  }

  /// E of the printed mean: mσ²(n − 1)/n.
  var expectedMean: Double { Double(m) * variance * Double(n - 1) / Double(n) }

  /// E of the printed standard deviation: mσ²√(2(n − 1))/n, to a relative error of 1/1000.
  var expectedDeviation: Double {
    Double(m) * variance * Double(2 * (n - 1)).squareRoot() / Double(n)
  }

  /// The standard deviation of the printed mean over runs.
  ///
  /// From |x|²: relative variance 2/m; from the average of 1000 matrices, given x: 2/(n − 1)/1000.
  var scatterOfMean: Double {
    let (a, b) = (2 / Double(m), 2 / Double(n - 1) / Double(Self.trials))
    return expectedMean * (a + b + a * b).squareRoot()
  }
}
