import CKernels

/// Activations with loops in C, which pick the CPU's vector width at run time.
///
/// They do the operations of the Swift scalar functions in the same order: the catalogue's tests
/// compare both bit for bit. A loop over GELU or Mish is 5 to 50 times as fast as the portable one.
public enum ActivationKernel: Int32, Sendable {
  // The order is that of the enumeration in ckernels.h.
  case sigmoid, scaledSigmoid, tanh, lecunTanh, elu, selu, gelu, silu, softplus, mish, erf
  case geluTanh

  /// f of every number of a buffer, into another of the same length.
  public func values(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    inC(input, &output) { init_study_activation_values_float(rawValue, $0, $1, $2) }
  }

  /// f of every number of a buffer, into another of the same length.
  public func values(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    inC(input, &output) { init_study_activation_values_double(rawValue, $0, $1, $2) }
  }

  /// f′ of every number of a buffer, into another of the same length.
  public func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    inC(input, &output) { init_study_activation_slopes_float(rawValue, $0, $1, $2) }
  }

  /// f′ of every number of a buffer, into another of the same length.
  public func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    inC(input, &output) { init_study_activation_slopes_double(rawValue, $0, $1, $2) }
  }
}
