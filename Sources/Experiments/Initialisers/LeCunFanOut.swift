import Simulation

/// σ² = 1/n with normal entries: LeCun's rule for the way back, which keeps the gradient of a linear layer.
///
/// No framework has it under a name, so it is no rule of the catalogue: two chapters compare it with those that are.
struct LeCunFanOut: GaussianInitializer {
  let name = "fan-out"

  func variance(fanIn: Int, fanOut: Int) -> Double { 1 / Double(fanOut) }
}
