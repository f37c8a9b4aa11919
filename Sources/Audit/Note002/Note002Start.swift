import Kernels
import Simulation

extension ClaimCatalog {
  /// Note 002: when training is fragile.
  static let note002Start: [Claim] = [
    Claim(
      "S002-16",
      "在训练开始的时候更容易有数值不稳定", gloss: "Training is most fragile at its start.",
      asserts: "the gradient is largest at the start"
    ) { seeds in
      func startOverLater(_ name: String, _ run: LearningRun) throws -> Comparison {
        let decades = try (0..<20).map {
          try run.startOverLater(seeds.child(name).child($0))
        }
        return Comparison(
          "log₁₀ of the weights' gradient at the start over the largest later one, \(name)",
          .above(0), measured: try .mean(of: decades))
      }
      return .law(
        [
          try startOverLater(
            "ReLU, four times He's variance",
            LearningRun(
              activation: ReLU(), initializer: Scaled(HeNormal(), by: 2), layers: 4, rate: 0.002)),
          try startOverLater(
            "tanh, N(0, 0.1²)",
            LearningRun(
              activation: Tanh(), initializer: Normal(standardDeviation: 0.1), layers: 4,
              steps: 400, rate: 0.05)),
        ],
        "True where the weights start too large; where they start too small the gradient is smallest at the start "
          + "and grows later. A start that suits the network bears a bad step better than trained weights do "
          + "(chapter 9).")
    }
  ]
}
