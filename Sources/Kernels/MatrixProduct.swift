import CKernels

/// Matrix products with a fixed summation order.
///
/// Every element of the result is Σₖ aᵢₖ bₖⱼ, added for k = 0, 1, 2, … in one accumulator, without
/// fused operations: the bits do not depend on the tile, the CPU or the number of threads. The
/// vector lanes run over columns, so that no sum is split across lanes.
///
/// B is copied into panels of 8 columns, so that the innermost loop reads both operands in order; a
/// transposed B costs no more than a plain one. 4 × 8 accumulators stay in registers.
///
/// This is the portable form and the oracle of the C loops, which have a tile for each vector width.
/// They can also read a B that was packed once for many products.
enum MatrixProduct {
  static let panel = 8

  @inline(__always)
  static func product<Real: BinaryFloatingPoint & SIMDScalar>(
    _ a: UnsafePointer<Real>, _ b: UnsafePointer<Real>, into c: UnsafeMutablePointer<Real>,
    rows: Int, inner: Int, columns: Int, transposed: Bool
  ) {
    guard rows > 0, columns > 0 else { return }
    withUnsafeTemporaryAllocation(of: Real.self, capacity: max(1, inner) * panel) { buffer in
      guard let packed = buffer.baseAddress else { return }
      var j = 0
      while j < columns {
        let width = min(panel, columns - j)
        pack(b, packed, inner, columns, j, width, transposed)
        var i = 0
        while i + 4 <= rows {
          tile4(a + i * inner, packed, c + i * columns + j, inner, columns, width)
          i += 4
        }
        while i < rows {
          tile1(a + i * inner, packed, c + i * columns + j, inner, width)
          i += 1
        }
        j += panel
      }
    }
  }

  @inline(__always)
  private static func pack<Real: BinaryFloatingPoint & SIMDScalar>(
    _ b: UnsafePointer<Real>, _ packed: UnsafeMutablePointer<Real>, _ inner: Int,
    _ columns: Int, _ j: Int, _ width: Int, _ transposed: Bool
  ) {
    if width < panel { for k in 0..<(inner * panel) { packed[k] = 0 } }
    if transposed {
      for column in 0..<width {
        let row = b + (j + column) * inner
        for k in 0..<inner { packed[k * panel + column] = row[k] }
      }
    } else {
      for k in 0..<inner {
        let row = b + k * columns + j
        for column in 0..<width { packed[k * panel + column] = row[column] }
      }
    }
  }

  @inline(__always)
  private static func load<Real: BinaryFloatingPoint & SIMDScalar>(
    _ p: UnsafePointer<Real>
  ) -> SIMD4<Real> {
    UnsafeRawPointer(p).loadUnaligned(as: SIMD4<Real>.self)
  }

  @inline(__always)
  private static func store<Real: BinaryFloatingPoint & SIMDScalar>(
    _ low: SIMD4<Real>, _ high: SIMD4<Real>, _ c: UnsafeMutablePointer<Real>, _ width: Int
  ) {
    for column in 0..<min(4, width) { c[column] = low[column] }
    if width > 4 { for column in 4..<width { c[column] = high[column - 4] } }
  }

  @inline(__always)
  private static func tile4<Real: BinaryFloatingPoint & SIMDScalar>(
    _ a: UnsafePointer<Real>, _ packed: UnsafePointer<Real>, _ c: UnsafeMutablePointer<Real>,
    _ inner: Int, _ columns: Int, _ width: Int
  ) {
    var (l0, h0, l1, h1) = (SIMD4<Real>(), SIMD4<Real>(), SIMD4<Real>(), SIMD4<Real>())
    var (l2, h2, l3, h3) = (SIMD4<Real>(), SIMD4<Real>(), SIMD4<Real>(), SIMD4<Real>())
    for k in 0..<inner {
      let low = load(packed + panel * k)
      let high = load(packed + panel * k + 4)
      let (a0, a1) = (a[k], a[inner + k])
      let (a2, a3) = (a[2 * inner + k], a[3 * inner + k])
      l0 += a0 * low
      h0 += a0 * high
      l1 += a1 * low
      h1 += a1 * high
      l2 += a2 * low
      h2 += a2 * high
      l3 += a3 * low
      h3 += a3 * high
    }
    store(l0, h0, c, width)
    store(l1, h1, c + columns, width)
    store(l2, h2, c + 2 * columns, width)
    store(l3, h3, c + 3 * columns, width)
  }

