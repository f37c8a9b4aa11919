/// The header of a group or dataset: a list of messages.
struct HDF5Object {
  /// A message's kind, and its bytes.
  struct Message {
    let kind: Int
    let flags: UInt8
    let body: ByteRegion
  }

  /// In the file's order.
  let messages: [Message]

  private static let most = 100_000

  /// Reads the header at an address, versions 1 and 2, with its continuations.
  init(_ file: HDF5File, at address: Int) throws(WeightFileError) {
    var cursor = file.cursor(at: address, "an object's header")
    var messages: [Message] = []
    var blocks: [(start: Int, count: Int)] = []
    let isSecond = try cursor.byte() == UInt8(ascii: "O")
    var tracksOrder = false
    if isSecond {
      cursor.move(to: address)
      try file.expect("OHDR", &cursor)
      try Self.expect(2, try cursor.byte(), cursor)
      let flags = try cursor.byte()
      tracksOrder = flags & 4 != 0
      try cursor.skip((flags & 0x20 != 0 ? 16 : 0) + (flags & 0x10 != 0 ? 4 : 0))
      let size = try cursor.number(1 << Int(flags & 3))
      guard let size = Int(exactly: size) else {
        throw cursor.error(.damaged("a header is too long"))
      }
      blocks = [(cursor.position, size)]
    } else {
      cursor.move(to: address)
      try Self.expect(1, try cursor.byte(), cursor)
      try cursor.skip(7)
      let size = try cursor.uint32()
      blocks = [(address + 16, size)]
    }
    var next = 0
    while next < blocks.count {
      let block = blocks[next]
      next += 1
      try file.region.check(block.count, at: block.start, "an object's header")
      var cursor = file.cursor(
        at: block.start, "an object's header", block: max(64, min(block.count, 1 << 16)))
      let end = block.start + block.count
      let head = isSecond ? (tracksOrder ? 6 : 4) : 8
      while end - cursor.position >= head {
        let kind = isSecond ? Int(try cursor.byte()) : try cursor.uint16()
        let size = try cursor.uint16()
        let flags = try cursor.byte()
        try cursor.skip(head - (isSecond ? 4 : 5))
        guard size <= end - cursor.position else {
          throw cursor.error(.damaged("a message leaves its object's header"))
        }
        let body = try file.region.part(at: cursor.position, count: size, "a message")
        try cursor.skip(size)
        if kind == 0x10 {
          blocks.append(try Self.continuation(file, body, isSecond: isSecond))
        } else {
          messages.append(Message(kind: kind, flags: flags, body: body))
        }
        guard messages.count <= Self.most, blocks.count <= 1_000 else {
          throw cursor.error(.damaged("an object's header has messages without end"))
        }
      }
    }
    self.messages = messages
  }

  private static func expect(
    _ version: UInt8, _ found: UInt8, _ cursor: ByteCursor
  ) throws(WeightFileError) {
    guard found == version else {
      throw cursor.error(.damaged("an object's header is of version \(found)"))
    }
  }

  /// Where the header goes on; version 2 has letters before and a checksum after.
  private static func continuation(
    _ file: HDF5File, _ body: ByteRegion, isSecond: Bool
  ) throws(WeightFileError) -> (start: Int, count: Int) {
    var cursor = ByteCursor(body, "a continued header", block: 32)
    guard let start = try file.address(&cursor) else {
      throw cursor.error(.damaged("a header goes on nowhere"))
    }
    let count = try file.length(&cursor)
    guard isSecond else { return (start, count) }
    guard count >= 8 else { throw cursor.error(.damaged("a continued header is too short")) }
    var mark = file.cursor(at: start, "a continued header", block: 8)
    try file.expect("OCHK", &mark)
    return (start + 4, count - 8)
  }

  /// The first message of a kind.
  ///
  /// - Throws: for messages that are kept elsewhere.
  func message(_ kind: Int, _ what: String) throws(WeightFileError) -> ByteRegion? {
    guard let message = messages.first(where: { $0.kind == kind }) else { return nil }
    guard message.flags & 2 == 0 else {
      throw message.body.error(
        .unsupported("\(what) is shared between objects", wayOut: HDF5File.wayOut), at: 0)
    }
    return message.body
  }
}
