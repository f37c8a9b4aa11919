import Simulation

/// N(0, c/m) weights: what `StartAdvice` advises, for a layer of m inputs.
struct FanInStart: GaussianInitializer {
  /// c = σ_w², fan-in times the variance of one weight.
  let weightVariance: Double

  var name: String { "fan-in" }

  func variance(fanIn: Int, fanOut: Int) -> Double { weightVariance / Double(fanIn) }
}
