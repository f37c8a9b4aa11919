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
  private let rest: UnsafeMutablePointer<Real>
  private let result: UnsafeMutablePointer<Real>
  private let drawn: UnsafeMutablePointer<Real>
  private let coordinates: UnsafeMutablePointer<Real>
  private let scratch: UnsafeMutablePointer<Real>
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
    let block = max(use.rightRows, use.leftRows)
    q = OrthonormalRows(builder, capacity: pairs, columns: size, block: block)
    a = OrthonormalRows(builder, capacity: pairs, columns: size, block: block)
    rest = builder.allocate(block * size)
    result = builder.allocate(block * size)
    drawn = builder.allocate(size)
    coordinates = builder.allocate(block * (pairs + block))
    scratch = builder.allocate(max(1, block * pairs))
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
    for row in 0..<rows {
      (rest + row * size).update(from: input + row * from, count: from)
      (rest + row * size + from).update(repeating: 0, count: size - from)
    }
    if side == .right {
      query(&q, &a, rows, draws)
    } else {
      query(&a, &q, rows, draws)
    }
    for row in 0..<rows {
      (output + row * to).update(from: result + row * size, count: to)
    }
    Real.scale(output, by: Real(gain), count: rows * to)
  }

  /// `result` ← the images of `rest`, which is used up.
  private func query(
    _ own: inout OrthonormalRows<Real>, _ image: inout OrthonormalRows<Real>, _ rows: Int,
    _ draws: SeedTree
  ) {
    let before = own.count
    let sizes = OrthonormalRows<Real>.sizes(rest, rows: rows, columns: size)
    let inNew = coordinates + rows * before
    own.project(rest, rows: rows, coordinates: coordinates, scratch: scratch)
    let fresh = own.extend(rest, rows: rows, sizes: sizes, coordinates: inNew)
    for index in 0..<fresh { drawPartner(&image, draws.source(lane: index)) }
    result.update(repeating: 0, count: rows * size)
    for row in 0..<rows {
      let target = result + row * size
      for j in 0..<before {
        Real.add(
          image.rows + j * size, times: coordinates[row * before + j], to: target, count: size)
      }
      for j in 0..<fresh {
        Real.add(
          image.rows + (before + j) * size, times: inNew[row * rows + j], to: target, count: size)
      }
    }
  }

  /// Adds a uniform unit vector of the complement.
  private func drawPartner(_ rows: inout OrthonormalRows<Real>, _ source: RandomSource) {
    Real.fillNormals(drawn, count: size, from: source.address, standardDeviation: 1)
    rows.project(drawn, rows: 1, coordinates: scratch, scratch: scratch + rows.count)
    let length = Real.sums(drawn, count: size).squares.squareRoot()
    Real.scale(drawn, by: Real(1 / length), count: size)
    rows.append(drawn)
  }
}
