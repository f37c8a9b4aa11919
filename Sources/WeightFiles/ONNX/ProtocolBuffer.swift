/// The fields of a message of protocol buffers, one after the other.
///
/// Reference: the wire format's documentation. Fields that are not wanted are passed over unread.
struct ProtocolBuffer {
  /// The value of a field.
  enum Value {
    case number(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(ByteRegion)
  }

  private var cursor: ByteCursor
  private let region: ByteRegion

  init(_ region: ByteRegion, _ what: String, block: Int = 128) {
    self.region = region
    cursor = ByteCursor(region, what, block: block)
  }

  func error(_ what: String) -> WeightFileError { cursor.error(.damaged(what)) }

  /// The next field's number and value, or nil at the end.
  mutating func next() throws(WeightFileError) -> (field: Int, value: Value)? {
    guard !cursor.isAtEnd else { return nil }
    let key = try varint()
    guard key >> 3 > 0, key >> 3 < 1 << 29 else {
      throw error("\(cursor.what) has a field of no number")
    }
    let field = Int(key >> 3)
    switch key & 7 {
    case 0: return (field, .number(try varint()))
    case 1: return (field, .fixed64(try cursor.number(8)))
    case 2:
      let length = try varint()
      guard let count = Int(exactly: length) else {
        throw error("\(cursor.what) has a field of \(length) bytes")
      }
      let bytes = try region.part(at: cursor.position, count: count, "a field of \(cursor.what)")
      try cursor.skip(count)
      return (field, .bytes(bytes))
    case 5: return (field, .fixed32(UInt32(try cursor.number(4))))
    default: throw error("\(cursor.what) has a field of the unknown kind \(key & 7)")
    }
  }

  mutating func varint() throws(WeightFileError) -> UInt64 { try cursor.varint() }
}

extension ByteCursor {
  /// Seven bits a byte, lowest first, at most ten bytes.
  mutating func varint() throws(WeightFileError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw error(.damaged("\(what) has a number that does not end"))
  }
}

extension ProtocolBuffer.Value {
  /// The text of a field of bytes, at most 64 KiB of it.
  func text() throws(WeightFileError) -> String? {
    guard case .bytes(let region) = self else { return nil }
    return String(decoding: try region.prefix(1 << 16), as: UTF8.self)
  }

  /// The number of a field of any kind that has one, as a signed integer.
  var integer: Int? {
    if case .number(let value) = self { Int(truncatingIfNeeded: value) } else { nil }
  }
}

/// Integers of protocol buffers as elements of a fixed width.
struct VarintStream: ElementStream {
  private var cursor: ByteCursor
  private let width: Int

  init(_ region: ByteRegion, width: Int, _ what: String) {
    cursor = ByteCursor(region, what)
    self.width = width
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(WeightFileError) {
    for start in stride(from: 0, to: buffer.count, by: width) {
      var value = try cursor.varint()
      for i in 0..<width {
        buffer[start + i] = UInt8(truncatingIfNeeded: value)
        value >>= 8
      }
    }
  }
}
