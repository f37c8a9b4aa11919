import Kernels
import TestSupport
import Testing

@testable import Networks
@testable import Numerics
@testable import Spectra

/// What `Tests/References/spectra.py` wrote.
struct SpectraReference: Decodable {
  struct Case: Decodable {
    let rows: Int
    let columns: Int
    let elements: [Double]
    let values: [Double]

    var matrix: Matrix { Matrix(rows: rows, columns: columns, elements: elements) }
  }

  struct General: Decodable {
    let rows: Int
    let columns: Int
    let elements: [Double]
    let real: [Double]
    let imaginary: [Double]

    var matrix: Matrix { Matrix(rows: rows, columns: columns, elements: elements) }
  }

  let singular: [Case]
  let symmetric: [Case]
  let general: [General]
  let marchenkoPastur: [[Double]]
  let meanSingular: [[Double]]
  let trigonometry: [[Double]]
}

@Suite struct SingularValueTests {
  let reference: SpectraReference

  init() throws { reference = try Reference.load(SpectraReference.self, "spectra") }

  @Test func valuesAgreeWithLapack() throws {
    for item in reference.singular {
      let values = try SingularValues.of(item.matrix)
      #expect(values.count == item.values.count)
      let scale = Swift.max(item.values[0], .leastNonzeroMagnitude)
      for (actual, expected) in zip(values, item.values) {
        #expect((actual - expected).magnitude <= 2e-14 * scale, "\(item.rows) × \(item.columns)")
      }
      #expect(relativeError(try item.matrix.spectralNorm(), item.values[0], floor: 1e-300) < 1e-13)
    }
  }

  @Test func symmetricEigenvaluesAgreeWithLapack() throws {
    for item in reference.symmetric {
      let values = try SymmetricEigenvalues.of(item.matrix)
      let scale = item.values.map(\.magnitude).max() ?? 1
      for (actual, expected) in zip(values, item.values) {
        #expect((actual - expected).magnitude <= 2e-14 * scale)
      }
    }
  }

