/// Sorts single-precision numbers by their bits, in three rounds of eleven: several times as fast as by comparisons.
package enum RadixSort {
  /// The numbers from the smallest to the largest; zeros of both signs in the order −0, 0.
  package static func sorted(_ values: [Float]) -> [Float] {
    let count = values.count
    guard count > 256 else { return values.sorted() }
    let keys = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 2 * count)
    let places = UnsafeMutableBufferPointer<Int>.allocate(capacity: 3 * digits)
    defer {
      keys.deallocate()
      places.deallocate()
    }
    places.initialize(repeating: 0)
    // Bits whose order is that of the numbers: negative ones turned around, the sign turned over. One pass counts the
    // digits of all three rounds.
    for i in 0..<count {
      let bits = values[i].bitPattern
      let key = bits ^ (UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 0x8000_0000)
      keys[i] = key
      for round in 0..<3 { places[round * digits + digit(key, round)] += 1 }
    }
    for round in 0..<3 {
      var sum = 0
      for i in (round * digits)..<(round * digits + digits) {
        (places[i], sum) = (sum, sum + places[i])
      }
      // From the first half to the second, back, and there again.
      let (from, to) = round == 1 ? (count, 0) : (0, count)
      for i in 0..<count {
        let key = keys[from + i]
        let place = round * digits + digit(key, round)
        keys[to + places[place]] = key
        places[place] += 1
      }
    }
    return [Float](unsafeUninitializedCapacity: count) { result, filled in
      for i in 0..<count {
        let key = keys[count + i]
        let flipped = ~UInt32(bitPattern: Int32(bitPattern: key) >> 31) | 0x8000_0000
        result[i] = Float(bitPattern: key ^ flipped)
      }
      filled = count
    }
  }

  /// Digits of eleven bits.
  private static let digits = 2_048

  @inline(__always)
  private static func digit(_ key: UInt32, _ round: Int) -> Int {
    Int(key >> (11 * UInt32(round)) & 2_047)
  }
}
