/// The directory of a zip archive, with ZIP64.
///
/// Reference: PKWARE's APPNOTE 6.3.10. Spans of entries must not overlap: archives that name the same
/// bytes many times are bombs (D. Fifield, "A better zip bomb", 2019).
struct ZipArchive: Sendable {
  let file: ByteRegion
  /// In the order of the directory.
  let entries: [ZipEntry]
  private let indices: [String: Int]

  private static let mostEntries = 1_000_000

  static func begins(_ start: [UInt8]) -> Bool {
    start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06])
  }

  /// The entry of this name.
  subscript(name: String) -> ZipEntry? { indices[name].map { entries[$0] } }

  init(_ file: ByteRegion) throws(WeightFileError) {
    self.file = file
    let directory = try ZipEnd(file)
    guard directory.entries <= Self.mostEntries else {
      throw file.error(.limit("zip entries", value: directory.entries, limit: Self.mostEntries))
    }
    let region = try file.part(
      at: directory.offset, count: directory.size, "the zip directory")
    var cursor = ByteCursor(region, "the zip directory")
    var (entries, indices) = ([ZipEntry](), [String: Int]())
    for index in 0..<directory.entries {
      let entry = try ZipEntry(&cursor, file)
      guard indices.updateValue(index, forKey: entry.name) == nil else {
        throw file.error(.duplicateName(entry.name))
      }
      entries.append(entry)
    }
    try Self.checkSpans(entries, file, end: directory.offset)
    (self.entries, self.indices) = (entries, indices)
  }

  private static func checkSpans(
    _ entries: [ZipEntry], _ file: ByteRegion, end: Int
  ) throws(WeightFileError) {
    let sorted = entries.sorted { $0.header < $1.header }
    for (entry, next) in zip(sorted, sorted.dropFirst()) where entry.end > next.header {
      throw file.error(
        .overlap(
          entry.name, next.name, from: file.start + next.header, to: file.start + entry.end),
        at: next.header)
    }
    if let last = sorted.last, last.end > end {
      throw file.error(
        .overlap(
          last.name, "the zip directory", from: file.start + end, to: file.start + last.end),
        at: end)
    }
  }
}

/// The record at the end of an archive: where the directory is.
private struct ZipEnd {
  var offset: Int
  var size: Int
  var entries: Int

  init(_ file: ByteRegion) throws(WeightFileError) {
    // The record has 22 bytes, and a comment of up to 65,535 may follow.
    let tail = min(file.count, 22 + 65_535)
    let bytes = try file.bytes(at: file.count - tail, count: tail, "the zip directory")
    let found = stride(from: bytes.count - 22, through: 0, by: -1).first { i in
      bytes[i] == 0x50 && bytes[i + 1] == 0x4B && bytes[i + 2] == 0x05 && bytes[i + 3] == 0x06
        && i + 22 + Int(bytes[i + 20]) + Int(bytes[i + 21]) << 8 == bytes.count
    }
    guard let found else {
      throw file.error(
        .unsupported(
          "the zip directory at the end is missing", wayOut: "the copy was cut off: fetch it again")
      )
    }
    let record = file.count - tail + found
    var cursor = ByteCursor(file, at: record + 8, "the zip directory", block: 64)
    (_, entries) = (try cursor.uint16(), try cursor.uint16())
    (size, offset) = (try cursor.uint32(), try cursor.uint32())
    guard entries == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF else { return }
    guard record >= 20 else { return }
    cursor.move(to: record - 20)
    guard try cursor.number(4) == 0x0706_4B50 else { return }
    try cursor.skip(4)
    cursor.move(to: try cursor.size())
    guard try cursor.number(4) == 0x0606_4B50 else {
      throw cursor.error(.damaged("the ZIP64 record is missing"))
    }
    try cursor.skip(20 + 8)
    (entries, size, offset) = (try cursor.size(), try cursor.size(), try cursor.size())
  }
}
