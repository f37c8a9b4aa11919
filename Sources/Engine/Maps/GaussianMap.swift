import Kernels
import Networks
import Numerics

/// The exact law of products with independent normal weights, without a matrix.
///
/// W = W₁D with standard W₁ and D the deviation of each column. What is known of W₁ are its images of
/// orthonormal rows q_i from the right, a_i = q_i W₁, and of orthonormal rows p_j from the left,
/// c_j = p_j W₁ᵀ. For a further q orthogonal to all q_i, the part of q W₁ along p_j is q·c_j, and the rest is
/// fresh:
///
///     q W₁ = (q Cᵀ) P + ξ (I − PᵀP),  ξ standard normal,
///
/// and from the left alike, with the sides exchanged: rows of W₁ are isotropic, so that what is seen of it
/// and what is orthogonal to that are independent. Any row is a combination of the q_i and of such a q. k
/// rows cost O(k (m + n)) each instead of O(mn); matrices used once are the case of one block of rows from
/// the right and then one from the left, which need not be kept.
final class GaussianMap<Real: NetworkReal>: LinearMap {
  private let inputs: Int
  private let outputs: Int
  private let blocks: [ColumnBlock]
  private let stream: Int
  private let isTied: Bool
  private var right: Known<Real>
  private var left: Known<Real>
  private let workspace: Workspace<Real>
  private var seed = SeedTree(seed: 0)
  private var calls = 0

  init(
    _ builder: PassBuilder<Real>, inputs: Int, blocks: [ColumnBlock], use: MapUse, stream: Int
  ) {
    self.inputs = inputs
    self.blocks = blocks
    self.stream = stream
    isTied = use.isTied
    workspace = builder.workspace
    let outputs = blocks.reduce(0) { $0 + $1.columns }
    self.outputs = outputs
    func known(_ capacity: Int, _ columns: Int, _ images: Int) -> Known<Real> {
      Known(
        directions: OrthonormalRows(
          builder.allocate(capacity * columns), capacity: capacity, columns: columns,
          workspace: builder.workspace), images: images,
        image: builder.allocate(capacity * images))
    }
    right = known(min(use.rightRows, inputs), inputs, outputs)
    left = known(use.isTied ? min(use.leftRows, outputs) : 0, outputs, inputs)
  }

  func begin(_ seed: SeedTree) {
    self.seed = seed.child(stream)
    calls = 0
    right.directions.removeAll()
    left.directions.removeAll()
  }

  func multiply(
    _ input: UnsafePointer<Real>, rows: Int, side: Side, into output: UnsafeMutablePointer<Real>
  ) {
    defer { calls += 1 }
    let address = seed.source(lane: calls).address
    guard side == .left else {
      query(&right, other: left, input, rows, output, address)
      scale(output, rows)
      return
    }
    let scaled = workspace.take(rows: rows, columns: outputs)
    scaled.base.update(from: input, count: scaled.count)
    scale(scaled.base, rows)
    if isTied {
      query(&left, other: right, scaled.base, rows, output, address)
    } else {
      // Used once, what is seen from the left is not asked for again.
      let directions = workspace.take(rows: rows, columns: outputs)
      let image = workspace.take(rows: rows, columns: inputs)
      var once = Known(
        directions: OrthonormalRows(
          directions.base, capacity: rows, columns: outputs, workspace: workspace),
        images: inputs, image: image.base)
      query(&once, other: right, scaled.base, rows, output, address)
      workspace.give(directions)
      workspace.give(image)
    }
    workspace.give(scaled)
  }

