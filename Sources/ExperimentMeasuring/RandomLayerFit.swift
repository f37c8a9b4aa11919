import Simulation

/// One random hidden layer with the output layer that fits a function best.
package enum RandomLayerFit {
  /// What the network says at points where the function is `truth`.
  ///
  /// Units f(a(x − c)) with centres c uniform on [−1, 1]; a is ±1 for ReLU, whose scale changes
  /// nothing, and N(0, 6²) for others. A ridge of 10⁻⁶ keeps nearly equal units from cancelling.
  package static func values(
    of f: any Activation, width: Int, at points: [Double], truth: [Double], seed: SeedTree
  ) throws -> [Double] {
    var random = seed.source()
    let units = (0..<width).map { _ in
      let center = 2 * random.uniform() - 1
      let slope = random.normal()
      return (center, f is ReLU ? (slope > 0 ? 1.0 : -1) : 6 * slope)
    }
    let columns = width + 1
    let rows = points.map { x in units.map { f.value(at: $0.1 * (x - $0.0)) } + [1] }
    let ridge = (0..<columns).map { row in (0..<columns).map { $0 == row ? 1e-6 : 0 } }
    let qr = try QRDecomposition(Matrix(rows + ridge))
    var weights = [Double](repeating: 0, count: columns)
    for i in stride(from: columns - 1, through: 0, by: -1) {
      // The ridge's own rows are to give zero.
      var sum = 0.0
      for row in truth.indices { sum += qr.q[row, i] * truth[row] }
      for j in i + 1..<max(columns, i + 1) { sum -= qr.r[i, j] * weights[j] }
      weights[i] = sum / qr.r[i, i]
    }
    return rows.map { row in zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// The root mean square of what values are off by, over that of the truth.
  package static func relativeError(_ values: [Double], _ truth: [Double]) -> Double {
    let error = zip(values, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (error / truth.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }
}
