// A program of somebody else's, by `.ci/consumers`: an activation and a rule of its own, no unsafe code,
// nothing imported but Simulation.
import Simulation

/// x³/3, given by its scalar functions.
struct Cubic: ScalarActivation {
  let name = "cubic"
  func value(at x: Double) -> Double { x * x * x / 3 }
  func slope(at x: Double) -> Double { x * x }
}

/// Weights of ±1/√m, a coin for each.
struct Rademacher: WeightInitializer {
  let name = "rademacher"
  let law = WeightLaw.independent

  func variance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanIn) }

  func fill<Real: BufferReal>(
    _ weights: inout MutableSpan<Real>, fanIn: Int, fanOut: Int, random: inout RandomSource
  ) {
    let size = Real(variance(fanIn: fanIn, fanOut: fanOut).squareRoot())
    for i in weights.indices { weights[i] = random.uniform() < 0.5 ? -size : size }
  }
}

@main struct Program {
  static func main() async throws {
    let request = PropagationRequest(
      width: 64, depth: 5, activation: Tanh(), initializer: Rademacher(), trials: 200,
      seed: SeedTree(seed: 1))
    let result = try await propagate(request)
    let theory = try MeanFieldPass(
      activation: Tanh(), widths: request.widths,
      weightVariances: Array(repeating: 1 / 64, count: 5))
    for (layer, expected) in zip(result.layers, theory.layers) {
      let measured = layer.activation.mean
      print(
        layer.layer, measured.value, "±", measured.halfWidth, "theory",
        expected.activationSecondMoment)
    }
    let moments = try GaussianMoments(of: Cubic(), variance: 1)
    // E (x³/3)² = 15/9.
    print("E f²", moments.secondMoment)
    precondition(abs(moments.secondMoment - 15.0 / 9) < 1e-9)
  }
}
