/// Whose way of counting fans a rule is given.
public enum FanConvention: String, Sendable, Codable, CaseIterable {
  /// What a unit sums and what an input feeds, strides aside.
  case terms
  /// PyTorch reads fans off the stored tensor: (out, in/groups, taps), or (in, out/groups, taps) if
  /// transposed, so that fan-out forgets the groups and a transposed convolution's two fans change places.
  case pytorch
  /// Keras and TensorFlow read them off (taps, in/groups, out), or (taps, out, in) if transposed.
  case keras
  /// Flax and JAX read them off (taps, in/groups, out); their transposed kernels keep that order.
  case flax

  /// The fans of a convolution; those of ``terms`` are what its sums really have.
  func fans(
    inputs: Int, outputs: Int, taps: Int, groups: Int, isTransposed: Bool
  ) -> (fanIn: Int, fanOut: Int) {
    let (m, n) = (inputs / groups, outputs / groups)
    switch self {
    case .terms: return (taps * m, taps * n)
    case .pytorch:
      return isTransposed ? (taps * n, taps * inputs) : (taps * m, taps * outputs)
    case .keras:
      return isTransposed ? (taps * outputs, taps * inputs) : (taps * m, taps * outputs)
    case .flax: return (taps * m, taps * outputs)
    }
  }
}
