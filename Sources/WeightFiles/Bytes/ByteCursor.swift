/// Reads a span from front to back, little end first, a block at a time.
struct ByteCursor {
  let region: ByteRegion
  /// Where the next byte is, counted from the start of the span.
  private(set) var position: Int
  /// What is being read, for errors.
  let what: String

  private let blockSize: Int
  private var block: [UInt8] = []
  private var blockStart = 0

  init(_ region: ByteRegion, at position: Int = 0, _ what: String, block: Int = 1 << 16) {
    (self.region, self.position, self.what, blockSize) = (region, position, what, block)
  }

  var isAtEnd: Bool { position >= region.count }

  /// How many bytes are left.
  var left: Int { max(0, region.count - position) }

  func error(_ fault: WeightFault) -> WeightFileError { region.error(fault, at: position) }

  mutating func byte() throws(WeightFileError) -> UInt8 {
    let index = position &- blockStart
    if index >= 0, index < block.count {
      position += 1
      return block[index]
    }
    try fill(1)
    position += 1
    return block[position - 1 - blockStart]
  }

  /// An unsigned number of `width` bytes, at most eight.
  mutating func number(_ width: Int) throws(WeightFileError) -> UInt64 {
    try fill(width)
    var value: UInt64 = 0
    for i in 0..<width { value |= UInt64(block[position - blockStart + i]) << UInt64(8 * i) }
    position += width
    return value
  }

  mutating func uint16() throws(WeightFileError) -> Int { Int(try number(2)) }
  mutating func uint32() throws(WeightFileError) -> Int { Int(try number(4)) }

  /// An unsigned number of eight bytes that must fit into a signed one, as lengths and places do.
  mutating func size() throws(WeightFileError) -> Int {
    let at = position
    let value = try number(8)
    guard let size = Int(exactly: value) else {
      throw region.error(.damaged("\(what) holds the length \(value)"), at: at)
    }
    return size
  }

  mutating func bytes(_ count: Int) throws(WeightFileError) -> [UInt8] {
    try region.check(count, at: position, what)
    defer { position += count }
    let index = position &- blockStart
    if index >= 0, count <= block.count - index { return Array(block[index..<index + count]) }
    return try region.bytes(at: position, count: count, what)
  }

  /// Text of `count` bytes; what is not UTF-8 is replaced.
  mutating func text(_ count: Int) throws(WeightFileError) -> String {
    String(decoding: try bytes(count), as: UTF8.self)
  }

  mutating func skip(_ count: Int) throws(WeightFileError) {
    try region.check(count, at: position, what)
    position += count
  }

  mutating func move(to position: Int) { self.position = position }

  /// Makes `count` bytes at the position available in the block.
  private mutating func fill(_ count: Int) throws(WeightFileError) {
    let index = position &- blockStart
    if index >= 0, count <= block.count - index { return }
    try region.check(count, at: position, what)
    block = try region.bytes(
      at: position, count: min(max(blockSize, count), region.count - position), what)
    blockStart = position
  }
}
