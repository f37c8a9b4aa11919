import Kernels
import Networks
import Numerics

/// A gain and a shift for each channel, one and zero at the start: what follows a normalisation in training.
final class AffinePass<Real: NetworkReal>: StagePass {
  private let output: Signal<Real>
  private let gains: UnsafeMutablePointer<Real>
  private let shifts: UnsafeMutablePointer<Real>
  private let gainParameter: Parameter<Real>?
  private let shiftParameter: Parameter<Real>?
  private let workspace: Workspace<Real>
  private var input: Signal<Real>?

  private let stored: (gains: StoredWeights.Reader?, shifts: StoredWeights.Reader?)

  /// Gains and shifts are one and zero, or what readers give.
  init(
    _ builder: PassBuilder<Real>, shape: Shape, gains readGains: StoredWeights.Reader? = nil,
    shifts readShifts: StoredWeights.Reader? = nil
  ) throws(NetworkError) {
    try builder.check(readGains, count: shape.channels)
    try builder.check(readShifts, count: shape.channels)
    stored = (readGains, readShifts)
    output = builder.signal(shape)
    gains = builder.allocate(shape.channels)
    shifts = builder.allocate(shape.channels)
    gainParameter = builder.parameter("gain", values: gains, count: shape.channels)
    shiftParameter = builder.parameter("shift", values: shifts, count: shape.channels)
    workspace = builder.workspace
  }

  func begin(_ network: SeedTree) {
    gains.update(repeating: 1, count: output.columns)
    shifts.update(repeating: 0, count: output.columns)
    if let numbers = stored.gains?() {
      for (i, number) in numbers.enumerated() { gains[i] = Real(number) }
    }
    if let numbers = stored.shifts?() {
      for (i, number) in numbers.enumerated() { shifts[i] = Real(number) }
    }
  }

  func forward(_ input: Signal<Real>) -> Signal<Real> {
    self.input = input
    let n = output.columns
    let unit = Real(powerOfTwo(-input.exponent))
    for row in 0..<output.rows {
      let target = output.base + row * n
      target.update(from: input.base + row * n, count: n)
      Real.multiply(gains, into: target, count: n)
      Real.add(shifts, times: unit, to: target, count: n)
    }
    var result = output
    result.exponent = input.exponent
    return result
  }

  func backward(_ gradient: Signal<Real>) -> Signal<Real> {
    guard let input else { preconditionFailure("a pass goes forward first") }
    let n = output.columns
    let factor = Real(powerOfTwo(gradient.exponent))
    let product = workspace.take(rows: 1, columns: n)
    for row in 0..<output.rows {
      let own = gradient.base + row * n
      if let shiftParameter { Real.add(own, times: factor, to: shiftParameter.gradient, count: n) }
      if let gainParameter {
        product.base.update(from: own, count: n)
        Real.multiply(input.base + row * n, into: product.base, count: n)
        let scale = Real(powerOfTwo(gradient.exponent + input.exponent))
        Real.add(product.base, times: scale, to: gainParameter.gradient, count: n)
      }
      Real.multiply(gains, into: own, count: n)
    }
    workspace.give(product)
    return gradient
  }
}
