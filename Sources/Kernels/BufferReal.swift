/// A precision with the buffer kernels that simulations are made of.
///
/// Code that is generic over the precision pays one dynamic call per buffer; every loop over
/// elements lives in this module.
public protocol BufferReal: ElementaryReal {
  /// Σx and Σx², accumulated in double precision over eight interleaved lanes that are added in
  /// order: the result depends on the data alone.
  static func sums(_ x: UnsafePointer<Self>, count: Int) -> (sum: Double, squares: Double)

  /// Σ xᵢyᵢ, accumulated like ``sums(_:count:)``.
  static func dot(_ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, count: Int) -> Double

  /// y ← y + a x.
  static func add(
    _ x: UnsafePointer<Self>, times a: Self, to y: UnsafeMutablePointer<Self>, count: Int)

  /// y ← a y.
  static func scale(_ y: UnsafeMutablePointer<Self>, by a: Self, count: Int)

  /// y ← x ⊙ y; returns Σ y² of the result, accumulated like ``sums(_:count:)``.
  @discardableResult
  static func multiply(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int
  ) -> Double

  /// y ← x + y.
  static func add(_ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int)

  /// y ← a x where x > 0, b x where x < 0, and 0 elsewhere.
  static func bend(
    _ x: UnsafePointer<Self>, positive a: Self, negative b: Self,
    into y: UnsafeMutablePointer<Self>, count: Int)

  /// y ← a where x > 0, b where x < 0, c where x = 0, NaN where x is.
  static func choose(
    _ x: UnsafePointer<Self>, positive a: Self, negative b: Self, zero c: Self,
    into y: UnsafeMutablePointer<Self>, count: Int)

  /// How many numbers are zero, how many infinite or NaN, and the largest magnitude, NaN above all.
  static func extremes(
    _ x: UnsafePointer<Self>, count: Int
  ) -> (zeros: Int, nonFinite: Int, largest: Self)

  /// x ← e^(factor · x), and 1 where x = 0, whatever the factor: the bits of the scalar function.
  static func exponentials(_ x: UnsafeMutablePointer<Self>, times factor: Self, count: Int)

  /// Rounds to half precision in place; see ``HalfPrecision``.
  static func roundToHalf(_ x: UnsafeMutablePointer<Self>, count: Int)

  /// y ← Norm(z); see ``Normalization``.
  static func normalize(
    _ z: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>,
    inverse: UnsafeMutablePointer<Double>, rows: Int, columns: Int, by kind: Normalization)

  /// The gradient through a normalisation, in place; see ``Normalization``.
  static func normalizeBackward(
    _ y: UnsafePointer<Self>, gradient: UnsafeMutablePointer<Self>,
    inverse: UnsafePointer<Double>, rows: Int, columns: Int, by kind: Normalization)

  /// Normal numbers of mean 0; see ``NormalFill``.
  static func fillNormals(
    _ y: UnsafeMutablePointer<Self>, count: Int, from address: StreamAddress, group: UInt64,
    standardDeviation: Self)

  /// Uniform numbers in (−radius, radius); see ``NormalFill``.
  static func fillUniforms(
    _ y: UnsafeMutablePointer<Self>, count: Int, from address: StreamAddress, group: UInt64,
    radius: Self)

  /// C ← A B for row-major A (rows × inner), C (rows × columns) and B (inner × columns), or B
  /// (columns × inner) if `transposed`; every sum runs over `inner` in order, in one accumulator.
  static func matrixProduct(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>,
    rows: Int, inner: Int, columns: Int, transposed: Bool)

  /// C ← Aᵀ B for row-major A (inner × rows), B (inner × columns) and C (rows × columns): the bits of the
  /// product of a transposed copy.
  static func turnedProduct(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>,
    rows: Int, inner: Int, columns: Int)

  /// Copies B, as in ``matrixProduct(_:_:into:rows:inner:columns:transposed:)``, into the order that
  /// ``packedProduct(_:_:into:rows:inner:columns:stride:factor:)`` reads.
  ///
  /// `packed` has room for ``packedCount(inner:columns:)`` numbers. Which order it is depends on the
  /// CPU; the columns from j on start at `packed + j · inner` where ``packedPanel`` divides j.
  static func pack(
    _ b: UnsafePointer<Self>, into packed: UnsafeMutablePointer<Self>, inner: Int, columns: Int,
    transposed: Bool)

  /// C ← factor · (A B) for a packed B, with rows of C `stride` numbers apart: the bits of the product
  /// without packing, each multiplied once.
  static func packedProduct(
    _ a: UnsafePointer<Self>, _ packed: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>,
    rows: Int, inner: Int, columns: Int, stride: Int, factor: Self)
}

extension BufferReal {
  /// A multiple of every CPU's panel.
  public static var packedPanel: Int { 32 }

  /// Numbers that a packed matrix takes.
  public static func packedCount(inner: Int, columns: Int) -> Int {
    inner * ((columns + packedPanel - 1) / packedPanel * packedPanel)
  }
}

extension BufferReal {
  /// Normal numbers of mean 0 from the beginning of a stream.
  @inlinable
  public static func fillNormals(
    _ y: UnsafeMutablePointer<Self>, count: Int, from address: StreamAddress,
    standardDeviation: Self
  ) {
    fillNormals(y, count: count, from: address, group: 0, standardDeviation: standardDeviation)
  }

  /// Uniform numbers in (−radius, radius) from the beginning of a stream.
  @inlinable
  public static func fillUniforms(
    _ y: UnsafeMutablePointer<Self>, count: Int, from address: StreamAddress, radius: Self
  ) { fillUniforms(y, count: count, from: address, group: 0, radius: radius) }
}

extension MutableSpan where Element: BufferReal {
  /// Multiplies every number by a factor.
  public mutating func scale(by factor: Element) {
    withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      Element.scale(base, by: factor, count: $0.count)
    }
  }
}
