import Testing

@testable import Kernels

@Suite struct MatrixProductTests {
  static let shapes = [
    (1, 1, 1), (1, 5, 9), (4, 8, 32), (5, 7, 33), (8, 16, 64), (9, 100, 31), (13, 3, 70),
    (3, 0, 4), (17, 129, 95), (16, 16, 16), (9, 7, 8), (11, 16, 10), (8, 9, 4), (3, 5, 2),
    (10, 20, 48),
  ]

  /// C in every vector width that this CPU has, Swift, and three plain loops: the same bits.
  @Test(arguments: shapes) func everyFormGivesTheSameBits(_ rows: Int, _ inner: Int, _ columns: Int)
  {
    check(Float.self, rows, inner, columns, Float.matrixProductInSwift)
    check(Double.self, rows, inner, columns, Double.matrixProductInSwift)
  }

  /// Aᵀ B from A as it lies, and from a transposed copy: the same bits.
  @Test(arguments: shapes) func turnedProductIsThatOfTheTransposed(
    _ rows: Int, _ inner: Int, _ columns: Int
  ) {
    checkTurned(Float.self, rows, inner, columns)
    checkTurned(Double.self, rows, inner, columns)
  }

  func checkTurned<Real: BufferReal>(_: Real.Type, _ rows: Int, _ inner: Int, _ columns: Int) {
    let address = StreamAddress(key: 6, lane: UInt64(rows))
    var a = [Real](repeating: 0, count: rows * inner)
    var b = [Real](repeating: 0, count: inner * columns)
    Real.fillNormals(&a, count: a.count, from: address, standardDeviation: 1)
    Real.fillNormals(&b, count: b.count, from: address, group: 99, standardDeviation: 3)
    var expected = [Real](repeating: 0, count: rows * columns)
    for i in 0..<rows {
      for j in 0..<columns {
        var sum: Real = 0
        for k in 0..<inner { sum += a[k * rows + i] * b[k * columns + j] }
        expected[i * columns + j] = sum
      }
    }
    var result = [Real](repeating: .nan, count: rows * columns)
    Real.turnedProduct(a, b, into: &result, rows: rows, inner: inner, columns: columns)
    #expect(result == expected)
  }

  typealias Product<Real> = (
    UnsafePointer<Real>, UnsafePointer<Real>, UnsafeMutablePointer<Real>, Int, Int, Int, Bool
  ) -> Void

  func check<Real: BufferReal>(
    _: Real.Type, _ rows: Int, _ inner: Int, _ columns: Int, _ swift: Product<Real>
  ) {
    let address = StreamAddress(key: 5, lane: UInt64(rows))
    var a = [Real](repeating: 0, count: rows * inner)
    var b = [Real](repeating: 0, count: inner * columns)
    Real.fillNormals(&a, count: a.count, from: address, standardDeviation: 1)
    Real.fillNormals(&b, count: b.count, from: address, group: 99, standardDeviation: 3)
    for transposed in [false, true] {
      var expected = [Real](repeating: 0, count: rows * columns)
      for i in 0..<rows {
        for j in 0..<columns {
          var sum: Real = 0
          for k in 0..<inner {
            sum += a[i * inner + k] * (transposed ? b[j * inner + k] : b[k * columns + j])
          }
          expected[i * columns + j] = sum
        }
      }
      var result = [Real](repeating: .nan, count: rows * columns)
      Real.matrixProduct(
        a, b, into: &result, rows: rows, inner: inner, columns: columns, transposed: transposed)
      #expect(result == expected)
      var inSwift = [Real](repeating: .nan, count: rows * columns)
      swift(a, b, &inSwift, rows, inner, columns, transposed)
      #expect(inSwift == expected)
      var packed = [Real](
        repeating: .nan, count: max(1, Real.packedCount(inner: inner, columns: columns)))
      Real.pack(b, into: &packed, inner: inner, columns: columns, transposed: transposed)
      // Rows further apart than they are long: what lies between them stays as it was.
      let stride = columns + 3
      var spread = [Real](repeating: 7, count: rows * stride)
      Real.packedProduct(
        a, packed, into: &spread, rows: rows, inner: inner, columns: columns, stride: stride,
        factor: 0.3)
      for i in 0..<rows {
        let row = spread[(i * stride)..<(i * stride + stride)]
        #expect(
          row.prefix(columns).elementsEqual(
            expected[(i * columns)..<(i * columns + columns)].map { 0.3 * $0 }))
        #expect(row.suffix(3).allSatisfy { $0 == 7 })
      }
      // From a multiple of the panel on, the rest is a packed matrix of its own.
      if columns > Real.packedPanel {
        let first = Real.packedPanel
        var rest = [Real](repeating: .nan, count: rows * (columns - first))
        packed.withUnsafeBufferPointer { packed in
          guard let base = packed.baseAddress else { return }
          Real.packedProduct(
            a, base + first * inner, into: &rest, rows: rows, inner: inner,
            columns: columns - first, stride: columns - first, factor: 1)
        }
        for i in 0..<rows {
          #expect(
            rest[(i * (columns - first))..<((i + 1) * (columns - first))]
              .elementsEqual(expected[(i * columns + first)..<((i + 1) * columns)]))
        }
      }
    }
  }
}
