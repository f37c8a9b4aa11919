/// Eigenvalues of real matrices without symmetry.
public enum GeneralEigenvalues {
  /// A point of the complex plane.
  public struct Complex: Equatable, Sendable, Codable {
    /// The real part.
    public let real: Double
    /// The imaginary part.
    public let imaginary: Double

    /// √(real² + imaginary²).
    public var magnitude: Double { SymmetricEigenvalues.hypotenuse(real, imaginary) }
  }

  /// All eigenvalues of a square matrix, by increasing real, then imaginary part.
  ///
  /// Householder reduction to Hessenberg form, 10n³/3 operations, then Francis' (1961) implicit
  /// double-shift QR without vectors, about 8n³. Conjugate pairs come out as exact conjugates.
  public static func of(_ matrix: Matrix) throws(LinearAlgebraError) -> [Complex] {
    guard matrix.rows == matrix.columns else {
      throw .notSquare(rows: matrix.rows, columns: matrix.columns)
    }
    try matrix.requireFinite()
    var hessenberg = matrix
    reduce(&hessenberg)
    var values: [Complex] = []
    values.reserveCapacity(matrix.rows)
    var failed: Int?
    let n = matrix.rows
    hessenberg.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      failed = iterate(base, n, &values)
    }
    if let failed { throw .noConvergence(index: failed) }
    return values.sorted {
      $0.real != $1.real ? $0.real < $1.real : $0.imaginary < $1.imaginary
    }
  }

  /// Reflects the columns below the subdiagonal away, from both sides.
  private static func reduce(_ a: inout Matrix) {
    let n = a.rows
    guard n > 2 else { return }
    var products = [Double](repeating: 0, count: n)
    a.elements.withUnsafeMutableBufferPointer { x in
      for k in 0..<(n - 2) {
        let length = n - k - 1
        var v = (0..<length).map { x[(k + 1 + $0) * n + k] }
        let (beta, alpha) = Householder.reflect(&v, pivot: 0, count: length)
        x[(k + 1) * n + k] = alpha
        for i in (k + 2)..<n { x[i * n + k] = 0 }
        if beta == 0 { continue }
        // From the left, on columns k+1…
        for j in (k + 1)..<n { products[j] = 0 }
        for i in 0..<length {
          let row = (k + 1 + i) * n
          for j in (k + 1)..<n { products[j] += v[i] * x[row + j] }
        }
        for i in 0..<length {
          let row = (k + 1 + i) * n
          let factor = beta * v[i]
          for j in (k + 1)..<n { x[row + j] -= factor * products[j] }
        }
        // From the right, on all rows.
        for i in 0..<n {
          let row = i * n + k + 1
          var sum = 0.0
          for j in 0..<length { sum += x[row + j] * v[j] }
          sum *= beta
          for j in 0..<length { x[row + j] -= sum * v[j] }
        }
      }
    }
  }

  /// Francis' iteration on a Hessenberg matrix; the index that failed, or `nil`.
  private static func iterate(
    _ h: UnsafeMutablePointer<Double>, _ n: Int, _ values: inout [Complex]
  ) -> Int? {
    var end = n - 1
    var sweeps = 0
    while end >= 0 {
      var start = end
      while start > 0 {
        let neighbours =
          h[(start - 1) * n + start - 1].magnitude + h[start * n + start].magnitude
        let scale = neighbours > 0 ? neighbours : 1e-300
        if h[start * n + start - 1].magnitude <= 0x1p-52 * scale {
          h[start * n + start - 1] = 0
          break
        }
        start -= 1
      }
      if start == end {
        values.append(Complex(real: h[end * n + end], imaginary: 0))
        end -= 1
        sweeps = 0
      } else if start == end - 1 {
        values += pair(
          h[start * n + start], h[start * n + end], h[end * n + start], h[end * n + end])
        end -= 2
        sweeps = 0
      } else {
        sweeps += 1
        if sweeps > 100 { return end }
        sweep(h, n, start, end, isExceptional: sweeps % 10 == 0)
      }
    }
    return nil
  }

  /// The eigenvalues of [a b; c d].
  private static func pair(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> [Complex] {
    let half = 0.5 * (a - d)
    let middle = 0.5 * (a + d)
    let discriminant = half * half + b * c
    if discriminant < 0 {
      let imaginary = (-discriminant).squareRoot()
      return [
        Complex(real: middle, imaginary: imaginary), Complex(real: middle, imaginary: -imaginary),
      ]
    }
    // The root of larger size first; the other from the determinant, without cancellation.
    let root = discriminant.squareRoot()
    let shifted = half + (half < 0 ? -root : root)
    let first = d + shifted
    let second = shifted == 0 ? d : d - b * c / shifted
    return [Complex(real: first, imaginary: 0), Complex(real: second, imaginary: 0)]
  }

  /// One double-shift sweep on the block start…end, of at least three rows.
  private static func sweep(
    _ h: UnsafeMutablePointer<Double>, _ n: Int, _ start: Int, _ end: Int, isExceptional: Bool
  ) {
    var trace = h[(end - 1) * n + end - 1] + h[end * n + end]
    var determinant =
      h[(end - 1) * n + end - 1] * h[end * n + end] - h[(end - 1) * n + end] * h[end * n + end - 1]
    if isExceptional {
      // A shift of no particular meaning breaks a cycle.
      let size = h[end * n + end - 1].magnitude + h[(end - 1) * n + end - 2].magnitude
      trace = 1.5 * size
      determinant = size * size
    }
    // The first column of (H − s₁)(H − s₂).
    let h00 = h[start * n + start]
    let h10 = h[(start + 1) * n + start]
    var x = h00 * h00 + h[start * n + start + 1] * h10 - trace * h00 + determinant
    var y = h10 * (h00 + h[(start + 1) * n + start + 1] - trace)
    var z = h10 * h[(start + 2) * n + start + 1]
    for k in start..<end {
      let size = k < end - 1 ? 3 : 2
      if size == 2 { z = 0 }
      let scale = x.magnitude + y.magnitude + z.magnitude
      if scale > 0 {
        x /= scale
        y /= scale
        z /= scale
        let norm = (x * x + y * y + z * z).squareRoot()
        let alpha = x > 0 ? -norm : norm
        let pivot = x - alpha
        // I − β v vᵀ with v = (1, y/pivot, z/pivot).
        let (v1, v2) = (y / pivot, z / pivot)
        let beta = -pivot / alpha
        let firstColumn = k > start ? k - 1 : start
        for j in firstColumn..<(end + 1) {
          var sum = h[k * n + j] + v1 * h[(k + 1) * n + j]
          if size == 3 { sum += v2 * h[(k + 2) * n + j] }
          sum *= beta
          h[k * n + j] -= sum
          h[(k + 1) * n + j] -= sum * v1
          if size == 3 { h[(k + 2) * n + j] -= sum * v2 }
        }
        let lastRow = Swift.min(k + 3, end)
        for i in start...lastRow {
          let row = i * n + k
          var sum = h[row] + v1 * h[row + 1]
          if size == 3 { sum += v2 * h[row + 2] }
          sum *= beta
          h[row] -= sum
          h[row + 1] -= sum * v1
          if size == 3 { h[row + 2] -= sum * v2 }
        }
        if k > start {
          h[(k + 1) * n + k - 1] = 0
          if size == 3 { h[(k + 2) * n + k - 1] = 0 }
        }
      }
      x = h[(k + 1) * n + k]
      if k < end - 1 { y = h[(k + 2) * n + k] }
      z = k < end - 2 ? h[(k + 3) * n + k] : 0
    }
  }
}
