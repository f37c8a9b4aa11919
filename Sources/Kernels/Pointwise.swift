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
  /// Loops in C, if there are any.
  var kernel: ActivationKernel? { get }
}

extension PointwiseFunction {
  @inlinable
  public var kernel: ActivationKernel? { nil }

  /// f(x) in double precision.
  @inlinable
  public func value(at x: Double) -> Double { evaluate(x) }

  /// f′(x) in double precision.
  @inlinable
  public func slope(at x: Double) -> Double { differentiate(x) }

  @inlinable @inline(__always)
  func map<Real: ElementaryReal>(
    _ input: Span<Real>, _ output: inout MutableSpan<Real>, _ f: (Real) -> Real
  ) {
    precondition(input.count == output.count, "two buffers of one length")
    // Through pointers, because a loop whose bounds are checked is not vectorised.
    input.withUnsafeBufferPointer { x in
      output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let target = y.baseAddress else { return }
        for i in 0..<y.count { target[i] = f(x[i]) }
      }
    }
  }

  /// f of every number: the loop in C if there is one.
  @inlinable
  public func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    if let kernel {
      kernel.values(input, into: &output)
    } else {
      map(input, &output) { evaluate($0) }
    }
  }

  /// f of every number: the loop in C if there is one.
  @inlinable
  public func apply(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    if let kernel {
      kernel.values(input, into: &output)
    } else {
      map(input, &output) { evaluate($0) }
    }
  }

  /// f′ of every number: the loop in C if there is one.
  @inlinable
  public func slopes(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    if let kernel {
      kernel.slopes(input, into: &output)
    } else {
      map(input, &output) { differentiate($0) }
    }
  }

  /// f′ of every number: the loop in C if there is one.
  @inlinable
  public func slopes(_ input: Span<Double>, into output: inout MutableSpan<Double>) {
    if let kernel {
      kernel.slopes(input, into: &output)
    } else {
      map(input, &output) { differentiate($0) }
    }
  }
}
