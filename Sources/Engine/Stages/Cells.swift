import Kernels
import Networks

/// What a recurrent cell does between its two maps, step by step; a step's samples are adjacent rows.
protocol CellPass<Real>: AnyObject {
  associatedtype Real: NetworkReal

  /// Starts a sequence.
  func begin()

  /// The next state from what both maps give.
  func forward(
    _ step: Int, _ fromInputs: UnsafePointer<Real>, _ fromStates: UnsafePointer<Real>,
    previous: UnsafePointer<Real>, into state: UnsafeMutablePointer<Real>)

  /// The gradients at both maps' results, and what reaches the state before past its map; steps are asked
  /// for from the last to the first.
  func backward(
    _ step: Int, _ gradient: UnsafePointer<Real>, previous: UnsafePointer<Real>,
    current: UnsafePointer<Real>, _ fromStates: UnsafePointer<Real>,
    toInputs: UnsafeMutablePointer<Real>, toStates: UnsafeMutablePointer<Real>,
    past: UnsafeMutablePointer<Real>)
}

/// h = f(a + b).
final class PlainCell<Real: NetworkReal>: CellPass {
  private let activation: any Activation
  private let count: Int
  private let sums: UnsafeMutablePointer<Real>  // a + b of every step

  init(
    _ builder: PassBuilder<Real>, _ activation: any Activation, _ samples: Int, _ steps: Int,
    _ units: Int
  ) {
    self.activation = activation
    count = samples * units
    sums = builder.allocate(steps * samples * units)
  }

  func begin() {}

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(
    _ step: Int, _ fromInputs: UnsafePointer<Real>, _ fromStates: UnsafePointer<Real>,
    previous: UnsafePointer<Real>, into state: UnsafeMutablePointer<Real>
  ) {
    let own = sums + step * count
    own.update(from: fromInputs, count: count)
    Real.add(fromStates, to: own, count: count)
    Real.values(of: activation, at: own, into: state, count: count)
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(
    _ step: Int, _ gradient: UnsafePointer<Real>, previous: UnsafePointer<Real>,
    current: UnsafePointer<Real>, _ fromStates: UnsafePointer<Real>,
    toInputs: UnsafeMutablePointer<Real>, toStates: UnsafeMutablePointer<Real>,
    past: UnsafeMutablePointer<Real>
  ) {
    Real.slopes(of: activation, at: sums + step * count, into: toStates, count: count)
    Real.multiply(gradient, into: toStates, count: count)
    toInputs.update(from: toStates, count: count)
    past.update(repeating: 0, count: count)
  }
}

/// c = σ(f) c₋ + σ(i) tanh(g), h = σ(o) tanh(c).
final class LSTMCell<Real: NetworkReal>: CellPass {
  private let samples: Int
  private let units: Int
  private let gates: UnsafeMutablePointer<Real>  // σ(i), σ(f), tanh(g), σ(o) of every step
  private let memory: UnsafeMutablePointer<Real>  // c₀ … c_T
  private let bent: UnsafeMutablePointer<Real>  // tanh(c) of every step
  private let carried: UnsafeMutablePointer<Real>  // ∂ℓ/∂c

  init(_ builder: PassBuilder<Real>, _ samples: Int, _ steps: Int, _ units: Int) {
    self.samples = samples
    self.units = units
    let size = samples * units
    gates = builder.allocate(4 * steps * size)
    memory = builder.allocate((steps + 1) * size)
    bent = builder.allocate(steps * size)
    carried = builder.allocate(size)
  }

  func begin() {
    memory.update(repeating: 0, count: samples * units)
    carried.update(repeating: 0, count: samples * units)
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(
    _ step: Int, _ fromInputs: UnsafePointer<Real>, _ fromStates: UnsafePointer<Real>,
    previous: UnsafePointer<Real>, into state: UnsafeMutablePointer<Real>
  ) {
    let (size, n) = (samples * units, units)
    let own = gates + 4 * step * size
    own.update(from: fromInputs, count: 4 * size)
    Real.add(fromStates, to: own, count: 4 * size)
    for sample in 0..<samples {
      let row = own + sample * 4 * n
      Real.values(of: Sigmoid(), at: row, into: row, count: 2 * n)
      Real.values(of: Tanh(), at: row + 2 * n, into: row + 2 * n, count: n)
      Real.values(of: Sigmoid(), at: row + 3 * n, into: row + 3 * n, count: n)
      remember(
        row, memory + step * size + sample * n, memory + (step + 1) * size + sample * n, count: n)
    }
    Real.values(
      of: Tanh(), at: memory + (step + 1) * size, into: bent + step * size, count: size)
    for sample in 0..<samples {
      let h = state + sample * n
      h.update(from: bent + step * size + sample * n, count: n)
      Real.multiply(own + sample * 4 * n + 3 * n, into: h, count: n)
    }
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func backward(
    _ step: Int, _ gradient: UnsafePointer<Real>, previous: UnsafePointer<Real>,
    current: UnsafePointer<Real>, _ fromStates: UnsafePointer<Real>,
    toInputs: UnsafeMutablePointer<Real>, toStates: UnsafeMutablePointer<Real>,
    past: UnsafeMutablePointer<Real>
  ) {
    let (size, n) = (samples * units, units)
    for sample in 0..<samples {
      lstmPullBack(
        gates + 4 * step * size + sample * 4 * n, memory + step * size + sample * n,
        bent + step * size + sample * n, gradient + sample * n, carried + sample * n,
        toInputs + sample * 4 * n, count: n)
    }
    toStates.update(from: toInputs, count: 4 * size)
    past.update(repeating: 0, count: size)
  }
}

/// c ← σ(f) c₋ + σ(i) tanh(g).
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func remember<Real: NetworkReal>(
  _ gates: UnsafePointer<Real>, _ before: UnsafePointer<Real>, _ now: UnsafeMutablePointer<Real>,
  count n: Int
) {
  for j in 0..<n { now[j] = gates[n + j] * before[j] + gates[j] * gates[2 * n + j] }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func lstmPullBack<Real: NetworkReal>(
  _ gates: UnsafePointer<Real>, _ before: UnsafePointer<Real>, _ bent: UnsafePointer<Real>,
  _ gradient: UnsafePointer<Real>, _ carried: UnsafeMutablePointer<Real>,
  _ delta: UnsafeMutablePointer<Real>, count n: Int
) {
  for j in 0..<n {
    let (i, f, g, o) = (gates[j], gates[n + j], gates[2 * n + j], gates[3 * n + j])
    let (t, dh) = (bent[j], gradient[j])
    let dc = carried[j] + dh * o * (1 - t * t)
    delta[j] = dc * g * i * (1 - i)
    delta[n + j] = dc * before[j] * f * (1 - f)
    delta[2 * n + j] = dc * i * (1 - g * g)
    delta[3 * n + j] = dh * t * o * (1 - o)
    carried[j] = dc * f
  }
}

/// z ← z + x ⊙ y.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
func addProduct<Real: NetworkReal>(
  _ x: UnsafePointer<Real>, _ y: UnsafePointer<Real>, to z: UnsafeMutablePointer<Real>, count: Int
) {
  for j in 0..<count { z[j] += x[j] * y[j] }
}
