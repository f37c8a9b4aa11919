import Kernels

/// A tree of named seeds: `SeedTree(seed: 7).child("gradient-by-depth").child(12)`.
///
/// Every experiment, purpose and trial has its own key, so a result does not depend on which other
/// experiments ran, in what order, or on how many cores.
///
/// A child's key is a pseudo-random function of its parent's: Philox4x32-10 under the parent's key,
/// applied to the name. A number n is the counter (n low, n high, 0, 1). A string is cut into blocks
/// of 12 bytes of UTF-8, padded with zeros; block i is the counter (bytes 0–3, 4–7, 8–11
/// little-endian, 2 + 256·length of the block), and its output is the key for the next block. The
/// first two words of the last output are the child's key. With 64-bit keys, a million children of
/// one node collide with probability 3 · 10⁻⁸.
public struct SeedTree: Sendable, Hashable, Codable {
  /// The key of this node.
  public let key: UInt64

  /// The root for a seed.
  public init(seed: UInt64) {
    key = SeedTree.mix(seed, (0, 0, 0, 0))
  }

  private init(key: UInt64) { self.key = key }

  /// The child of a name.
  public func child(_ name: String) -> SeedTree {
    var key = key
    var block: [UInt8] = []
    func absorb() {
      let length = UInt32(block.count)
      let bytes = block + Array(repeating: 0, count: 12 - block.count)
      func word(_ i: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[4 * i + $1]) << UInt32(8 * $1) }
      }
      key = SeedTree.mix(key, (word(0), word(1), word(2), 2 + 256 * length))
      block.removeAll(keepingCapacity: true)
    }
    for byte in name.utf8 {
      if block.count == 12 { absorb() }
      block.append(byte)
    }
    absorb()
    return SeedTree(key: key)
  }

  /// The child of a number, such as a trial.
  public func child(_ index: Int) -> SeedTree {
    let bits = UInt64(bitPattern: Int64(index))
    return SeedTree(
      key: SeedTree.mix(
        key, (UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32), 0, 1)))
  }

  /// The source of random numbers at this node; `lane` numbers independent streams of it.
  public func source(lane: Int = 0) -> RandomSource {
    RandomSource(StreamAddress(key: key, lane: UInt64(bitPattern: Int64(lane))))
  }

  private static func mix(
    _ key: UInt64, _ counter: (UInt32, UInt32, UInt32, UInt32)
  ) -> UInt64 {
    let out = Philox.block(
      counter, key: (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)))
    return UInt64(out.0) | UInt64(out.1) << 32
  }
}
