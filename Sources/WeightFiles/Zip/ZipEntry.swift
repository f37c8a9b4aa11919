/// A file in a zip archive.
struct ZipEntry: Sendable {
  let name: String
  /// Where its local header is.
  let header: Int
  /// The stored bytes, and whether they are deflated.
  let packed: PackedBytes

  /// Where the next entry may begin.
  var end: Int { packed.region.start - archiveStart + packed.region.count }

  private let archiveStart: Int

  /// Reads a line of the directory, and the entry's own header.
  init(_ cursor: inout ByteCursor, _ file: ByteRegion) throws(WeightFileError) {
    guard try cursor.number(4) == 0x0201_4B50 else {
      throw cursor.error(.damaged("the zip directory is damaged"))
    }
    try cursor.skip(4)
    let (flags, method) = (try cursor.uint16(), try cursor.uint16())
    try cursor.skip(8)
    var (packedSize, size) = (try cursor.uint32(), try cursor.uint32())
    let (nameLength, extraLength) = (try cursor.uint16(), try cursor.uint16())
    let commentLength = try cursor.uint16()
    try cursor.skip(8)
    var header = try cursor.uint32()
    name = try cursor.text(nameLength)
    let end = cursor.position + extraLength
    while cursor.position + 4 <= end {
      let (id, length) = (try cursor.uint16(), try cursor.uint16())
      let next = cursor.position + length
      if id == 1 {
        // ZIP64: only those that did not fit, in this order.
        if size == 0xFFFF_FFFF { size = try cursor.size() }
        if packedSize == 0xFFFF_FFFF { packedSize = try cursor.size() }
        if header == 0xFFFF_FFFF { header = try cursor.size() }
      }
      cursor.move(to: next)
    }
    cursor.move(to: end)
    try cursor.skip(commentLength)
    guard flags & 1 == 0 else {
      throw file.error(
        .unsupported("'\(name)' is encrypted", wayOut: "unpack it with its password first"))
    }
    guard method == 0 || method == 8 else {
      throw file.error(
        .unsupported(
          "'\(name)' is compressed by method \(method), not by deflate",
          wayOut: "pack it again with 'zip'"))
    }
    guard method == 8 || packedSize == size else {
      throw file.error(
        .damaged("'\(name)' is stored as it is, in \(packedSize) bytes, and says \(size)"))
    }
    var local = ByteCursor(file, at: header, "the header of '\(name)'", block: 32)
    guard try local.number(4) == 0x0403_4B50 else {
      throw file.error(.damaged("the header of '\(name)' is missing"), at: header)
    }
    try local.skip(22)
    let start = try local.uint16() + local.uint16() + header + 30
    let region = try file.part(at: start, count: packedSize, "'\(name)'")
    packed = PackedBytes(region: region, isDeflated: method == 8, count: size)
    self.header = header
    archiveStart = file.start
  }

  /// Its bytes as a span: in place, or unpacked into memory if there are at most `limit` of them.
  func region(limit: Int, wayOut: String) throws(WeightFileError) -> ByteRegion {
    guard packed.isDeflated else { return packed.region }
    guard packed.count <= limit else {
      throw packed.region.error(
        .unsupported("'\(name)' is compressed, with \(packed.count) bytes inside", wayOut: wayOut))
    }
    return ByteRegion(try packed.bytes("'\(name)'"), name: packed.region.source.name)
  }
}
