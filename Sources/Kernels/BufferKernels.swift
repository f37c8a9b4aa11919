import CKernels

extension Float: BufferReal {
  public static func sums(
    _ x: UnsafePointer<Float>, count: Int
  ) -> (sum: Double, squares: Double) {
    var (sum, squares) = (0.0, 0.0)
    init_study_sums_float(x, Int64(count), &sum, &squares)
    return (sum, squares)
  }

  public static func dot(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
  ) -> Double { init_study_dot_float(x, y, Int64(count)) }

  public static func add(
    _ x: UnsafePointer<Float>, times a: Float, to y: UnsafeMutablePointer<Float>, count: Int
  ) { init_study_add_float(x, a, y, Int64(count)) }

  public static func scale(_ y: UnsafeMutablePointer<Float>, by a: Float, count: Int) {
    for i in 0..<count { y[i] = y[i] * a }
  }

  @discardableResult
  public static func multiply(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
  ) -> Double { init_study_multiply_float(x, y, Int64(count)) }

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
  ) { for i in 0..<count { y[i] = x[i] > 0 ? a : (x[i] < 0 ? b : (x[i] == 0 ? c : x[i])) } }

  public static func extremes(
    _ x: UnsafePointer<Float>, count: Int
  ) -> (zeros: Int, nonFinite: Int, largest: Float) {
    var (zeros, lost, largest) = (Int64(0), Int64(0), Float(0))
    init_study_extremes_float(x, Int64(count), &zeros, &lost, &largest)
    return (Int(zeros), Int(lost), largest)
  }

  public static func exponentials(
    _ x: UnsafeMutablePointer<Float>, times factor: Float, count: Int
  ) { init_study_exponentials_float(x, factor, Int64(count)) }

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

  public static func fillUniforms(
    _ y: UnsafeMutablePointer<Float>, count: Int, from address: StreamAddress, group: UInt64,
    radius: Float
  ) {
    NormalFill.uniforms(
      y, count: count, from: address, startingAtGroup: group, radius: radius)
  }
}

extension Double: BufferReal {
  public static func sums(
    _ x: UnsafePointer<Double>, count: Int
  ) -> (sum: Double, squares: Double) {
    var (sum, squares) = (0.0, 0.0)
    init_study_sums_double(x, Int64(count), &sum, &squares)
    return (sum, squares)
  }

  public static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double { init_study_dot_double(x, y, Int64(count)) }

  public static func add(
    _ x: UnsafePointer<Double>, times a: Double, to y: UnsafeMutablePointer<Double>, count: Int
  ) { init_study_add_double(x, a, y, Int64(count)) }

  public static func scale(_ y: UnsafeMutablePointer<Double>, by a: Double, count: Int) {
    for i in 0..<count { y[i] = y[i] * a }
  }

  @discardableResult
  public static func multiply(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) -> Double { init_study_multiply_double(x, y, Int64(count)) }

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
  ) { for i in 0..<count { y[i] = x[i] > 0 ? a : (x[i] < 0 ? b : (x[i] == 0 ? c : x[i])) } }

  public static func extremes(
    _ x: UnsafePointer<Double>, count: Int
  ) -> (zeros: Int, nonFinite: Int, largest: Double) {
    var (zeros, lost, largest) = (Int64(0), Int64(0), Double(0))
    init_study_extremes_double(x, Int64(count), &zeros, &lost, &largest)
    return (Int(zeros), Int(lost), largest)
  }

  public static func exponentials(
    _ x: UnsafeMutablePointer<Double>, times factor: Double, count: Int
  ) { init_study_exponentials_double(x, factor, Int64(count)) }

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

  public static func fillUniforms(
    _ y: UnsafeMutablePointer<Double>, count: Int, from address: StreamAddress, group: UInt64,
    radius: Double
  ) {
    NormalFill.uniforms(
      y, count: count, from: address, startingAtGroup: group, radius: radius)
  }
}

/// φ(z) = e^(−z²/2)/√(2π) of every number of a buffer: the loop of NormalDistribution in Numerics.
package func normalDensities(
  _ z: UnsafePointer<Double>, into output: UnsafeMutablePointer<Double>, count: Int
) { init_study_normal_densities(z, output, Int64(count)) }
