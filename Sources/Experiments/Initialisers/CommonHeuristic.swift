import Simulation

/// U(−1/√m, 1/√m) for weights alone: what PyTorch's default draws, without the biases of `TorchDefault`.
///
/// Glorot and Bengio 2010, equation 1, call it the common heuristic. The chapters ask what a rule for weights
/// does, so they leave the biases out, or add them by name. Its random numbers are seeded by the framework's
/// name.
struct CommonHeuristic: UniformInitializer {
  let name = "torch-default"

  func variance(fanIn: Int, fanOut: Int) -> Double { 1 / (3 * Double(fanIn)) }
}
