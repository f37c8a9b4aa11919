import Kernels

/// The singular values of a product of square matrices, in logarithms, however far apart they are.
///
/// After t factors the singular values of a random product span e^(t(λ₁ − λₙ)), far beyond the 16
/// digits of a double: a decomposition of the product itself would lose the small ones. Here
/// M_t ⋯ M₁ = Q T with Q orthogonal and T triangular, whose rows are kept as a unit vector and the logarithm
/// of its length. One-sided Jacobi rotations on such rows give every singular value to relative accuracy,
/// because they do not mix scales (Demmel and Veselić 1992).
public struct ProductSpectrum: Equatable, Sendable {
  /// n.
  public let size: Int
  /// How many factors have been multiplied.
  public private(set) var steps = 0
  private var orthogonal: Matrix
  /// Unit rows of T, and the logarithms of their lengths.
  private var rows: Matrix
  private var logLengths: [Double]

  /// The empty product, the identity of n rows.
  public init(size: Int) {
    precondition(size >= 1, "a matrix has rows")
    self.size = size
    orthogonal = .identity(size)
    rows = .identity(size)
    logLengths = [Double](repeating: 0, count: size)
  }

  /// Multiplies a factor from the left, in about 4n³ operations; throws if it is not finite.
  public mutating func multiply(by factor: Matrix) throws(LinearAlgebraError) {
    precondition(
      factor.rows == size && factor.columns == size, "factors have the size of the product")
    let decomposition = try QRDecomposition(factor * orthogonal)
    orthogonal = decomposition.q
    var next = Matrix(rows: size, columns: size)
    var nextLengths = logLengths
    for i in 0..<size {
      // Row i of R T, relative to its largest term.
      let logs = (i..<size).map {
        Double.log(decomposition.r[i, $0].magnitude) + logLengths[$0]
      }
      let largest = logs.max() ?? -.infinity
      if largest == -.infinity {
        nextLengths[i] = -.infinity
        continue
      }
      for k in i..<size {
        let weight = Double.exp(logs[k - i] - largest)
        if weight == 0 { continue }
        let signed = decomposition.r[i, k] < 0 ? -weight : weight
        Double.addRow(rows, k, times: signed, to: &next, i)
      }
      nextLengths[i] = largest + next.normalizeRow(i)
    }
    rows = next
    logLengths = nextLengths
    steps += 1
  }

  /// ln σ₁ ≥ … ≥ ln σₙ of the product; −∞ for those that are 0.
  ///
  /// - Complexity: O(n³) operations, as for every factor that was multiplied.
  public func logSingularValues() throws(LinearAlgebraError) -> [Double] {
    let order = (0..<size).sorted { logLengths[$0] > logLengths[$1] }
    var lengths = order.map { logLengths[$0] }
    var work = Matrix(rows: size, columns: size)
    for (target, source) in order.enumerated() {
      for j in 0..<size { work[target, j] = rows[source, j] }
    }
    let tolerance = 1e-15 * Double(size)
    for _ in 0..<60 {
      var largest = 0.0
      for i in 0..<size {
        for j in (i + 1)..<Swift.max(size, i + 1) {
          guard lengths[i] > -.infinity, lengths[j] > -.infinity else { continue }
          largest = Swift.max(largest, Self.rotate(&work, &lengths, i, j, tolerance))
        }
      }
      if largest <= tolerance { return lengths.sorted(by: >) }
    }
    throw .noConvergence(index: 0)
  }

  /// Makes rows i and j orthogonal; returns the cosine of the angle between them before.
  ///
  /// For rows e^a u and e^b v of unit u, v with cosine g, and δ = a − b ≥ 0, Jacobi's tangent is
  /// t = −g/(sinh δ + √(sinh² δ + g²)); only t e^δ and t e^(−δ) are needed, and both are bounded by 1.
  private static func rotate(
    _ work: inout Matrix, _ lengths: inout [Double], _ first: Int, _ second: Int,
    _ tolerance: Double
  ) -> Double {
    let (i, j) = lengths[first] >= lengths[second] ? (first, second) : (second, first)
    let n = work.columns
    return work.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let (u, v) = (base + i * n, base + j * n)
      let cosine = Double.dot(u, v, count: n)
      if cosine.magnitude <= tolerance { return cosine.magnitude }
      let difference = lengths[i] - lengths[j]
      // sinh δ e^(−δ) = (1 − e^(−2δ))/2 keeps everything in range.
      let shrink = Double.exp(-difference)
      let sinh = -0.5 * Double.expMinusOne(-2 * difference)
      let root = (sinh * sinh + cosine * cosine * shrink * shrink).squareRoot()
      let up = -cosine / (sinh + root)  // t e^δ
      let tangent = up * shrink
      let down = tangent * shrink  // t e^(−δ)
      let c = 1 / (1 + tangent * tangent).squareRoot()
      for k in 0..<n {
        let (x, y) = (u[k], v[k])
        u[k] = c * (x - down * y)
        v[k] = c * (up * x + y)
      }
      lengths[i] += normalize(u, n)
      lengths[j] += normalize(v, n)
      return cosine.magnitude
    }
  }

  /// Scales a row to length 1; returns the logarithm of the length it had.
  fileprivate static func normalize(_ x: UnsafeMutablePointer<Double>, _ count: Int) -> Double {
    let length = Double.dot(x, x, count: count).squareRoot()
    guard length > 0 else { return -.infinity }
    Double.scale(x, by: 1 / length, count: count)
    return .log(length)
  }
}

extension Matrix {
  /// Scales a row to length 1; returns the logarithm of the length it had, −∞ for zeros.
  fileprivate mutating func normalizeRow(_ row: Int) -> Double {
    let width = columns
    return elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return -.infinity }
      return ProductSpectrum.normalize(base + row * width, width)
    }
  }
}

extension Double {
  /// target[row] ← target[row] + factor · source[sourceRow].
  fileprivate static func addRow(
    _ source: Matrix, _ sourceRow: Int, times factor: Double, to target: inout Matrix, _ row: Int
  ) {
    let width = source.columns
    source.elements.withUnsafeBufferPointer { x in
      target.elements.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        Double.add(x + sourceRow * width, times: factor, to: y + row * width, count: width)
      }
    }
  }
}
