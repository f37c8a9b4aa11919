import Kernels
import Networks

/// An optimiser at work on one parameter.
final class ParameterStepper<Real: NetworkReal> {
  let parameter: Parameter<Real>
  private let optimizer: Optimizer
  private let start: Buffer<Real>
  private let first: Buffer<Real>
  private let second: Buffer<Real>
  private var powers = (1.0, 1.0)

  init(_ parameter: Parameter<Real>, _ optimizer: Optimizer) {
    self.parameter = parameter
    self.optimizer = optimizer
    start = Buffer(count: parameter.isMatrix ? parameter.count : 1)
    switch optimizer {
    case .gradientDescent: (first, second) = (Buffer(count: 1), Buffer(count: 1))
    case .momentum: (first, second) = (Buffer(count: parameter.count), Buffer(count: 1))
    case .adam: (first, second) = (Buffer(count: parameter.count), Buffer(count: parameter.count))
    }
  }

  /// Starts where the parameter is.
  func begin() {
    if parameter.isMatrix {
      start.base.update(from: parameter.values, count: parameter.count)
    }
    powers = (1, 1)
    switch optimizer {
    case .gradientDescent: break
    case .momentum: first.base.update(repeating: 0, count: parameter.count)
    case .adam:
      first.base.update(repeating: 0, count: parameter.count)
      second.base.update(repeating: 0, count: parameter.count)
    }
  }

  /// Forgets the gradient.
  func clear() { parameter.forgetGradient() }

  /// Makes the gradient that of the parameter itself, without a loss scale.
  func prepare(_ factor: Double) {
    parameter.willStep()
    if factor != 1 { scaleGradient(factor) }
  }

  /// Σ of the gradient's squares.
  var gradientSquares: Double { Real.sums(parameter.gradient, count: parameter.count).squares }

  /// Multiplies the gradient.
  func scaleGradient(_ factor: Double) {
    Real.scale(parameter.gradient, by: Real(factor), count: parameter.count)
  }

  /// Bounds each entry of the gradient.
  func boundGradient(_ bound: Double) {
    clamp(parameter.gradient, Real(bound), count: parameter.count)
  }

  /// One step, so many times as long as the optimiser's.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func step(stretch: Double = 1) {
    let (values, gradient, count) = (parameter.values, parameter.gradient, parameter.count)
    switch optimizer {
    case .gradientDescent(let rate):
      Real.add(gradient, times: Real(-rate * stretch), to: values, count: count)
    case .momentum(let rate, let decay):
      Real.scale(first.base, by: Real(decay), count: count)
      Real.add(gradient, to: first.base, count: count)
      Real.add(first.base, times: Real(-rate * stretch), to: values, count: count)
    case .adam(let rate, let decay1, let decay2, let epsilon):
      powers = (powers.0 * decay1, powers.1 * decay2)
      adam(
        values, gradient, first.base, second.base, count: count,
        (
          Real(decay1), Real(decay2), Real(rate * stretch / (1 - powers.0)),
          Real(1 / (1 - powers.1))
        ),
        Real(epsilon))
    }
    parameter.didStep()
  }

  /// ‖W − W₀‖/‖W₀‖; ‖W‖ itself where W₀ is zero.
  var movement: Double {
    let count = parameter.count
    let before = Real.sums(start.base, count: count).squares
    let difference = distanceSquares(parameter.values, start.base, count: count)
    return (before > 0 ? difference / before : difference).squareRoot()
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func clamp<Real: NetworkReal>(
  _ x: UnsafeMutablePointer<Real>, _ bound: Real, count: Int
) {
  for i in 0..<count { x[i] = min(max(x[i], -bound), bound) }
}

/// Adam; `factors` are β₁, β₂, η/(1 − β₁ᵗ) and 1/(1 − β₂ᵗ).
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func adam<Real: NetworkReal>(
  _ values: UnsafeMutablePointer<Real>, _ gradient: UnsafePointer<Real>,
  _ first: UnsafeMutablePointer<Real>, _ second: UnsafeMutablePointer<Real>, count: Int,
  _ factors: (Real, Real, Real, Real), _ epsilon: Real
) {
  let (b1, b2, rate, correction) = factors
  for i in 0..<count {
    let g = gradient[i]
    let m = b1 * first[i] + (1 - b1) * g
    let v = b2 * second[i] + (1 - b2) * g * g
    first[i] = m
    second[i] = v
    values[i] -= rate * m / ((v * correction).squareRoot() + epsilon)
  }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func distanceSquares<Real: NetworkReal>(
  _ x: UnsafePointer<Real>, _ y: UnsafePointer<Real>, count: Int
) -> Double {
  var sum = 0.0
  for i in 0..<count {
    let d = Double(x[i]) - Double(y[i])
    sum += d * d
  }
  return sum
}
