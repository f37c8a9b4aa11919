import Kernels

#if canImport(Glibc)
  import Glibc
#endif

/// A buffer of values x · 2^exponent: `rows` inputs of a batch, each of `columns` units.
///
/// Deep products leave the range of any floating-point type: N(0, 0.01²) on 100 units loses two
/// decades of the second moment per layer. A common power of two, exact to multiply by, keeps the
/// stored numbers near one however small or large the true ones are.
public struct Signal<Real: NetworkReal> {
  /// `rows` · `columns` numbers, row after row.
  public let base: UnsafeMutablePointer<Real>
  /// How many inputs, or positions of inputs.
  public let rows: Int
  /// How many units.
  public let columns: Int
  /// The power of two that the stored numbers are multiplied by.
  public var exponent = 0

  /// A view of memory that somebody else owns.
  public init(base: UnsafeMutablePointer<Real>, rows: Int, columns: Int, exponent: Int = 0) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.exponent = exponent
  }

  /// How many numbers.
  public var count: Int { rows * columns }

  /// Chooses the exponent for numbers of the root mean square `rms` · 2^`exponent`: 0 while the true
  /// size is within 2^±limit, else the one that brings it into [1, 2).
  ///
  /// Returns the power of two to multiply stored numbers by, and the new exponent.
  package static func settled(
    rms: Double, exponent: Int, limit: Int
  ) -> (shift: Int, exponent: Int) {
    guard rms > 0, rms.isFinite else { return (0, rms == 0 ? 0 : exponent) }
    let size = Int(rms.exponent)
    let trueSize = size + exponent
    if abs(trueSize) <= limit { return (exponent, 0) }
    return (-size, trueSize)
  }

  /// Rescales the stored numbers in place and returns the sum of their squares after it.
  ///
  /// The choice is that of ``settled(rms:exponent:limit:)``.
  @discardableResult
  package mutating func settle(limit: Int, squares: Double) -> Double {
    let rms = (squares / Double(count)).squareRoot()
    let choice = Self.settled(rms: rms, exponent: exponent, limit: limit)
    exponent = choice.exponent
    guard choice.shift != 0 else { return squares }
    Real.scale(base, by: Real(powerOfTwo(choice.shift)), count: count)
    let factor = powerOfTwo(choice.shift)
    return squares * factor * factor
  }
}

extension Signal {
  /// The exponent for numbers of a size: 0 while single precision holds them and their squares well,
  /// else that of the size.
  package static func settledExponent(_ size: Double) -> Int {
    guard size > 0, size.isFinite, !(0x1p-60...0x1p60).contains(size) else { return 0 }
    return Int(size.exponent)
  }

  /// The exponent of u + b for biases of a deviation: the larger of the two's.
  ///
  /// Where u is zero, its exponent says nothing.
  package static func commonExponent(_ u: Signal, deviation: Double) -> Int {
    let own = settledExponent(deviation)
    guard own < 0 else { return Swift.max(own, u.exponent) }
    let isZero = Real.sums(u.base, count: u.count).squares == 0
    return isZero ? own : Swift.max(own, u.exponent)
  }
}

/// 2^k, exactly; 0 or infinity where a double has no such number.
package func powerOfTwo(_ k: Int) -> Double {
  Double(sign: .plus, exponent: k, significand: 1)
}

/// A block of memory for `count` numbers, freed with its owner.
///
/// Large blocks ask for large pages: a stream through them crosses a 4 KB page, where the processor stops
/// fetching ahead, a five hundredth as often. Batched products are 7 % faster for it.
package final class Buffer<Real> {
  package let base: UnsafeMutablePointer<Real>

  private static var largePage: Int { 1 << 21 }

  package init(count: Int) {
    let bytes = max(1, count) * MemoryLayout<Real>.stride
    let isLarge = bytes >= 2 * Self.largePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.largePage : MemoryLayout<Real>.alignment)
    #if canImport(Glibc)
      // Advice: where it is not taken, nothing else changes.
      if isLarge { _ = madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    base = memory.bindMemory(to: Real.self, capacity: max(1, count))
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}

/// Memory that several users take in turn, each from the beginning.
///
/// Those who ask for the same sizes in the same order get the same blocks: networks of one shape that
/// run one after the other need the room of one.
final class BufferPool<Real> {
  private var buffers: [(count: Int, buffer: Buffer<Real>)] = []
  private var next = 0

  /// Begins again with the first block.
  func rewind() { next = 0 }

  /// The next block, of at least `count` numbers that hold anything.
  func take(_ count: Int) -> UnsafeMutablePointer<Real> {
    if next == buffers.count || buffers[next].count < count {
      buffers.insert((count, Buffer(count: count)), at: next)
    }
    next += 1
    return buffers[next - 1].buffer.base
  }
}
