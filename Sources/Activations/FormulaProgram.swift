import Kernels

/// A formula of x as steps on a stack, which run over many numbers at a time, with or without slopes.
///
/// Slopes are those of forward differentiation: every step takes values and slopes to values and slopes.
struct FormulaProgram: Sendable {
  private enum Step: Sendable {
    case variable
    case number(Double)
    case function(FormulaFunction)
    case operation(FormulaOperation)
  }

  private var steps: [Step] = []
  /// How many numbers are on the stack at most.
  private var height = 0

  init(_ expression: FormulaExpression) {
    var (now, most) = (0, 0)
    func add(_ expression: FormulaExpression, _ steps: inout [Step]) {
      switch expression {
      case .variable:
        steps.append(.variable)
        now += 1
      case .number(let number):
        steps.append(.number(number))
        now += 1
      case .function(let function, let u, _):
        add(u, &steps)
        steps.append(.function(function))
      case .operation(let operation, let a, let b, _):
        add(a, &steps)
        add(b, &steps)
        steps.append(.operation(operation))
        now -= 1
      }
      most = max(most, now)
    }
    add(expression, &steps)
    height = most
  }

  /// Numbers that go through a step together.
  private static let chunk = 64

  /// The values at the numbers of a buffer.
  func values<Real: BinaryFloatingPoint>(_ input: Span<Real>, into output: inout MutableSpan<Real>)
  {
    precondition(input.count == output.count, "two buffers of one length")
    input.withUnsafeBufferPointer { x in
      output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let target = y.baseAddress else { return }
        run(x, values: target, slopes: nil, count: y.count)
      }
    }
  }

  /// The slopes at the numbers of a buffer.
  func slopes<Real: BinaryFloatingPoint>(_ input: Span<Real>, into output: inout MutableSpan<Real>)
  {
    precondition(input.count == output.count, "two buffers of one length")
    input.withUnsafeBufferPointer { x in
      output.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let target = y.baseAddress else { return }
        run(x, values: nil, slopes: target, count: y.count)
      }
    }
  }

  /// Values at `count` numbers, and slopes if there is room for them; all buffers may be one.
  func run<Real: BinaryFloatingPoint>(
    _ input: UnsafePointer<Real>, values: UnsafeMutablePointer<Real>?,
    slopes: UnsafeMutablePointer<Real>?, count: Int
  ) {
    let chunk = Self.chunk
    let planes = slopes == nil ? 1 : 2
    withUnsafeTemporaryAllocation(of: Double.self, capacity: planes * height * chunk) { stack in
      guard let base = stack.baseAddress else { return }
      var start = 0
      while start < count {
        let n = min(chunk, count - start)
        run(input + start, n, base, slopes == nil ? nil : base + height * chunk)
        if let values { for i in 0..<n { values[start + i] = kept(input[start + i], base[i]) } }
        if let slopes {
          for i in 0..<n { slopes[start + i] = kept(input[start + i], base[height * chunk + i]) }
        }
        start += n
      }
    }
  }

  /// The result, or x where that is no number: steps such as `relu` would make one of it.
  private func kept<Real: BinaryFloatingPoint>(_ x: Real, _ result: Double) -> Real {
    x.isNaN ? x : Real(result)
  }

  private func run<Real: BinaryFloatingPoint>(
    _ input: UnsafePointer<Real>, _ n: Int, _ values: UnsafeMutablePointer<Double>,
    _ slopes: UnsafeMutablePointer<Double>?
  ) {
    let chunk = Self.chunk
    var top = -1
    for step in steps {
      switch step {
      case .variable:
        top += 1
        for i in 0..<n { values[top * chunk + i] = Double(input[i]) }
        if let slopes { (slopes + top * chunk).update(repeating: 1, count: n) }
      case .number(let number):
        top += 1
        (values + top * chunk).update(repeating: number, count: n)
        if let slopes { (slopes + top * chunk).update(repeating: 0, count: n) }
      case .function(let function):
        let u = values + top * chunk
        if let slopes {
          let du = slopes + top * chunk
          for i in 0..<n where du[i] != 0 { du[i] *= function.slope(u[i]) }
        }
        for i in 0..<n { u[i] = function.value(u[i]) }
      case .operation(let operation):
        top -= 1
        let (a, b) = (values + top * chunk, values + (top + 1) * chunk)
        if let slopes {
          let (da, db) = (slopes + top * chunk, slopes + (top + 1) * chunk)
          for i in 0..<n { da[i] = operation.slope(a[i], da[i], b[i], db[i]) }
        }
        for i in 0..<n { a[i] = operation.value(a[i], b[i]) }
      }
    }
  }

  /// The value at one number.
  func value(at x: Double) -> Double {
    var (x, y) = (x, 0.0)
    run(&x, values: &y, slopes: nil, count: 1)
    return y
  }

  /// The slope at one number.
  func slope(at x: Double) -> Double {
    var (x, y) = (x, 0.0)
    run(&x, values: nil, slopes: &y, count: 1)
    return y
  }
}
