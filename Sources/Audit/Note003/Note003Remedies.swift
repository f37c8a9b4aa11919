import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 003, section 3: causes of vanishing and exploding gradients, and remedies.
  static let note003Remedies: [Claim] = [
    Claim(
      "S003-25",
      "网络层数过深，梯度会衰减至0", gloss: "In a network with too many layers the gradient decays to 0.",
      asserts: "depth ⇒ gradient → 0"
    ) { seeds in
      let settings: [(String, any Activation, any WeightInitializer)] = [
        ("sigmoid, Xavier start", Sigmoid(), XavierNormal()),
        ("ReLU, He start", ReLU(), HeNormal()),
        ("tanh, nσ² = 6.25", Tanh(), largeStart),
      ]
      return .law(
        try await decays(settings, .below(-3), seeds),
        "Depth alone decides nothing: the factor per layer is nσ²·E f′², which a ReLU network with "
          + "He's start keeps at 1.")
    },

    Claim(
      "S003-26",
      "sigmoid和tanh的导数的范围本身就是小于1的，在链式法则传播误差时会越来越小",
      gloss:
        "The derivatives of sigmoid and tanh are less than 1, so the error gets smaller and smaller.",
      asserts: "derivative range <1 ⇒ shrinking"
    ) { seeds in
      let settings: [(String, any Activation, any WeightInitializer)] = [
        ("sigmoid, Xavier start", Sigmoid(), XavierNormal()),
        ("tanh, Xavier start", Tanh(), XavierNormal()),
        ("tanh, nσ² = 6.25", Tanh(), largeStart),
      ]
      return .law(
        try await decays(settings, .below(0), seeds),
        "Only while the weights do not make up for it (nσ²·E f′² < 1); and tanh's slope reaches 1 "
          + "at 0.")
    },

    Claim(
      "S003-27",
      "解决方案：梯度裁剪", gloss: "Remedy: gradient clipping.",
      asserts: "clipping cures explosion/vanishing"
    ) { _ in
      func clipped(_ norm: Double) -> Double { norm * min(1, 1 / norm) }
      return .law(
        [
          Comparison(
            "norm of a gradient of 10⁶ after clipping at 1", .atMost(1), theory: clipped(1e6)),
          Comparison(
            "norm of a gradient of 10⁻⁶ after clipping at 1", .atLeast(0.01), theory: clipped(1e-6)),
        ], "It bounds a gradient that explodes and does nothing for one that vanishes.")
    },

    Claim(
      "S003-28",
      "解决方案：改用relu等其他激活函数", gloss: "Remedy: ReLU or another activation.",
      asserts: "ReLU cures it"
    ) { seeds in
      let settings: [(String, any Activation, any WeightInitializer)] = [
        ("ReLU, He start, nσ² = 2", ReLU(), HeNormal()), ("ReLU, nσ² = 1", ReLU(), LeCun()),
        ("ReLU, nσ² = 6.25", ReLU(), largeStart),
      ]
      return .law(
        try await decays(settings, .between(-1, 1, "within a factor of 10"), seeds),
        "Only with nσ² = 2: with 1 the gradient's mean square halves in every layer, with more it "
          + "explodes.")
    },

    Claim(
      "S003-29",
      "解决方案：batchnorm", gloss: "Remedy: batch normalisation.",
      asserts: "BN cures explosion/vanishing"
    ) { seeds in
      let (depth, scale) = (8, 0.1)
      let runs = (0..<4).map {
        BatchNormalizedNetwork(width: 128, batch: 128, depth: depth, scale: scale)
          .run(seeds.child($0))
      }
      let factor = (Double.pi / (Double.pi - 1)).squareRoot()
      return .law(
        [
          Comparison(
            "mean square of normalised units, weights 10 times too small", .about(1, within: 1e-3),
            theory: 1, measured: try .mean(of: runs.map(\.forward)), theoryError: 1e-3),
          Comparison(
            "factor of the gradient's norm per layer, ReLU", .about(1, within: 0.1),
            theory: factor, measured: try .mean(of: runs.map(\.gradientFactor)),
            theoryError: 0.03),
        ],
        "It fixes the signal whatever the weights' scale, but at the start the gradient of a deep "
          + "network grows by √(π/(π − 1)) = \(decimal(factor, significant: 3)) per layer; with "
          + "residual branches that is cured too.")
    },

    Claim(
      "S003-30",
      "解决方案：残差结构", gloss: "Remedy: residual connections.",
      asserts: "skips cure it"
    ) { seeds in
      let depth = 20
      func growth(_ name: String, branch: Double) throws -> (theory: Double, measured: Estimate) {
        let decades = try Sampling(seeds).mean(20, name) { random in
          ResidualNetwork(width: 64, depth: depth, branch: branch).gradientDecades(&random)
        }
        return (Double(depth) * Double.log10(1 + branch * branch), decades)
      }
      let plain = try growth("plain", branch: 1)
      let scaled = try growth("scaled", branch: (1 / Double(depth)).squareRoot())
      return .law(
        [
          Comparison(
            "log₁₀ of the gradient through 20 blocks x + F(x), not vanishing", .above(-1),
            theory: plain.theory, measured: plain.measured, slack: 0.4),
          Comparison(
            "log₁₀ of the gradient through 20 blocks x + F(x), not exploding", .below(1),
            theory: plain.theory, measured: plain.measured,
            slack: 0.4),
          Comparison(
            "log₁₀ of the gradient through 20 blocks x + F(x)/√L, not exploding", .below(1),
            theory: scaled.theory,
            measured: scaled.measured, slack: 0.1),
        ],
        "It cures vanishing, but plain sums double the gradient's mean square in every block; the "
          + "branches must be scaled, by 1/√L for instance, or normalised.")
    },

    Claim(
      "S003-31",
      "解决方案：LSTM", gloss: "Remedy: LSTM.",
      asserts: "LSTM"
    ) { _ in
      func kept(_ bias: Double) -> Double {
        Double.power(Sigmoid().value(at: bias), 100)
      }
      return .law(
        [
          Comparison(
            "gradient of the cell kept over 100 steps, forget bias 5", .above(0.1),
            theory: kept(5)),
          Comparison(
            "gradient of the cell kept over 100 steps, forget bias 0", .above(0.1), theory: kept(0)),
        ],
        "For recurrent networks, along time, and only while the forget gate is near 1; it is no "
          + "remedy for a feed-forward network.")
    },
  ]

  /// N(0, 2.5²/128): far above every rule's variance for 128 units.
  private static let largeStart = Normal(standardDeviation: (6.25 / 128).squareRoot())

  private static func decays(
    _ settings: [(String, any Activation, any WeightInitializer)], _ assertion: Assertion,
    _ seeds: SeedTree
  ) async throws -> [Comparison] {
    var comparisons: [Comparison] = []
    for (name, activation, start) in settings {
      comparisons.append(
        try await NetworkMeasurement(activation, start, depth: 20).gradientDecades(
          "log₁₀ of the gradient through 20 layers, \(name)", assertion, seeds.child(name)))
    }
    return comparisons
  }
}
