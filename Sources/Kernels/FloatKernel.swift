import CKernels

/// Activations with single-precision loops in C, which pick the CPU's vector width at run time.
///
/// They do the operations of the Swift scalar functions in the same order: the catalogue's tests
/// compare both bit for bit. A loop over GELU or Mish is 5 to 50 times as fast as the portable one.
public enum FloatKernel: Int32, Sendable {
  // The order is that of the enumeration in ckernels.h.
  case sigmoid, scaledSigmoid, tanh, lecunTanh, elu, selu, gelu, silu, softplus, mish, erf

  /// f over a buffer.
  public func values(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) { init_study_activation_values(rawValue, x, y, Int64(count)) }

  /// f′ over a buffer.
  public func slopes(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) { init_study_activation_slopes(rawValue, x, y, Int64(count)) }

  /// f and f′ over a buffer.
  public func both(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    slopes: UnsafeMutablePointer<Float>, count: Int
  ) { init_study_activation_both(rawValue, x, y, slopes, Int64(count)) }
}
