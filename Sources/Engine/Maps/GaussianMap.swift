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
  private let rest: UnsafeMutablePointer<Real>
  private let scaled: UnsafeMutablePointer<Real>
  private let coordinates: UnsafeMutablePointer<Real>
  private let small: UnsafeMutablePointer<Real>
  private let product: UnsafeMutablePointer<Real>
  private var seed = SeedTree(seed: 0)
  private var calls = 0

  init(
    _ builder: PassBuilder<Real>, inputs: Int, blocks: [ColumnBlock], use: MapUse, stream: Int
  ) {
    self.inputs = inputs
    self.blocks = blocks
    self.stream = stream
    isTied = use.isTied
    outputs = blocks.reduce(0) { $0 + $1.columns }
    let block = max(use.rightRows, use.leftRows)
    let widest = max(inputs, outputs)
    right = Known(
      builder, capacity: min(use.rightRows, inputs), columns: inputs, images: outputs, block: block)
    left = Known(
      builder, capacity: min(use.leftRows, outputs), columns: outputs, images: inputs,
      block: block)
    let pairs = max(right.directions.capacity, left.directions.capacity)
    rest = builder.allocate(block * widest)
    scaled = builder.allocate(block * outputs)
    product = builder.allocate(block * widest)
    coordinates = builder.allocate(block * (pairs + block))
    small = builder.allocate(max(block, pairs) * pairs)
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
    switch side {
    case .right:
      query(&right, other: left, input, rows, output, address)
      scale(output, rows)
    case .left:
      scaled.update(from: input, count: rows * outputs)
      scale(scaled, rows)
      query(&left, other: right, scaled, rows, output, address)
      // Used once, what was seen from the left is not asked for again.
      if !isTied { left.directions.removeAll() }
    }
  }

  /// y = x W₁ for rows of one side, whose known directions grow.
  private func query(
    _ own: inout Known<Real>, other: Known<Real>, _ input: UnsafePointer<Real>, _ rows: Int,
    _ output: UnsafeMutablePointer<Real>, _ address: StreamAddress
  ) {
    let (m, n) = (own.directions.columns, own.images)
    let before = own.directions.count
    let sizes = OrthonormalRows<Real>.sizes(input, rows: rows, columns: m)
    rest.update(from: input, count: rows * m)
    let inNew = coordinates + rows * before
    own.directions.project(rest, rows: rows, coordinates: coordinates, scratch: inNew)
    let fresh = own.directions.extend(rest, rows: rows, sizes: sizes, coordinates: inNew)

    // The images of the new directions.
    let image = own.image + before * n
    if fresh > 0 {
      Real.fillNormals(image, count: fresh * n, from: address, standardDeviation: 1)
      if other.directions.count > 0 {
        let known = other.directions.count
        other.directions.project(
          image, rows: fresh, coordinates: small, scratch: small + fresh * known, times: 1)
        Real.matrixProduct(
          own.directions.rows + before * m, other.image, into: small, rows: fresh, inner: m,
          columns: known, transposed: true)
        Real.matrixProduct(
          small, other.directions.rows, into: product, rows: fresh, inner: known, columns: n,
          transposed: false)
        Real.add(product, to: image, count: fresh * n)
      }
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
    if before > 0 {
      Real.matrixProduct(
        coordinates, own.image, into: product, rows: rows, inner: before, columns: n,
        transposed: false)
      Real.add(product, to: output, count: rows * n)
    }
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

  init(_ builder: PassBuilder<Real>, capacity: Int, columns: Int, images: Int, block: Int) {
    directions = OrthonormalRows(builder, capacity: capacity, columns: columns, block: block)
    self.images = images
    image = builder.allocate(capacity * images)
  }
}
