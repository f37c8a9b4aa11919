/// The loops behind ``BufferReal``, written once and specialised here for both precisions.
@inline(__always)
private func laneSums<Real: BinaryFloatingPoint>(
  _ x: UnsafePointer<Real>, _ count: Int
) -> (sum: Double, squares: Double) {
  var sum = SIMD8<Double>(repeating: 0)
  var squares = SIMD8<Double>(repeating: 0)
  let whole = count / 8
  for i in 0..<whole {
    let p = x + 8 * i
    let v = SIMD8<Double>(
      Double(p[0]), Double(p[1]), Double(p[2]), Double(p[3]), Double(p[4]), Double(p[5]),
      Double(p[6]), Double(p[7]))
    sum += v
    squares += v * v
  }
  var total = inOrder(sum)
  var totalSquares = inOrder(squares)
  for i in (8 * whole)..<count {
    let v = Double(x[i])
    total += v
    totalSquares += v * v
  }
  return (total, totalSquares)
}

@inline(__always)
private func laneDot<Real: BinaryFloatingPoint>(
  _ x: UnsafePointer<Real>, _ y: UnsafePointer<Real>, _ count: Int
) -> Double {
  var sum = SIMD8<Double>(repeating: 0)
  let whole = count / 8
  for i in 0..<whole {
    let p = x + 8 * i
    let q = y + 8 * i
    let v = SIMD8<Double>(
      Double(p[0]), Double(p[1]), Double(p[2]), Double(p[3]), Double(p[4]), Double(p[5]),
      Double(p[6]), Double(p[7]))
    let w = SIMD8<Double>(
      Double(q[0]), Double(q[1]), Double(q[2]), Double(q[3]), Double(q[4]), Double(q[5]),
      Double(q[6]), Double(q[7]))
    sum += v * w
  }
  var total = inOrder(sum)
  for i in (8 * whole)..<count { total += Double(x[i]) * Double(y[i]) }
  return total
}

@inline(__always)
private func inOrder(_ lanes: SIMD8<Double>) -> Double {
  ((((((lanes[0] + lanes[1]) + lanes[2]) + lanes[3]) + lanes[4]) + lanes[5]) + lanes[6]) + lanes[7]
}

@inline(__always)
private func addScaled<Real: BinaryFloatingPoint>(
  _ x: UnsafePointer<Real>, _ a: Real, _ y: UnsafeMutablePointer<Real>, _ count: Int
) {
  for i in 0..<count { y[i] = y[i] + a * x[i] }
}

@inline(__always)
private func countIrregular<Real: BinaryFloatingPoint>(
  _ x: UnsafePointer<Real>, _ count: Int
) -> (zeros: Int, nonFinite: Int) {
  var zeros = 0
  var nonFinite = 0
  for i in 0..<count {
    zeros += x[i] == 0 ? 1 : 0
    nonFinite += x[i] - x[i] == 0 ? 0 : 1
  }
  return (zeros, nonFinite)
}

extension Float: BufferReal {
  public static func sums(
    _ x: UnsafePointer<Float>, count: Int
  ) -> (sum: Double, squares: Double) { laneSums(x, count) }

  public static func dot(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) -> Double { laneDot(x, y, count) }

  public static func add(
    _ x: UnsafePointer<Float>, times a: Float, to y: UnsafeMutablePointer<Float>, count: Int
  ) { addScaled(x, a, y, count) }

  public static func scale(_ y: UnsafeMutablePointer<Float>, by a: Float, count: Int) {
    for i in 0..<count { y[i] = y[i] * a }
  }

  public static func multiply(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) { for i in 0..<count { y[i] = x[i] * y[i] } }

  public static func add(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) { for i in 0..<count { y[i] = x[i] + y[i] } }

  public static func bend(
    _ x: UnsafePointer<Float>, positive a: Float, negative b: Float,
    into y: UnsafeMutablePointer<Float>, count: Int
  ) { for i in 0..<count { y[i] = x[i] > 0 ? a * x[i] : b * x[i] } }

