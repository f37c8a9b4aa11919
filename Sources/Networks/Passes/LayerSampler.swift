import Kernels
import Numerics

/// The weights of a network as a pass uses them: each layer's matrix once forward, once backward.
///
/// One sampler serves one thread; `begin` starts a fresh network.
protocol LayerSampler<Real>: AnyObject {
  associatedtype Real: NetworkReal

  /// Starts the network of a trial.
  func begin(_ seed: SeedTree)

  /// U = H W for layer `layer` (from 0); sets U's exponent. `squares` is Σ of the stored H squared.
  func forward(
    layer: Int, input: Signal<Real>, squares: Double, output: inout Signal<Real>)

  /// G = Δ Wᵀ, given what went forward through the same layer; sets G's exponent.
  ///
  /// `deltaSquares` is Σ of the stored Δ squared, `squares` that of the stored H.
  func backward(
    layer: Int, input: Signal<Real>, squares: Double, output: Signal<Real>,
    delta: Signal<Real>, deltaSquares: Double, gradient: inout Signal<Real>)
}

/// The purposes that random numbers of one trial serve; each has a lane per layer.
enum Lane: Int {
  case weights, backward, bias, input, outputGradient, innerBias

  /// The lane of this purpose in a layer.
  func of(_ layer: Int) -> Int { layer * 8 + rawValue }
}
