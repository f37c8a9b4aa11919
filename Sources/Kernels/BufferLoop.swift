/// Hands two buffers of one length to a loop in C.
func inC<Real>(
  _ input: Span<Real>, _ output: inout MutableSpan<Real>,
  _ loop: (UnsafePointer<Real>, UnsafeMutablePointer<Real>, Int64) -> Void
) {
  precondition(input.count == output.count, "two buffers of one length")
  input.withUnsafeBufferPointer { x in
    output.withUnsafeMutableBufferPointer { y in
      guard let x = x.baseAddress, let target = y.baseAddress else { return }
      loop(x, target, Int64(y.count))
    }
  }
}
