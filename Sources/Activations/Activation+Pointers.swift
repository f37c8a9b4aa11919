/// The buffer forms of an activation for the module's own passes, whose memory is addressed by pointers.
extension Activation {
  /// f over a buffer; `output` may be `input`.
  package func apply(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, count: Int
  ) { eachChunk(input, output, count) { apply($0, into: &$1) } }

  /// f over a buffer; `output` may be `input`.
  package func apply(
    _ input: UnsafePointer<Double>, into output: UnsafeMutablePointer<Double>, count: Int
  ) { eachChunk(input, output, count) { apply($0, into: &$1) } }

  /// f′ over a buffer; `output` may be `input`.
  package func slopes(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, count: Int
  ) { eachChunk(input, output, count) { slopes($0, into: &$1) } }

  /// f′ over a buffer; `output` may be `input`.
  package func slopes(
    _ input: UnsafePointer<Double>, into output: UnsafeMutablePointer<Double>, count: Int
  ) { eachChunk(input, output, count) { slopes($0, into: &$1) } }
}

/// The whole buffer at once; in place, a few pages at a time by way of a copy, because a span that is
/// read and one that is written must not share memory.
private func eachChunk<Real>(
  _ input: UnsafePointer<Real>, _ output: UnsafeMutablePointer<Real>, _ count: Int,
  _ body: (Span<Real>, inout MutableSpan<Real>) -> Void
) {
  func run(_ x: UnsafePointer<Real>, _ y: UnsafeMutablePointer<Real>, _ count: Int) {
    let source = UnsafeBufferPointer(start: x, count: count)
    let target = UnsafeMutableBufferPointer(start: y, count: count)
    var written = target.mutableSpan
    body(source.span, &written)
  }
  guard input == UnsafePointer(output) else { return run(input, output, count) }
  let room = min(count, 1024)
  withUnsafeTemporaryAllocation(of: Real.self, capacity: room) { copy in
    guard let copied = copy.baseAddress else { return }
    for start in stride(from: 0, to: count, by: room) {
      let part = min(room, count - start)
      copied.update(from: input + start, count: part)
      run(copied, output + start, part)
    }
  }
}
