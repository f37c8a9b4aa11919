import Kernels
import Networks
import Numerics

/// The exact law of products with a Haar-orthogonal matrix of any shape, without a matrix.
///
/// W is c times the first m rows or the first n columns of an orthogonal O (N × N, N = max(m, n)), uniform
/// under rotations. Known are pairs of orthonormal rows, a_i = q_i O and so q_i = a_i Oᵀ: O maps the span of
/// the q_i onto that of the a_i, and, given that, the complement of one onto the complement of the other
/// uniformly. A further q outside the span therefore has a uniform unit vector of A's complement as its
/// image, a further a one of Q's as its preimage; either makes one more pair.
final class HaarMap<Real: NetworkReal>: LinearMap {
  private let inputs: Int
  private let outputs: Int
  private let size: Int
  private let gain: Double
  private let stream: Int
  private var q: OrthonormalRows<Real>
  private var a: OrthonormalRows<Real>
  private let workspace: Workspace<Real>
  private var seed = SeedTree(seed: 0)
  private var calls = 0

  init(
    _ builder: PassBuilder<Real>, inputs: Int, outputs: Int, tensor: WeightTensor, use: MapUse,
    stream: Int
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.stream = stream
    size = max(inputs, outputs)
    // The mean square of an entry of c times orthonormal rows or columns is c²/N.
    gain = (tensor.variance * Double(size)).squareRoot()
    let pairs = min(size, use.rightRows + use.leftRows)
    workspace = builder.workspace
    q = OrthonormalRows(
      builder.allocate(pairs * size), capacity: pairs, columns: size,
      workspace: builder.workspace)
    a = OrthonormalRows(
      builder.allocate(pairs * size), capacity: pairs, columns: size,
      workspace: builder.workspace)
  }

  func begin(_ seed: SeedTree) {
    self.seed = seed.child(stream)
    calls = 0
    q.removeAll()
    a.removeAll()
  }

  func multiply(
    _ input: UnsafePointer<Real>, rows: Int, side: Side, into output: UnsafeMutablePointer<Real>
  ) {
    defer { calls += 1 }
    let draws = seed.child(calls)
    let (from, to) = side == .right ? (inputs, outputs) : (outputs, inputs)
    let rest = workspace.take(rows: rows, columns: size)
    let result = workspace.take(rows: rows, columns: size)
    defer {
      workspace.give(rest)
      workspace.give(result)
    }
    for row in 0..<rows {
      (rest.base + row * size).update(from: input + row * from, count: from)
      (rest.base + row * size + from).update(repeating: 0, count: size - from)
    }
    if side == .right {
      query(&q, &a, rest.base, rows, result.base, draws)
    } else {
      query(&a, &q, rest.base, rows, result.base, draws)
    }
    for row in 0..<rows {
      (output + row * to).update(from: result.base + row * size, count: to)
    }
    Real.scale(output, by: Real(gain), count: rows * to)
  }

  /// `result` ← the images of `rest`, which is used up.
  private func query(
    _ own: inout OrthonormalRows<Real>, _ image: inout OrthonormalRows<Real>,
    _ rest: UnsafeMutablePointer<Real>, _ rows: Int, _ result: UnsafeMutablePointer<Real>,
    _ draws: SeedTree
  ) {
    let before = own.count
    let sizes = OrthonormalRows<Real>.sizes(rest, rows: rows, columns: size)
    let coordinates = workspace.take(rows: rows, columns: before + rows)
    defer { workspace.give(coordinates) }
    let inNew = coordinates.base + rows * before
    own.project(rest, rows: rows, coordinates: coordinates.base)
    let fresh = own.extend(rest, rows: rows, sizes: sizes, coordinates: inNew)
    for index in 0..<fresh { drawPartner(&image, draws.source(lane: index)) }
    result.update(repeating: 0, count: rows * size)
    for row in 0..<rows {
      let target = result + row * size
      for j in 0..<before {
        Real.add(
          image.rows + j * size, times: coordinates.base[row * before + j], to: target,
          count: size)
      }
      for j in 0..<fresh {
        Real.add(
          image.rows + (before + j) * size, times: inNew[row * rows + j], to: target, count: size)
      }
    }
  }

  /// Adds a uniform unit vector of the complement.
  private func drawPartner(_ rows: inout OrthonormalRows<Real>, _ source: RandomSource) {
    let drawn = workspace.take(rows: 1, columns: size)
    let along = workspace.take(rows: 1, columns: max(1, rows.count))
    Real.fillNormals(drawn.base, count: size, from: source.address, standardDeviation: 1)
    rows.project(drawn.base, rows: 1, coordinates: along.base)
    let length = Real.sums(drawn.base, count: size).squares.squareRoot()
    Real.scale(drawn.base, by: Real(1 / length), count: size)
    rows.append(drawn.base)
    workspace.give(along)
    workspace.give(drawn)
  }
}
