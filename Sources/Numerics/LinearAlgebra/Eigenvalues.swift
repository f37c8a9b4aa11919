import Kernels

/// A complex number, for eigenvalues.
public struct ComplexNumber: Equatable, Hashable, Sendable, Codable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// Makes x + iy.
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// |z|.
  public var magnitude: Double { SymmetricEigenvalues.hypotenuse(real, imaginary) }

  static func + (a: Self, b: Self) -> Self { Self(a.real + b.real, a.imaginary + b.imaginary) }
  static func - (a: Self, b: Self) -> Self { Self(a.real - b.real, a.imaginary - b.imaginary) }
  static func * (a: Self, b: Self) -> Self {
    Self(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  static func * (a: Double, b: Self) -> Self { Self(a * b.real, a * b.imaginary) }
  var conjugate: Self { Self(real, -imaginary) }

  /// The square root with a real part ≥ 0.
  var squareRoot: Self {
    let r = magnitude
    if r == 0 { return Self(0) }
    let x = ((r + real.magnitude) / 2).squareRoot()
    let y = imaginary.magnitude / (2 * x)
    let sign = imaginary < 0 ? -1.0 : 1.0
    return real >= 0 ? Self(x, sign * y) : Self(y, sign * x)
  }
}

/// Eigenvalues of square matrices without symmetry.
public enum Eigenvalues {
  /// All eigenvalues of a real square matrix, in the order in which they are found.
  ///
  /// Householder reduction to Hessenberg form, 10n³/3 operations; then QR iterations in complex
  /// arithmetic with Wilkinson's shift, on the block that is still coupled, about two for each
  /// eigenvalue (Golub and Van Loan, *Matrix Computations*, 7.4 and 7.5).
  ///
  /// - Complexity: O(n³) operations, O(n²) numbers.
  public static func of(_ matrix: Matrix) throws(LinearAlgebraError) -> [ComplexNumber] {
    guard matrix.rows == matrix.columns else {
      throw .notSquare(rows: matrix.rows, columns: matrix.columns)
    }
    try matrix.requireFinite()
    let n = matrix.rows
    var h = hessenberg(matrix).elements.map { ComplexNumber($0) }
    var values: [ComplexNumber] = []
    var last = n - 1
    var sweeps = 0
    while last >= 0 {
      var first = last
      while first > 0, !isNegligible(h, n, first) { first -= 1 }
      if first == last {
        values.append(h[last * n + last])
        last -= 1
        sweeps = 0
        continue
      }
      if sweeps == 90 { throw .noConvergence(index: last) }
      sweeps += 1
      // An unusual shift now and then breaks the cycles that the usual one can fall into.
      let shift =
        sweeps % 15 == 0
        ? h[last * n + last] + ComplexNumber(h[last * n + last - 1].magnitude)
        : wilkinsonShift(h, n, last)
      h.withUnsafeMutableBufferPointer { step($0, n, first, last, shift) }
    }
    return values
  }

  /// Whether the subdiagonal element left of row k is lost in rounding beside its neighbours.
  private static func isNegligible(_ h: [ComplexNumber], _ n: Int, _ k: Int) -> Bool {
    let neighbours = h[(k - 1) * n + k - 1].magnitude + h[k * n + k].magnitude
    return h[k * n + k - 1].magnitude <= 0x1p-52 * neighbours
  }

  /// The eigenvalue of the trailing 2 × 2 block that is closer to its last element.
  private static func wilkinsonShift(
    _ h: [ComplexNumber], _ n: Int, _ last: Int
  ) -> ComplexNumber {
    let (a, b) = (h[(last - 1) * n + last - 1], h[(last - 1) * n + last])
    let (c, d) = (h[last * n + last - 1], h[last * n + last])
    let half = 0.5 * (a - d)
    let root = (half * half + b * c).squareRoot
    // d + half ± root, whichever is nearer to d.
    let (plus, minus) = (half + root, half - root)
    return d + (plus.magnitude < minus.magnitude ? plus : minus)
  }

  /// H ← RQ + μI with QR = H − μI, on the rows and columns first … last.
  private static func step(
    _ h: UnsafeMutableBufferPointer<ComplexNumber>, _ n: Int, _ first: Int, _ last: Int,
    _ shift: ComplexNumber
  ) {
    for k in first...last { h[k * n + k] = h[k * n + k] - shift }
    var rotations: [(c: Double, s: ComplexNumber)] = []
    rotations.reserveCapacity(last - first)
    for k in first..<last {
      // [c s; −s̄ c] with real c takes (x, y) to (r, 0).
      let (x, y) = (h[k * n + k], h[(k + 1) * n + k])
      let (xSize, ySize) = (x.magnitude, y.magnitude)
      let r = SymmetricEigenvalues.hypotenuse(xSize, ySize)
      var rotation = (c: 1.0, s: ComplexNumber(0))
      if ySize > 0 {
        rotation =
          xSize > 0
          ? (xSize / r, (1 / (xSize * r)) * (x * y.conjugate))
          : (0, (1 / ySize) * y.conjugate)
      }
      rotations.append(rotation)
      for j in k...last {
        let (a, b) = (h[k * n + j], h[(k + 1) * n + j])
        h[k * n + j] = rotation.c * a + rotation.s * b
        h[(k + 1) * n + j] = rotation.c * b - rotation.s.conjugate * a
      }
    }
    for (k, rotation) in zip(first..<last, rotations) {
      for i in first...min(k + 1, last) {
        let (a, b) = (h[i * n + k], h[i * n + k + 1])
        h[i * n + k] = rotation.c * a + rotation.s.conjugate * b
        h[i * n + k + 1] = rotation.c * b - rotation.s * a
      }
    }
    for k in first...last { h[k * n + k] = h[k * n + k] + shift }
  }

  /// QᵀAQ with zeros below the subdiagonal.
  private static func hessenberg(_ matrix: Matrix) -> Matrix {
    let n = matrix.rows
    var a = matrix
    guard n > 2 else { return a }
    var v = [Double](repeating: 0, count: n)
    var w = [Double](repeating: 0, count: n)
    a.elements.withUnsafeMutableBufferPointer { a in
      for k in 0..<(n - 2) {
        let size = n - k - 1
        for i in 0..<size { v[i] = a[(k + 1 + i) * n + k] }
        let (beta, alpha) = Householder.reflect(&v, pivot: 0, count: size)
        if beta == 0 { continue }
        a[(k + 1) * n + k] = alpha
        for i in 1..<size { a[(k + 1 + i) * n + k] = 0 }
        // From the left: rows k+1 … of the columns to the right.
        for j in (k + 1)..<n { w[j] = 0 }
        for i in 0..<size {
          let (row, factor) = ((k + 1 + i) * n, v[i])
          for j in (k + 1)..<n { w[j] += factor * a[row + j] }
        }
        for i in 0..<size {
          let (row, factor) = ((k + 1 + i) * n, beta * v[i])
          for j in (k + 1)..<n { a[row + j] -= factor * w[j] }
        }
        // From the right: columns k+1 … of all rows.
        for i in 0..<n {
          let row = i * n + k + 1
          var sum = 0.0
          for j in 0..<size { sum += a[row + j] * v[j] }
          sum *= beta
          for j in 0..<size { a[row + j] -= sum * v[j] }
        }
      }
    }
    return a
  }
}
