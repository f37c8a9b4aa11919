import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 002: when training is fragile.
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
    }
  ]
}