  /// y = x W₁ for rows of one side, whose known directions grow.
  private func query(
    _ own: inout Known<Real>, other: Known<Real>, _ input: UnsafePointer<Real>, _ rows: Int,
    _ output: UnsafeMutablePointer<Real>, _ address: StreamAddress
  ) {
    let (m, n) = (own.directions.columns, own.images)
    let before = own.directions.count
    let sizes = OrthonormalRows<Real>.sizes(input, rows: rows, columns: m)
    let coordinates = workspace.take(rows: rows, columns: before + rows)
    let inNew = coordinates.base + rows * before
    defer { workspace.give(coordinates) }
    var fresh: Int
    if before > 0 {
      let rest = workspace.take(rows: rows, columns: m)
      rest.base.update(from: input, count: rows * m)
      own.directions.project(rest.base, rows: rows, coordinates: coordinates.base)
      fresh = own.directions.extend(rest.base, rows: rows, sizes: sizes, coordinates: inNew)
      workspace.give(rest)
    } else {
      fresh = own.directions.extend(input, rows: rows, sizes: sizes, coordinates: inNew)
    }

    // The images of the new directions.
    let image = own.image + before * n
    if fresh > 0 {
      Real.fillNormals(image, count: fresh * n, from: address, standardDeviation: 1)
      addKnown(
        own.directions.rows + before * m, rows: fresh, columns: m, other, to: image, n)
    }

    // y = (coordinates in old directions) A + (in new ones) A′.
    if fresh > 0 {
      // Rows of coordinates are `rows` long; those beyond `fresh` are zero.
      compact(inNew, rows: rows, from: rows, to: fresh)
      Real.matrixProduct(
        inNew, image, into: output, rows: rows, inner: fresh, columns: n, transposed: false)
    } else {
      output.update(repeating: 0, count: rows * n)
    }
    guard before > 0 else { return }
    let product = workspace.take(rows: rows, columns: n)
    Real.matrixProduct(
      coordinates.base, own.image, into: product.base, rows: rows, inner: before, columns: n,
      transposed: false)
    Real.add(product.base, to: output, count: rows * n)
    workspace.give(product)
  }

  /// ξ ← ξ (I − PᵀP) + (q Cᵀ) P for new directions q.
  private func addKnown(
    _ directions: UnsafePointer<Real>, rows: Int, columns m: Int, _ other: Known<Real>,
    to image: UnsafeMutablePointer<Real>, _ n: Int
  ) {
    let known = other.directions.count
    guard known > 0 else { return }
    let along = workspace.take(rows: rows, columns: known)
    let drawn = workspace.take(rows: rows, columns: known)
    let product = workspace.take(rows: rows, columns: n)
    Real.matrixProduct(
      directions, other.image, into: along.base, rows: rows, inner: m, columns: known,
      transposed: true)
    Real.matrixProduct(
      image, other.directions.rows, into: drawn.base, rows: rows, inner: n, columns: known,
      transposed: true)
    Real.add(drawn.base, times: -1, to: along.base, count: along.count)
    Real.matrixProduct(
      along.base, other.directions.rows, into: product.base, rows: rows, inner: known, columns: n,
      transposed: false)
    Real.add(product.base, to: image, count: rows * n)
    for signal in [along, drawn, product] { workspace.give(signal) }
  }

  /// Moves rows of `old` numbers together to rows of their first `new`.
  private func compact(
    _ numbers: UnsafeMutablePointer<Real>, rows: Int, from old: Int, to new: Int
  ) {
    guard new < old else { return }
    for row in 1..<max(1, rows) {
      for j in 0..<new { numbers[row * new + j] = numbers[row * old + j] }
    }
  }

  /// Multiplies each column by its deviation.
  private func scale(_ matrix: UnsafeMutablePointer<Real>, _ rows: Int) {
    if blocks.count == 1 {
      let deviation = Real(blocks[0].tensor.variance.squareRoot())
      Real.scale(matrix, by: deviation, count: rows * outputs)
      return
    }
    for row in 0..<rows {
      var column = row * outputs
      for part in blocks {
        Real.scale(
          matrix + column, by: Real(part.tensor.variance.squareRoot()), count: part.columns)
        column += part.columns
      }
    }
  }
}

/// What is known of a matrix from one side: orthonormal directions and their images.
private struct Known<Real: NetworkReal> {
  var directions: OrthonormalRows<Real>
  let images: Int
  let image: UnsafeMutablePointer<Real>
}
