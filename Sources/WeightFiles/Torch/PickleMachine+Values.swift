/// The steps that push a value: numbers, texts, bytes.
extension PickleMachine {
  mutating func number(_ code: UInt8) throws(WeightFileError) -> PickleHeap.Node {
    switch code {
    case 0x4B: return .int(Int(try cursor.byte()))
    case 0x4D: return .int(try cursor.uint16())
    case 0x4A: return .int(Int(Int32(truncatingIfNeeded: try cursor.number(4))))
    case 0x47: return .float(Double(bitPattern: try cursor.number(8).byteSwapped))
    case 0x8A: return long(try cursor.bytes(Int(try cursor.byte())))
    case 0x8B:
      let count = try cursor.uint32()
      guard count <= 1 << 16 else { throw damaged("an integer has \(count) bytes") }
      return long(try cursor.bytes(count))
    case 0x46:
      let line = try line()
      guard let value = Double(line) else { throw damaged("'\(line)' is not a number") }
      return .float(value)
    default:
      var line = try line()
      if code == 0x49, line == "00" || line == "01" { return .bool(line == "01") }
      if line.hasSuffix("L") { line.removeLast() }
      guard let value = Int(line) else { throw damaged("'\(line)' is not an integer") }
      return .int(value)
    }
  }

  private func long(_ bytes: [UInt8]) -> PickleHeap.Node {
    guard bytes.count <= 8 else { return .long(bytes) }
    guard let last = bytes.last else { return .int(0) }
    var value: Int = last & 0x80 == 0 ? 0 : -1
    for byte in bytes.reversed() { value = value << 8 | Int(byte) }
    return .int(value)
  }

  mutating func text(_ code: UInt8) throws(WeightFileError) -> PickleHeap.Node {
    switch code {
    case 0x8C, 0x55: return .text(try cursor.text(Int(try cursor.byte())))
    case 0x58, 0x54: return .text(try cursor.text(try length(try cursor.uint32())))
    case 0x8D: return .text(try cursor.text(try length(try cursor.size())))
    default: return .text(try line())
    }
  }

  /// Raw bytes are passed over: state dicts keep none that matter.
  mutating func bytes(_ code: UInt8) throws(WeightFileError) -> PickleHeap.Node {
    let count =
      switch code {
      case 0x43: Int(try cursor.byte())
      case 0x42: try cursor.uint32()
      default: try cursor.size()
      }
    try cursor.skip(count)
    return .bytes(count)
  }

  private func length(_ count: Int) throws(WeightFileError) -> Int {
    guard count <= Self.longestText else { throw damaged("a text has \(count) bytes") }
    return count
  }

  mutating func line() throws(WeightFileError) -> String {
    var bytes: [UInt8] = []
    while true {
      let byte = try cursor.byte()
      if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
      guard bytes.count < 4_096 else { throw damaged("a line does not end") }
      bytes.append(byte)
    }
  }

  mutating func decimal() throws(WeightFileError) -> Int {
    let line = try line()
    guard let value = Int(line), value >= 0 else { throw damaged("'\(line)' is not a memo") }
    return value
  }
}
