import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 003, section 3: causes of vanishing and exploding gradients, and remedies.
  static let note003Remedies: [Claim] = [
    Claim("S003-25", "网络层数过深，梯度会衰减至0") { seeds in
      let settings: [Setting] = [
        ("sigmoid", "sigmoid, Xavier start", Sigmoid(), XavierNormal()),
        ("relu", "ReLU, He start", ReLU(), HeNormal()),
        ("tanh-large", "tanh, nσ² = 6.25", Tanh(), largeStart),
      ]
      return .law(try await decays(settings, .below(-3), seeds))
    },

    Claim("S003-26", "sigmoid和tanh的导数的范围本身就是小于1的，在链式法则传播误差时会越来越小") { seeds in
      let settings: [Setting] = [
        ("sigmoid", "sigmoid, Xavier start", Sigmoid(), XavierNormal()),
        ("tanh", "tanh, Xavier start", Tanh(), XavierNormal()),
        ("tanh-large", "tanh, nσ² = 6.25", Tanh(), largeStart),
      ]
      return .law(try await decays(settings, .below(0), seeds))
    },

    Claim("S003-27", "解决方案：梯度裁剪") { _ in
      let threshold = 1.0
      func clipped(_ key: String, exponent: Int, _ asserted: Assertion) -> Comparison {
        // Exact: a power of ten by multiplication, or one over it.
        let power = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
        let norm = exponent < 0 ? 1 / power : power
        return Comparison(
          key, quoting: [.powerOfTen("norm", exponent)], asserted,
          theory: norm * min(1, threshold / norm))
      }
      return .law(
        [
          clipped("exploding", exponent: 6, .atMost(1)),
          clipped("vanishing", exponent: -6, .atLeast(0.01)),
        ], quoting: [.number("threshold", threshold, 2)])
    },

    Claim("S003-28", "解决方案：改用relu等其他激活函数") { seeds in
      let settings: [Setting] = [
        ("relu-he", "ReLU, He start, nσ² = 2", ReLU(), HeNormal()),
        ("relu-lecun", "ReLU, nσ² = 1", ReLU(), LeCun()),
        ("relu-large", "ReLU, nσ² = 6.25", ReLU(), largeStart),
      ]
      func gain(_ start: any WeightInitializer) -> Double {
        NetworkMeasurement(ReLU(), start, depth: 1).gain
      }
      return .law(
        try await decays(settings, .between(-1, 1, words: "within-10"), seeds),
        quoting: [
          .number("he-gain", gain(HeNormal()), 3), .number("lecun-gain", gain(LeCun()), 3),
        ])
    },

    Claim("S003-29", "解决方案：batchnorm") { seeds in
      let (depth, scale) = (8, 0.1)
      let runs = (0..<4).map {
        BatchNormalizedNetwork(width: 128, batch: 128, depth: depth, scale: scale)
          .run(seeds.child($0))
      }
      let factor = (Double.pi / (Double.pi - 1)).squareRoot()
      return .law(
        [
          Comparison(
            "forward", .about(1, within: 1e-3),
            theory: 1, measured: try .mean(of: runs.map(\.forward)), theoryError: 1e-3),
          Comparison(
            "gradient", .about(1, within: 0.1),
            theory: factor, measured: try .mean(of: runs.map(\.gradientFactor)),
            theoryError: 0.03),
        ], quoting: [.number("factor", factor, 3), .number("times", 1 / scale, 2)])
    },

    Claim("S003-30", "解决方案：残差结构") { seeds in
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
            "not-vanishing", .above(-1),
            theory: plain.theory, measured: plain.measured, slack: 0.4),
          Comparison(
            "not-exploding", .below(1),
            theory: plain.theory, measured: plain.measured,
            slack: 0.4),
          Comparison(
            "scaled", .below(1),
            theory: scaled.theory,
            measured: scaled.measured, slack: 0.1),
        ], quoting: [.count("blocks", depth)])
    },

    Claim("S003-31", "解决方案：LSTM") { _ in
      let steps = 100
      func kept(_ key: String, _ bias: Double) -> Comparison {
        Comparison(
          key, quoting: [.number("bias", bias, 2)], .above(0.1),
          theory: Double.power(Sigmoid().value(at: bias), Double(steps)))
      }
      return .law([kept("bias-5", 5), kept("bias-0", 0)], quoting: [.count("steps", steps)])
    },
  ]

  private static let largeStart = NetworkMeasurement.normal(gain: NetworkMeasurement.largeGain)

  /// A network with the key of its words and the name of its stream of random numbers.
  private typealias Setting = (
    key: String, stream: String, activation: any Activation, start: any WeightInitializer
  )

  private static func decays(
    _ settings: [Setting], _ assertion: Assertion,
    _ seeds: SeedTree
  ) async throws -> [Comparison] {
    var comparisons: [Comparison] = []
    for (key, stream, activation, start) in settings {
      comparisons.append(
        try await NetworkMeasurement(activation, start, depth: 20).gradientDecades(
          key, assertion, seeds.child(stream)))
    }
    return comparisons
  }
}
