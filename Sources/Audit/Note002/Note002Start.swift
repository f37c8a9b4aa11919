import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 002: when training is fragile.
  static let note002Start: [Claim] = [
    Claim("S002-16", "在训练开始的时候更容易有数值不稳定") { seeds in
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
              activation: ReLU(), initializer: Scaled(HeNormal(), by: 2), layers: 4, rate: 0.002)),
          try startOverLater(
            "tanh-small", "tanh, N(0, 0.1²)",
            LearningRun(
              activation: Tanh(), initializer: Normal(standardDeviation: 0.1), layers: 4,
              steps: 400, rate: 0.05)),
        ])
    }
  ]
}