  /// Many equal values: a shift tells nothing, and sweeps end in their own rounding.
  @Test(arguments: [2, 3, 5, 8, 16, 33, 64, 96, 128, 200, 300])
  func orthogonalMatricesConverge(_ n: Int) throws {
    for trial in 0..<3 {
      var random = SeedTree(seed: 77).child(n).child(trial).source()
      var left = Matrix(rows: n, columns: n)
      var right = left
      left.elements.withUnsafeMutableBufferPointer {
        Orthogonal().fill($0.baseAddress!, fanIn: n, fanOut: n, random: &random)
      }
      right.elements.withUnsafeMutableBufferPointer {
        Orthogonal().fill($0.baseAddress!, fanIn: n, fanOut: n, random: &random)
      }
      for value in try SingularValues.of(left) { #expect((value - 1).magnitude < 1e-13) }
      // Two values, each n/2 times, and one on its own.
      for i in 0..<n {
        let factor = i == 0 ? 1e-9 : i % 2 == 0 ? 3.0 : 1.0
        for j in 0..<n { right[i, j] *= factor }
      }
      let values = try SingularValues.of(left * right)
      for (rank, value) in values.enumerated() {
        let expected = rank == n - 1 ? 1e-9 : rank < (n - 1) / 2 ? 3.0 : 1
        #expect((value - expected).magnitude < 3e-13, "\(n), value \(rank)")
      }
    }
    // Nothing but rounding above a constant diagonal.
    var random = SeedTree(seed: 78).child(n).source()
    var diagonal = [Double](repeating: 0.7, count: n)
    var superdiagonal = (1..<n).map { _ in 0x1p-50 * random.normal() }
    try SingularValues.ofBidiagonal(&diagonal, &superdiagonal)
    for value in diagonal { #expect((value - 0.7).magnitude < 1e-13) }
  }

  /// What goes through the Gram matrix against the bidiagonalisation of the same matrix.
  @Test(arguments: [(72, 64), (64, 100), (200, 100), (97, 300)])
  func gramMatricesGiveTheSameValues(_ rows: Int, _ columns: Int) throws {
    var random = SeedTree(seed: 5).child(rows).source()
    var matrix = Matrix(rows: rows, columns: columns)
    for i in matrix.elements.indices { matrix.elements[i] = random.normal() }
    let wide = rows < columns ? matrix : matrix.transpose
    var tall = wide.transpose
    var (d, e) = Bidiagonalization.reduce(&tall)
    try SingularValues.ofBidiagonal(&d, &e)
    let condition = d[0] / d[d.count - 1]
    let gram = try GramMatrix.singularValues(ofWide: wide)
    #expect((gram != nil) == (condition <= GramMatrix.largestConditionNumber))
    // ½√m ε κ ‖A‖ and a factor 4; the public function meets it whichever way it took.
    let bound = 2 * Double(wide.columns).squareRoot() * 0x1p-52 * condition * d[0]
    for values in [gram ?? d, try SingularValues.of(matrix)] {
      for (value, expected) in zip(values, d) {
        #expect((value - expected).magnitude <= bound)
      }
    }
    // Badly conditioned ones are left to the bidiagonalisation.
    var singular = matrix
    if rows < columns {
      for j in 0..<columns { singular[0, j] = singular[1, j] * (1 + 1e-9 * Double(j % 2)) }
    } else {
      for i in 0..<rows { singular[i, 0] = singular[i, 1] * (1 + 1e-9 * Double(i % 2)) }
    }
    #expect(
      try GramMatrix.singularValues(ofWide: rows < columns ? singular : singular.transpose) == nil)
    // Tiny and huge matrices keep their digits.
    let values = try SingularValues.of(matrix)
    for factor in [0x1p-700, 0x1p700] {
      #expect(try SingularValues.of(factor * matrix) == values.map { factor * $0 })
    }
  }

  @Test func gradedBidiagonalsKeepSmallValues() throws {
    // det = 1·10⁻⁸·10⁻¹⁶ with σ₁ ≈ 1: the smallest values survive to full relative accuracy.
    var diagonal = [1.0, 1e-8, 1e-16]
    var superdiagonal = [1e-3, 1e-12]
    try SingularValues.ofBidiagonal(&diagonal, &superdiagonal)
    let product = diagonal[0] * diagonal[1] * diagonal[2]
    #expect(relativeError(product, 1e-24) < 1e-14)
    #expect(relativeError(diagonal[0], (1 + 1e-6).squareRoot()) < 1e-12)
  }

  @Test func smallNormsBySquaring() throws {
    var source = SeedTree(seed: 13).source()
    var matrices = (1...8).map { n in
      Matrix(rows: n, columns: n, elements: (0..<(n * n)).map { _ in source.normal() })
    }
    // All values equal, nearly equal, and of rank one.
    matrices.append(.identity(5))
    matrices.append(Matrix([[1, 0], [0, 0.999_999_9]]))
    matrices.append(Matrix([[1, 2], [2, 4]]))
    for matrix in matrices {
      let logarithm = matrix.elements.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map {
          SmallSpectralNorm.logarithm($0, stride: 1, size: matrix.rows)
        }
      }
      let expected = Double.log(try SingularValues.of(matrix)[0])
      #expect((try #require(logarithm) - expected).magnitude < 2e-14)
    }
  }

  @Test func bisectionFindsTheLargest() throws {
    var source = SeedTree(seed: 3).source()
    for n in [1, 2, 17, 300] {
      let diagonal = (0..<n).map { _ in source.normal() }
      let superdiagonal = (0..<(n - 1)).map { _ in source.normal() }
      var (d, e) = (diagonal, superdiagonal)
      try SingularValues.ofBidiagonal(&d, &e)
      let largest = SingularValues.largestOfBidiagonal(diagonal, superdiagonal)
      #expect(relativeError(largest, d[0]) < 1e-14)
      let sum = d.reduce(0) { $0 + $1 * $1 }
      let squares = (diagonal + superdiagonal).reduce(0) { $0 + $1 * $1 }
      #expect(relativeError(sum, squares) < 1e-13)
    }
  }

  @Test func decompositionsMultiplyBack() throws {
    for item in reference.singular where item.rows >= item.columns && item.values[0] < 1e100 {
      let qr = try QRDecomposition(item.matrix)
      let product = qr.q * qr.r
      let gram = qr.q.transpose * qr.q
      for i in 0..<item.rows {
        for j in 0..<item.columns {
          #expect((product[i, j] - item.matrix[i, j]).magnitude <= 1e-14 * (1 + item.values[0]))
        }
      }
      for i in 0..<item.columns {
        #expect(qr.r[i, i] >= 0)
        for j in 0..<item.columns {
          #expect((gram[i, j] - (i == j ? 1 : 0)).magnitude < 1e-13)
        }
      }
    }
  }

  @Test func badMatricesAreRefused() {
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try SingularValues.of(Matrix([[1, 2], [.nan, 4]]))
    }
    #expect(throws: LinearAlgebraError.notSquare(rows: 1, columns: 2)) {
      try SymmetricEigenvalues.of(Matrix([[1, 2]]))
    }
  }
}
