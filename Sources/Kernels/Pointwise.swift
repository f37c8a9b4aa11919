/// A real function and its derivative that work in any precision, so that loops over buffers can be
/// generated for each conformer.
///
/// A conformer writes two generic scalar functions; the loops below are inlined into the conformer's
/// own file, where the optimiser turns them into vector code. That is why they live in another
/// module than the conformers: debug builds inline across modules, but not across files.
public protocol PointwiseFunction: Sendable {
  /// f(x).
  func evaluate<Real: ElementaryReal>(_ x: Real) -> Real
  /// f′(x).
  func differentiate<Real: ElementaryReal>(_ x: Real) -> Real
  /// Loops in C for single precision, if there are any.
  var floatKernel: FloatKernel? { get }
}

extension PointwiseFunction {
  @inlinable
  public var floatKernel: FloatKernel? { nil }

  @inlinable
  public func value(at x: Double) -> Double { evaluate(x) }

  @inlinable
  public func slope(at x: Double) -> Double { differentiate(x) }

  @inlinable @inline(__always)
  func map<Real: ElementaryReal>(
    _ input: UnsafePointer<Real>, _ output: UnsafeMutablePointer<Real>, _ count: Int
  ) {
    for i in 0..<count { output[i] = evaluate(input[i]) }
  }

  @inlinable @inline(__always)
  func mapSlopes<Real: ElementaryReal>(
    _ input: UnsafePointer<Real>, _ output: UnsafeMutablePointer<Real>, _ count: Int
  ) {
    for i in 0..<count { output[i] = differentiate(input[i]) }
  }

  @inlinable @inline(__always)
  func mapBoth<Real: ElementaryReal>(
    _ input: UnsafePointer<Real>, _ output: UnsafeMutablePointer<Real>,
    _ slopes: UnsafeMutablePointer<Real>, _ count: Int
  ) {
    // One loop for both: what they share (usually the exponential) is computed once.
    for i in 0..<count {
      let x = input[i]
      output[i] = evaluate(x)
      slopes[i] = differentiate(x)
    }
  }

  @inlinable
  public func apply(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, count: Int
  ) {
    if let floatKernel {
      floatKernel.values(input, into: output, count: count)
    } else {
      map(input, output, count)
    }
  }

  @inlinable
  public func apply(
    _ input: UnsafePointer<Double>, into output: UnsafeMutablePointer<Double>, count: Int
  ) { map(input, output, count) }

  @inlinable
  public func slopes(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, count: Int
  ) {
    if let floatKernel {
      floatKernel.slopes(input, into: output, count: count)
    } else {
      mapSlopes(input, output, count)
    }
  }

  @inlinable
  public func slopes(
    _ input: UnsafePointer<Double>, into output: UnsafeMutablePointer<Double>, count: Int
  ) { mapSlopes(input, output, count) }

  @inlinable
  public func apply(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    slopes: UnsafeMutablePointer<Float>, count: Int
  ) {
    if let floatKernel {
      floatKernel.both(input, into: output, slopes: slopes, count: count)
    } else {
      mapBoth(input, output, slopes, count)
    }
  }

  @inlinable
  public func apply(
    _ input: UnsafePointer<Double>, into output: UnsafeMutablePointer<Double>,
    slopes: UnsafeMutablePointer<Double>, count: Int
  ) { mapBoth(input, output, slopes, count) }
}
