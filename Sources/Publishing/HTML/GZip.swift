import CZlib

/// Packs a file as gzip (RFC 1952), without name and time: the same bytes give the same file.
enum GZip {
  /// The packed file, or nil when zlib has no memory.
  ///
  /// At zlib's usual effort: the highest takes three times as long for a page that is 0.3 % smaller.
  static func pack(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&packed, &size, bytes, uLong(bytes.count), 6) == Z_OK, size > 6 else {
      return nil
    }
    // zlib's own frame: two bytes before the deflated data and a checksum of four behind (RFC 1950).
    let deflated = packed[2..<(Int(size) - 4)]
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255]
    let checksum = UInt32(truncatingIfNeeded: crc32(0, bytes, uInt(bytes.count)))
    return header + deflated + littleEndian(checksum)
      + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(value >> (8 * $0) & 255) }
  }
}
