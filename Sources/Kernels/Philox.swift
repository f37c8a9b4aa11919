/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3" (SC 2011).
///
/// A bijection of 128-bit counters under a 64-bit key. Any block of any stream can be computed by
/// itself, in any order, on any thread: that is what makes a study independent of its schedule.
public enum Philox {
  /// The 128-bit output for a 128-bit counter and a 64-bit key, words as in the paper.
  @inlinable @inline(__always)
  public static func block(
    _ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let p0 = UInt64(c0) &* 0xD251_1F53
      let p1 = UInt64(c2) &* 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: p1 &>> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 &>> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
      )
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }
}

/// The address of a stream of random numbers: a key, and the upper half of the counter.
///
/// Block b of the stream is `Philox.block((b low, b high, lane low, lane high), key)`.
public struct StreamAddress: Sendable, Hashable {
  /// The key: the seed and the named purpose, mixed.
  public var key: UInt64
  /// Which of the 2⁶⁴ streams under that key.
  public var lane: UInt64

  /// Makes an address of a stream: its key, and one of the key’s lanes.
  @inlinable
  public init(key: UInt64, lane: UInt64) {
    self.key = key
    self.lane = lane
  }

  /// One block of the stream: four independent uniform words.
  @inlinable @inline(__always)
  public func block(_ index: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    Philox.block(
      (
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index &>> 32),
        UInt32(truncatingIfNeeded: lane), UInt32(truncatingIfNeeded: lane &>> 32)
      ),
      key: (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key &>> 32)))
  }
}
