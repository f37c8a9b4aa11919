import CKernels

/// The loops of sin(ωx) and ω cos(ωx) in C, beside ``ActivationKernel``: they have a parameter.
///
/// They do the operations of `Sine` in Activations in the same order, in double precision for either buffer; its tests
/// compare both bit for bit. Some ten times as fast as the portable loop, whose rounding keeps it from being
/// vectorised.
public struct SineKernel: Sendable {
  /// ω.
  public let frequency: Double

  /// The loops for a frequency.
  public init(frequency: Double) { self.frequency = frequency }

  /// sin(ωx) of every number of a buffer, into another of the same length.
  public func values(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    inC(input, &output) { init_study_sine_values_float(frequency, $0, $1, $2) }
  }

  /// sin(ωx) of every number of a buffer, into another of the same length.
  public func values(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    inC(input, &output) { init_study_sine_values_double(frequency, $0, $1, $2) }
  }

  /// ω cos(ωx) of every number of a buffer, into another of the same length.
  public func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    inC(input, &output) { init_study_sine_slopes_float(frequency, $0, $1, $2) }
  }

  /// ω cos(ωx) of every number of a buffer, into another of the same length.
  public func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    inC(input, &output) { init_study_sine_slopes_double(frequency, $0, $1, $2) }
  }
}
