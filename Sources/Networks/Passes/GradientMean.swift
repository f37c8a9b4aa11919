import Kernels
import Numerics

extension PropagationRequest {
  /// Whether the mean over networks of squared gradients exists.
  ///
  /// Normalisation divides the gradient by the variance of a group of B numbers, σ² ~ χ²_{B−1} for normal
  /// ones, and E 1/χ²ₖ = 1/(k − 2) is finite for k ≥ 3 alone: from four inputs of a batch on, or four
  /// units of a layer.
  public var gradientHasMean: Bool {
    switch normalization {
    case .batch: batch >= 4
    case .layer: widths.dropFirst(residual == nil ? 1 : 0).allSatisfy { $0 >= 4 }
    case nil: true
    }
  }
}
