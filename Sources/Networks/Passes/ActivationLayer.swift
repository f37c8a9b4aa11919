import Kernels

/// h = f(Norm(z)) for one layer, and its pull-back; the normalisation is optional.
final class ActivationLayer<Real: NetworkReal> {
  private let activation: ScaledActivation
  private let normalization: Normalization?
  private let normalized: Buffer<Real>?
  private let inverse: Buffer<Double>?

  /// Numbers of `Real` that a stage keeps for signals of this shape.
  static func capacity(batch: Int, width: Int, normalization: Normalization?) -> Double {
    normalization == nil ? 0 : Double(batch) * Double(width)
  }

  init(
    _ activation: ScaledActivation, normalization: Normalization?, batch: Int, width: Int
  ) {
    self.activation = activation
    self.normalization = normalization
    normalized = normalization.map { _ in Buffer(count: batch * width) }
    inverse = normalization.map { Buffer(count: $0.groups(rows: batch, columns: width)) }
  }

  /// h ← f(Norm(z)); sets h's exponent.
  func forward(_ z: Signal<Real>, into h: inout Signal<Real>) {
    if let normalization, let normalized, let inverse {
      Real.normalize(
        z.base, into: normalized.base, inverse: inverse.base, rows: z.rows, columns: z.columns,
        by: normalization)
    }
    activation.values(at: argument(z), into: &h)
  }

  /// Turns ∂ℓ/∂h into ∂ℓ/∂z, in place, and returns Σ of its stored squares.
  ///
  /// `scratch` holds as many numbers as the signal.
  @discardableResult
  func backward(
    _ z: Signal<Real>, gradient: inout Signal<Real>, scratch: UnsafeMutablePointer<Real>
  ) -> Double {
    activation.slopes(at: argument(z), into: scratch)
    gradient.exponent += activation.slopeExponent(at: argument(z))
    let squares = Real.multiply(scratch, into: gradient.base, count: gradient.count)
    guard let normalization, let normalized, let inverse else { return squares }
    Real.normalizeBackward(
      normalized.base, gradient: gradient.base, inverse: inverse.base, rows: z.rows,
      columns: z.columns, by: normalization)
    gradient.exponent -= z.exponent  // 1/σ is in units of z
    return Real.sums(gradient.base, count: gradient.count).squares
  }

  /// What f is applied to: z itself or its normalised form, which has no scale of its own.
  private func argument(_ z: Signal<Real>) -> Signal<Real> {
    guard let normalized else { return z }
    return Signal(base: normalized.base, rows: z.rows, columns: z.columns)
  }
}
