/// Named tensors as the bytes of a safetensors file.
package struct MemoryCheckpoint {
  private var entries: [String] = []
  private var data: [UInt8] = []

  package init() {}

  /// Adds a tensor of single-precision numbers.
  package mutating func add(_ name: String, _ shape: [Int], _ values: [Float]) {
    let start = data.count
    data.reserveCapacity(start + 4 * values.count)
    for value in values {
      let bits = value.bitPattern
      for byte in 0..<4 { data.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
    }
    entries.append(
      "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(start),\(data.count)]}"
    )
  }

  /// The length of the header, the header, the numbers.
  package var bytes: [UInt8] {
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + data
  }
}
