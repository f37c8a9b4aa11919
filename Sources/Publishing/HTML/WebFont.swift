import CZlib

/// Packs a font for a page as WOFF 1.0 (W3C Recommendation, 2012): its tables, each compressed by zlib.
///
/// WOFF 2 would be a fifth smaller but needs Brotli, one library more.
enum WebFont {
  /// The bytes of the WOFF file, or nil when `font` is no font of tables (a collection, say).
  static func pack(_ font: [UInt8]) -> [UInt8]? {
    guard font.count >= 12 else { return nil }
    func u16(_ at: Int) -> Int { Int(font[at]) << 8 | Int(font[at + 1]) }
    func u32(_ at: Int) -> Int { u16(at) << 16 | u16(at + 2) }
    let count = u16(4)
    guard count > 0, font.count >= 12 + 16 * count,
      [0x0001_0000, 0x4F54_544F, 0x7472_7565].contains(u32(0))
    else { return nil }

    var directory: [UInt8] = []
    var data: [UInt8] = []
    let start = 44 + 20 * count
    // Size of the font that a reader unpacks: header, directory, padded tables.
    var unpacked = 12 + 16 * count
    for entry in stride(from: 12, to: 12 + 16 * count, by: 16) {
      let (offset, length) = (u32(entry + 8), u32(entry + 12))
      guard offset + length <= font.count else { return nil }
      let table = Array(font[offset..<(offset + length)])
      let packed = deflated(table).flatMap { $0.count < table.count ? $0 : nil } ?? table
      // Tag and checksum as they were; the directory is sorted by tag in both formats.
      directory += font[entry..<(entry + 4)]
      directory += bytes(start + data.count) + bytes(packed.count) + bytes(length)
      directory += font[(entry + 4)..<(entry + 8)]
      data += packed + padding(packed.count)
      unpacked += length + padding(length).count
    }
    var file = Array("wOFF".utf8) + font[0..<4]
    file += bytes(start + data.count) + [font[4], font[5], 0, 0] + bytes(unpacked)
    // Version of the font, metadata and private data: none.
    file += [UInt8](repeating: 0, count: 4 + 12 + 8)
    return file + directory + data
  }

  private static func bytes(_ value: Int) -> [UInt8] {
    [
      UInt8(value >> 24 & 255), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255),
      UInt8(value & 255),
    ]
  }

  private static func padding(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: (4 - count % 4) % 4)
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&packed, &size, bytes, uLong(bytes.count), 9) == Z_OK else { return nil }
    return Array(packed.prefix(Int(size)))
  }
}
