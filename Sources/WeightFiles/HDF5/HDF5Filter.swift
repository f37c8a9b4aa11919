/// What was done to each chunk before it was stored; undone in reverse.
enum HDF5Filter: Sendable, Hashable {
  case deflate
  /// All first bytes of the elements, then all second ones, …
  case shuffle(width: Int)
  case fletcher32

  /// The filters of a dataset, in the order in which they were applied.
  static func pipeline(_ body: ByteRegion?, width: Int) throws(WeightFileError) -> [HDF5Filter] {
    guard let body else { return [] }
    var cursor = ByteCursor(body, "the filters", block: 128)
    let version = try cursor.byte()
    guard version == 1 || version == 2 else {
      throw cursor.error(.damaged("the filters are of version \(version)"))
    }
    let count = Int(try cursor.byte())
    guard count <= 32 else { throw cursor.error(.damaged("there are \(count) filters")) }
    if version == 1 { try cursor.skip(6) }
    var filters: [HDF5Filter] = []
    for _ in 0..<count {
      let id = try cursor.uint16()
      let nameLength = version == 1 || id >= 256 ? try cursor.uint16() : 0
      try cursor.skip(2)
      let values = try cursor.uint16()
      try cursor.skip(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength)
      var first = width
      for index in 0..<values {
        let value = try cursor.uint32()
        if index == 0 { first = value }
      }
      if version == 1, values % 2 == 1 { try cursor.skip(4) }
      switch id {
      case 1: filters.append(.deflate)
      case 2: filters.append(.shuffle(width: max(1, first)))
      case 3: filters.append(.fletcher32)
      default:
        let names = [
          4: "szip", 5: "n-bit", 6: "scale-offset", 32_000: "lzf", 32_001: "blosc",
          32_004: "lz4", 32_015: "zstd",
        ]
        throw body.error(
          .unsupported(
            "its numbers are compressed by \(names[id] ?? "filter \(id)")",
            wayOut: "save it with compression='gzip' or none"),
          at: 0)
      }
    }
    return filters
  }

  /// Undoes all of them; bits of `mask` tell filters that were left out for this chunk.
  static func undo(
    _ filters: [HDF5Filter], mask: Int, _ stored: ByteRegion, count: Int, _ what: String
  ) throws(WeightFileError) -> [UInt8] {
    var region = stored
    for (index, filter) in filters.enumerated().reversed() where mask >> index & 1 == 0 {
      switch filter {
      case .fletcher32: region = try checked(region, what)
      case .deflate:
        // A checksum that was taken before stands after the numbers.
        let inside = filters[..<index].contains(.fletcher32) ? 4 : 0
        let packed = PackedBytes(region: region, isDeflated: true, count: count + inside)
        let bytes = try InflateStream(packed, isRaw: false, what).bytes(count + inside)
        region = ByteRegion(bytes, name: stored.source.name)
      case .shuffle(let width):
        let bytes = try region.bytes(at: 0, count: region.count, what)
        region = ByteRegion(ByteLoops.unshuffled(bytes, width: width), name: stored.source.name)
      }
    }
    guard region.count == count else {
      throw stored.error(
        .damaged("a chunk of \(what) has \(region.count) bytes in place of \(count)"), at: 0)
    }
    return try region.bytes(at: 0, count: count, what)
  }

  /// The bytes before a Fletcher checksum of 32 bits that agrees.
  private static func checked(
    _ region: ByteRegion, _ what: String
  ) throws(WeightFileError) -> ByteRegion {
    guard region.count >= 4 else {
      throw region.error(.damaged("a chunk of \(what) lacks its checksum"), at: 0)
    }
    let bytes = try region.bytes(at: 0, count: region.count, what)
    let count = bytes.count - 4
    let (first, second) = ByteLoops.fletcher(bytes, count: count)
    let stored = bytes[count...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    // 0 and 65,535 are one residue; HDF5's folding leaves either.
    let agrees =
      (stored & 0xFFFF) % 65_535 == first && (stored >> 16) % 65_535 == second
    guard agrees else {
      throw region.error(.damaged("a chunk of \(what) does not agree with its checksum"), at: 0)
    }
    return try region.part(at: 0, count: count, what)
  }
}
