/// The frame of an HDF5 file: its superblock, and how wide its numbers are.
///
/// Only what Keras and h5py write by default is read: superblocks 0 to 3, object headers 1 and 2, symbol
/// tables and compact links, contiguous, compact and chunked data with gzip, shuffle and Fletcher-32.
/// Reference: "HDF5 File Format Specification Version 3.0" of The HDF Group. Places are addresses
/// counted from the superblock.
struct HDF5File {
  /// The bytes from the superblock on.
  let region: ByteRegion
  /// Bytes of an address and of a length.
  let offsetSize: Int
  let lengthSize: Int
  /// The address of the root group's header.
  let root: Int

  static let wayOut =
    "write it again with h5py's default libver, or save the weights as safetensors"

  private static let magic: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Where the superblock is: at 0, or after a block of the user's of 512 bytes times a power of two.
  static func signature(_ file: ByteRegion) throws(WeightFileError) -> Int? {
    var place = 0
    while place <= 1 << 20, file.holds(8, at: place) {
      if try file.bytes(at: place, count: 8, "the signature") == magic { return place }
      place = place == 0 ? 512 : 2 * place
    }
    return nil
  }

  init(_ file: ByteRegion, at place: Int) throws(WeightFileError) {
    region = try file.part(at: place, count: file.count - place, "the file")
    var cursor = ByteCursor(region, at: 8, "the superblock", block: 128)
    let version = try cursor.byte()
    let end: Int
    switch version {
    case 0, 1:
      try cursor.skip(4)
      (offsetSize, lengthSize) = (Int(try cursor.byte()), Int(try cursor.byte()))
      try Self.check(offsetSize, lengthSize, region)
      try cursor.skip(version == 0 ? 9 : 13)
      try cursor.skip(2 * offsetSize)  // base address, free space
      end = Int(truncatingIfNeeded: try cursor.number(offsetSize))
      try cursor.skip(offsetSize)  // driver information
      try cursor.skip(offsetSize)  // the root's name
    case 2, 3:
      (offsetSize, lengthSize) = (Int(try cursor.byte()), Int(try cursor.byte()))
      try Self.check(offsetSize, lengthSize, region)
      try cursor.skip(1 + 2 * offsetSize)
      end = Int(truncatingIfNeeded: try cursor.number(offsetSize))
    default:
      throw region.error(
        .unsupported("its superblock is of version \(version)", wayOut: Self.wayOut), at: 8)
    }
    root = Int(truncatingIfNeeded: try cursor.number(offsetSize))
    // Unlike all other addresses, the end is counted from the start of the file.
    guard end <= place + region.count else {
      throw region.error(.cutOff(part: "the data", missing: end - place - region.count))
    }
  }

  private static func check(
    _ offsetSize: Int, _ lengthSize: Int, _ region: ByteRegion
  ) throws(WeightFileError) {
    guard [2, 4, 8].contains(offsetSize), [2, 4, 8].contains(lengthSize) else {
      throw region.error(
        .damaged("its addresses have \(offsetSize) bytes and its lengths \(lengthSize)"), at: 13)
    }
  }

  func cursor(at address: Int, _ what: String, block: Int = 512) -> ByteCursor {
    ByteCursor(region, at: address, what, block: block)
  }

  /// An address; nil for the undefined one, all bits set.
  func address(_ cursor: inout ByteCursor) throws(WeightFileError) -> Int? {
    let value = try cursor.number(offsetSize)
    let undefined = offsetSize == 8 ? UInt64.max : 1 << UInt64(8 * offsetSize) - 1
    if value == undefined { return nil }
    guard let address = Int(exactly: value), address <= region.count else {
      throw cursor.error(.damaged("\(cursor.what) points to byte \(value), beyond the end"))
    }
    return address
  }

  func length(_ cursor: inout ByteCursor) throws(WeightFileError) -> Int {
    let value = try cursor.number(lengthSize)
    guard let length = Int(exactly: value) else {
      throw cursor.error(.damaged("\(cursor.what) holds the length \(value)"))
    }
    return length
  }

  /// Throws unless the next bytes are these letters.
  func expect(_ letters: String, _ cursor: inout ByteCursor) throws(WeightFileError) {
    let place = cursor.position
    guard try cursor.bytes(letters.utf8.count) == Array(letters.utf8) else {
      throw region.error(.damaged("\(cursor.what) lacks its mark \(letters)"), at: place)
    }
  }
}
