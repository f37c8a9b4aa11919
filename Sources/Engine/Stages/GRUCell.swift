import Kernels
import Networks

/// r, u = σ, n = tanh(a_n + r b_n), h = (1 − u) n + u h₋, with a from the inputs and b from the state.
final class GRUCell<Real: NetworkReal>: CellPass {
  private let samples: Int
  private let units: Int
  private let gates: UnsafeMutablePointer<Real>  // r, u, n of every step

  init(_ builder: PassBuilder<Real>, _ samples: Int, _ steps: Int, _ units: Int) {
    self.samples = samples
    self.units = units
    gates = builder.allocate(3 * steps * samples * units)
  }

  func begin() {}

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  func forward(
    _ step: Int, _ fromInputs: UnsafePointer<Real>, _ fromStates: UnsafePointer<Real>,
    previous: UnsafePointer<Real>, into state: UnsafeMutablePointer<Real>
  ) {
    let n = units
    let own = gates + 3 * step * samples * n
    own.update(from: fromInputs, count: 3 * samples * n)
    for sample in 0..<samples {
      let row = own + sample * 3 * n
      let from = fromStates + sample * 3 * n
      Real.add(from, to: row, count: 2 * n)
      Real.values(of: Sigmoid(), at: row, into: row, count: 2 * n)
      addProduct(row, from + 2 * n, to: row + 2 * n, count: n)
      Real.values(of: Tanh(), at: row + 2 * n, into: row + 2 * n, count: n)
      mix(row + n, row + 2 * n, previous + sample * n, state + sample * n, count: n)
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
    let n = units
    for sample in 0..<samples {
      gruPullBack(
        gates + (step * samples + sample) * 3 * n, previous + sample * n,
        fromStates + sample * 3 * n + 2 * n, gradient + sample * n, toInputs + sample * 3 * n,
        toStates + sample * 3 * n, past + sample * n, count: n)
    }
  }
}

/// h ← (1 − u) n + u h₋.
@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func mix<Real: NetworkReal>(
  _ update: UnsafePointer<Real>, _ candidate: UnsafePointer<Real>, _ before: UnsafePointer<Real>,
  _ state: UnsafeMutablePointer<Real>, count: Int
) {
  for j in 0..<count { state[j] = (1 - update[j]) * candidate[j] + update[j] * before[j] }
}

@_specialize(where Real == Float)
@_specialize(where Real == Double)
private func gruPullBack<Real: NetworkReal>(
  _ gates: UnsafePointer<Real>, _ before: UnsafePointer<Real>, _ mapped: UnsafePointer<Real>,
  _ gradient: UnsafePointer<Real>, _ toInputs: UnsafeMutablePointer<Real>,
  _ toStates: UnsafeMutablePointer<Real>, _ past: UnsafeMutablePointer<Real>, count n: Int
) {
  for j in 0..<n {
    let (r, u, c, dh) = (gates[j], gates[n + j], gates[2 * n + j], gradient[j])
    let dc = dh * (1 - u) * (1 - c * c)
    let du = dh * (before[j] - c) * u * (1 - u)
    let dr = dc * mapped[j] * r * (1 - r)
    toInputs[j] = dr
    toInputs[n + j] = du
    toInputs[2 * n + j] = dc
    toStates[j] = dr
    toStates[n + j] = du
    toStates[2 * n + j] = dc * r
    past[j] = dh * u
  }
}