  public static func choose(
    _ x: UnsafePointer<Float>, positive a: Float, negative b: Float, zero c: Float,
    into y: UnsafeMutablePointer<Float>, count: Int
  ) { for i in 0..<count { y[i] = x[i] > 0 ? a : (x[i] < 0 ? b : c) } }

  public static func irregular(
    _ x: UnsafePointer<Float>, count: Int
  ) -> (zeros: Int, nonFinite: Int) { countIrregular(x, count) }

  public static func roundToHalf(_ x: UnsafeMutablePointer<Float>, count: Int) {
    HalfPrecision.round(x, count: count)
  }

  public static func normalize(
    _ z: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    inverse: UnsafeMutablePointer<Double>, rows: Int, columns: Int, by kind: Normalization
  ) { kind.forward(z, into: y, inverse: inverse, rows: rows, columns: columns) }

  public static func normalizeBackward(
    _ y: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>,
    inverse: UnsafePointer<Double>, rows: Int, columns: Int, by kind: Normalization
  ) { kind.backward(y, gradient: gradient, inverse: inverse, rows: rows, columns: columns) }

  public static func fillNormals(
    _ y: UnsafeMutablePointer<Float>, count: Int, from address: StreamAddress, group: UInt64,
    standardDeviation: Float
  ) {
    NormalFill.normals(
      y, count: count, from: address, startingAtGroup: group, standardDeviation: standardDeviation)
  }
}

extension Double: BufferReal {
  public static func sums(
    _ x: UnsafePointer<Double>, count: Int
  ) -> (sum: Double, squares: Double) { laneSums(x, count) }

  public static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double { laneDot(x, y, count) }

  public static func add(
    _ x: UnsafePointer<Double>, times a: Double, to y: UnsafeMutablePointer<Double>, count: Int
  ) { addScaled(x, a, y, count) }

  public static func scale(_ y: UnsafeMutablePointer<Double>, by a: Double, count: Int) {
    for i in 0..<count { y[i] = y[i] * a }
  }

  public static func multiply(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) { for i in 0..<count { y[i] = x[i] * y[i] } }

  public static func add(
    _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int
  ) { for i in 0..<count { y[i] = x[i] + y[i] } }

  public static func bend(
    _ x: UnsafePointer<Double>, positive a: Double, negative b: Double,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) { for i in 0..<count { y[i] = x[i] > 0 ? a * x[i] : b * x[i] } }

  public static func choose(
    _ x: UnsafePointer<Double>, positive a: Double, negative b: Double, zero c: Double,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) { for i in 0..<count { y[i] = x[i] > 0 ? a : (x[i] < 0 ? b : c) } }

  public static func irregular(
    _ x: UnsafePointer<Double>, count: Int
  ) -> (zeros: Int, nonFinite: Int) { countIrregular(x, count) }

  public static func roundToHalf(_ x: UnsafeMutablePointer<Double>, count: Int) {
    for i in 0..<count { x[i] = Double(HalfPrecision.rounded(Float(x[i]))) }
  }

  public static func normalize(
    _ z: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    inverse: UnsafeMutablePointer<Double>, rows: Int, columns: Int, by kind: Normalization
  ) { kind.forward(z, into: y, inverse: inverse, rows: rows, columns: columns) }

  public static func normalizeBackward(
    _ y: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>,
    inverse: UnsafePointer<Double>, rows: Int, columns: Int, by kind: Normalization
  ) { kind.backward(y, gradient: gradient, inverse: inverse, rows: rows, columns: columns) }

  public static func fillNormals(
    _ y: UnsafeMutablePointer<Double>, count: Int, from address: StreamAddress, group: UInt64,
    standardDeviation: Double
  ) {
    NormalFill.normals(
      y, count: count, from: address, startingAtGroup: group, standardDeviation: standardDeviation)
  }
}
