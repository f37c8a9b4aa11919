import Engine
import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 002: when training is fragile, and how hard its rate is to find.
  static let note002Start: [Claim] = [
    Claim("S002-16", "在训练开始的时候更容易有数值不稳定") { seeds in
      // He's weights doubled have four times his variance.
      let (scale, small) = (2.0, Normal(standardDeviation: 0.1))
      func startOverLater(_ key: String, _ stream: String, _ run: LearningRun) throws -> Comparison
      {
        let decades = try (0..<20).map {
          try run.startOverLater(seeds.child(stream).child($0))
        }
        return Comparison(
          key,
          .above(0), measured: try .mean(of: decades))
      }
      return .law(
        [
          try startOverLater(
            "relu-large", "ReLU, four times He's variance",
            LearningRun(
              activation: ReLU(), initializer: Scaled(HeNormal(), by: scale), layers: 4, rate: 0.002
            )),
          try startOverLater(
            "tanh-small", "tanh, N(0, 0.1²)",
            LearningRun(
              activation: Tanh(), initializer: small, layers: 4,
              steps: 400, rate: 0.05)),
        ],
        quoting: [
          .number("times", scale * scale, 2), .number("deviation", small.standardDeviation, 2),
        ])
    },

    Claim("S002-17", "不是不能训练，只是对于学习率的调整比较难调") { seeds in
      // Weights so large that signals are 16⁶ times their size behind six layers, beyond half precision's 65,504.
      let (layers, times, networks, steps) = (6, 16, 16, 32)
      let highest = 2
      // From below the lowest rate that learns; He's weights take larger ones.
      func learning(
        _ scale: Double, _ arithmetic: Arithmetic, from lowest: Int
      ) throws -> [[Int]] {
        let run = LearningRun(
          activation: ReLU(), initializer: Scaled(HeNormal(), by: scale), layers: layers,
          steps: steps, arithmetic: arithmetic)
        // The same examples and, but for their size, the same weights each time.
        return try (0..<networks).map {
          try run.exponentsThatLearn(lowest...highest, seeds.child("network").child($0))
        }
      }
      let right = try learning(1, .float32, from: -12)
      let large = try learning(Double(times), .float32, from: -36)
      let half = try learning(Double(times), .float16, from: -36)
      func octaves(_ windows: [[Int]]) throws -> Estimate {
        try .mean(of: windows.map { Double($0.count) })
      }
      /// The mean exponent of each window that is not empty.
      func middle(_ windows: [[Int]]) -> Double {
        let filled = windows.filter { !$0.isEmpty }
        return filled.reduce(0) { $0 + Double($1.reduce(0, +)) / Double($1.count) }
          / Double(max(1, filled.count))
      }
      let pairs = zip(right, large)
      return .law(
        [
          Comparison("single", .above(0), measured: try octaves(large)),
          Comparison(
            "shared", .below(1),
            measured: try .mean(of: pairs.map { Double(Set($0).intersection($1).count) })),
          Comparison(
            "width", .below(0.5),
            measured: try .mean(of: pairs.map { Double($1.count) / Double(max(1, $0.count)) })),
          Comparison("half", .above(0), measured: try octaves(half)),
        ],
        quoting: [
          .count("layers", layers), .count("times", times), .count("steps", steps),
          .number("right", try octaves(right).value, 2),
          .number("shift", middle(right) - middle(large), 2),
        ])
    },
  ]
}