  @inline(__always)
  private static func tile1<Real: BinaryFloatingPoint & SIMDScalar>(
    _ a: UnsafePointer<Real>, _ packed: UnsafePointer<Real>, _ c: UnsafeMutablePointer<Real>,
    _ inner: Int, _ width: Int
  ) {
    var (low, high) = (SIMD4<Real>(), SIMD4<Real>())
    for k in 0..<inner {
      low += a[k] * load(packed + panel * k)
      high += a[k] * load(packed + panel * k + 4)
    }
    store(low, high, c, width)
  }
}

extension Float {
  public static func turnedProduct(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    rows: Int, inner: Int, columns: Int
  ) {
    withUnsafeTemporaryAllocation(
      of: Float.self, capacity: max(1, inner) * Int(INIT_STUDY_PANEL)
    ) { packed in
      init_study_turned_product_float(
        a, b, c, Int64(rows), Int64(inner), Int64(columns), packed.baseAddress)
    }
  }

  public static func matrixProduct(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    rows: Int, inner: Int, columns: Int, transposed: Bool
  ) {
    withUnsafeTemporaryAllocation(
      of: Float.self, capacity: max(1, inner) * Int(INIT_STUDY_PANEL)
    ) { packed in
      init_study_product_float(
        a, b, c, Int64(rows), Int64(inner), Int64(columns), transposed ? 1 : 0, packed.baseAddress)
    }
  }

  public static func pack(
    _ b: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, inner: Int, columns: Int,
    transposed: Bool
  ) { init_study_pack_float(b, packed, Int64(inner), Int64(columns), transposed ? 1 : 0) }

  public static func packedProduct(
    _ a: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    rows: Int, inner: Int, columns: Int, stride: Int, factor: Float
  ) {
    init_study_packed_product_float(
      a, packed, c, Int64(rows), Int64(inner), Int64(columns), Int64(stride), factor)
  }

  /// The product in Swift: what the C loop must equal bit for bit.
  static func matrixProductInSwift(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    rows: Int, inner: Int, columns: Int, transposed: Bool
  ) {
    MatrixProduct.product(
      a, b, into: c, rows: rows, inner: inner, columns: columns, transposed: transposed)
  }
}

extension Double {
  public static func turnedProduct(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    rows: Int, inner: Int, columns: Int
  ) {
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: max(1, inner) * Int(INIT_STUDY_PANEL)
    ) { packed in
      init_study_turned_product_double(
        a, b, c, Int64(rows), Int64(inner), Int64(columns), packed.baseAddress)
    }
  }

  public static func matrixProduct(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    rows: Int, inner: Int, columns: Int, transposed: Bool
  ) {
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: max(1, inner) * Int(INIT_STUDY_PANEL)
    ) { packed in
      init_study_product_double(
        a, b, c, Int64(rows), Int64(inner), Int64(columns), transposed ? 1 : 0, packed.baseAddress)
    }
  }

  public static func pack(
    _ b: UnsafePointer<Double>, into packed: UnsafeMutablePointer<Double>, inner: Int, columns: Int,
    transposed: Bool
  ) { init_study_pack_double(b, packed, Int64(inner), Int64(columns), transposed ? 1 : 0) }

  public static func packedProduct(
    _ a: UnsafePointer<Double>, _ packed: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, rows: Int, inner: Int, columns: Int, stride: Int,
    factor: Double
  ) {
    init_study_packed_product_double(
      a, packed, c, Int64(rows), Int64(inner), Int64(columns), Int64(stride), factor)
  }

  /// The product in Swift: what the C loop must equal bit for bit.
  static func matrixProductInSwift(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    rows: Int, inner: Int, columns: Int, transposed: Bool
  ) {
    MatrixProduct.product(
      a, b, into: c, rows: rows, inner: inner, columns: columns, transposed: transposed)
  }
}
