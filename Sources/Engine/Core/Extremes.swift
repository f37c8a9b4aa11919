import Networks

/// How many numbers are zero, how many infinite or not a number, and the largest magnitude of all.
///
/// Read as integers: without their sign, floating-point numbers are ordered like their bits, so that one
/// vectorised pass counts and compares.
func extremes<Real: NetworkReal>(
  _ numbers: UnsafePointer<Real>, count: Int
) -> (zeros: Int, lost: Int, largest: Double) {
  let raw = UnsafeRawPointer(numbers)
  if MemoryLayout<Real>.size == 4 {
    let found = scan(
      raw.assumingMemoryBound(to: UInt32.self), count, sign: 1 << 31,
      infinity: Float.infinity.bitPattern)
    return (found.zeros, found.lost, Double(Float(bitPattern: found.largest)))
  }
  let found = scan(
    raw.assumingMemoryBound(to: UInt64.self), count, sign: 1 << 63,
    infinity: Double.infinity.bitPattern)
  return (found.zeros, found.lost, Double(bitPattern: found.largest))
}

@inline(__always)
private func scan<Bits: FixedWidthInteger & UnsignedInteger>(
  _ numbers: UnsafePointer<Bits>, _ count: Int, sign: Bits, infinity: Bits
) -> (zeros: Int, lost: Int, largest: Bits) {
  var zeros = 0
  var lost = 0
  var largest: Bits = 0
  // In blocks: counters of the numbers' own width can be added in the same lanes.
  var start = 0
  while start < count {
    let end = min(start + (1 << 16), count)
    var (ownZeros, ownLost): (Bits, Bits) = (0, 0)
    for i in start..<end {
      let magnitude = numbers[i] & ~sign
      ownZeros &+= magnitude == 0 ? 1 : 0
      ownLost &+= magnitude >= infinity ? 1 : 0
      largest = max(largest, magnitude)
    }
    zeros += Int(ownZeros)
    lost += Int(ownLost)
    start = end
  }
  return (zeros, lost, largest)
}
