import Kernels

/// A sequence of random numbers read from one counter-based stream.
///
/// A concrete value type: a copy repeats the sequence, and a hot loop pays no dynamic dispatch.
/// Single draws take one Philox block each; fills start at the next group of 16 blocks, so a fill
/// gives the same numbers as a fill of its first half followed by nothing else.
public struct RandomSource: Sendable {
  /// Where the numbers come from.
  public let address: StreamAddress
  /// The next unread Philox block.
  public private(set) var block: UInt64 = 0

  /// Starts at the beginning of a stream.
  public init(_ address: StreamAddress) { self.address = address }

  /// The next 128 bits, as four words.
  public mutating func nextBlock() -> (UInt32, UInt32, UInt32, UInt32) {
    defer { block &+= 1 }
    return address.block(block)
  }

  /// A uniform number in the open interval (0, 1), of 52 bits.
  public mutating func uniform() -> Double {
    let w = nextBlock()
    let bits = Int64(bitPattern: (UInt64(w.0) | UInt64(w.1) << 32) >> 12)
    return (Double(bits) + 0.5) * 0x1p-52
  }

  /// A uniform integer in 0..<bound; `bound` is positive.
  ///
  /// The high word of a 128-bit product, of 64 uniform bits: the bias is below bound · 2⁻⁶⁴.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "an empty range has no members")
    let w = nextBlock()
    let bits = UInt64(w.0) | UInt64(w.1) << 32
    return Int(bits.multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A standard normal number.
  public mutating func normal() -> Double {
    NormalFill.normal(nextBlock())
  }

  /// Passes over draws that take one block each.
  public mutating func skip(_ draws: Int) { block &+= UInt64(draws) }

  /// The numbers of so many calls of ``normal()``, drawn all at once, several times as fast.
  public mutating func normals(_ count: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress { drawNormals(base, count: count) }
      filled = count
    }
  }

  /// The same into memory that is addressed by a pointer; of every second draw only, say, where other numbers
  /// are drawn in between, the stream passes over the others.
  public mutating func drawNormals(
    _ output: UnsafeMutablePointer<Double>, count: Int, every stride: Int = 1
  ) {
    NormalFill.singleNormals(
      output, count: count, from: address, startingAtBlock: block, stride: UInt64(stride))
    skip(count * stride)
  }

  /// Fills a buffer with normal numbers of mean 0.
  public mutating func fillNormals<Real: BufferReal>(
    _ output: inout MutableSpan<Real>, standardDeviation: Real = 1
  ) {
    output.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      fillNormals(base, count: $0.count, standardDeviation: standardDeviation)
    }
  }

  /// Fills a buffer with uniform numbers in (−radius, radius).
  public mutating func fillUniforms<Real: BufferReal>(
    _ output: inout MutableSpan<Real>, radius: Real
  ) {
    output.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      fillUniforms(base, count: $0.count, radius: radius)
    }
  }

  /// Fills memory that is addressed by a pointer with normal numbers of mean 0.
  public mutating func fillNormals<Real: BufferReal>(
    _ output: UnsafeMutablePointer<Real>, count: Int, standardDeviation: Real = 1
  ) {
    Real.fillNormals(
      output, count: count, from: address, group: takeGroups(for: count, of: Real.self),
      standardDeviation: standardDeviation)
  }

  /// Fills memory that is addressed by a pointer with uniform numbers in (−radius, radius).
  public mutating func fillUniforms<Real: BufferReal>(
    _ output: UnsafeMutablePointer<Real>, count: Int, radius: Real
  ) {
    Real.fillUniforms(
      output, count: count, from: address, group: takeGroups(for: count, of: Real.self),
      radius: radius)
  }

  /// Sixteen blocks are 256 bytes, and make as many numbers as fit into them.
  private mutating func takeGroups<Real: BufferReal>(for count: Int, of type: Real.Type) -> UInt64 {
    let group = 256 / MemoryLayout<Real>.size
    return takeGroups((count + group - 1) / group)
  }

  private mutating func takeGroups(_ count: Int) -> UInt64 {
    let first = (block &+ 15) / 16
    block = (first &+ UInt64(count)) &* 16
    return first
  }
}
