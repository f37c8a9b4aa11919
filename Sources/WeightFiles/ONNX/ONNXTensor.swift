/// A `TensorProto`: numbers as raw bytes, in a field of their type, or in a file beside the model.
struct ONNXTensor {
  private var name = ""
  private var shape: [Int] = []
  private var type = ElementType.other("no type", bits: nil)
  private var raw: ByteRegion?
  /// Fields of 4 and 8 bytes an element, and of integers of varying length.
  private var fixed: [ByteRegion] = []
  private var varints: [ByteRegion] = []
  /// Elements written one by one, which old writers do.
  private var loose: [UInt8] = []
  private var looseVarints: [UInt8] = []
  private var external: [String: String] = [:]
  private var isExternal = false

  init(_ body: ByteRegion) throws(WeightFileError) {
    var fields = ProtocolBuffer(body, "a tensor")
    while let (field, value) = try fields.next() {
      switch (field, value) {
      case (1, .number(let size)): shape.append(Int(truncatingIfNeeded: size))
      case (1, .bytes(let packed)):
        var cursor = ByteCursor(packed, "a shape", block: 64)
        while !cursor.isAtEnd, shape.count <= ElementCount.largestRank {
          shape.append(Int(truncatingIfNeeded: try cursor.varint()))
        }
      case (2, .number(let kind)): type = Self.type(kind)
      case (4, .bytes(let packed)), (10, .bytes(let packed)): fixed.append(packed)
      case (4, .fixed32(let bits)): append(UInt64(bits), 4)
      case (10, .fixed64(let bits)): append(bits, 8)
      case (5, .bytes(let packed)), (7, .bytes(let packed)), (11, .bytes(let packed)):
        varints.append(packed)
      case (5, .number(let bits)), (7, .number(let bits)), (11, .number(let bits)):
        appendVarint(bits)
      case (8, _): name = try value.text() ?? name
      case (9, .bytes(let bytes)): raw = bytes
      case (13, .bytes(let pair)): try addExternal(pair)
      case (14, .number(let place)): isExternal = place == 1
      default: break
      }
      guard shape.count <= ElementCount.largestRank else {
        throw fields.error("a tensor has more than \(ElementCount.largestRank) sizes")
      }
    }
  }

  private mutating func append(_ bits: UInt64, _ width: Int) {
    for i in 0..<width { loose.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * i))) }
  }

  private mutating func appendVarint(_ bits: UInt64) {
    var bits = bits
    while bits >= 0x80 {
      looseVarints.append(UInt8(truncatingIfNeeded: bits) | 0x80)
      bits >>= 7
    }
    looseVarints.append(UInt8(bits))
  }

  private mutating func addExternal(_ pair: ByteRegion) throws(WeightFileError) {
    var fields = ProtocolBuffer(pair, "a place outside")
    var (key, text) = ("", "")
    while let (field, value) = try fields.next() {
      if field == 1 { key = try value.text() ?? key }
      if field == 2 { text = try value.text() ?? text }
    }
    external[key] = text
  }

  /// The tensor with its place.
  func stored(
    _ graph: ByteRegion, _ folder: SiblingFiles
  ) throws(WeightFileError) -> StoredTensor {
    let count = try ElementCount.of(shape, tensor: name) { graph.error($0) }
    let storage = try storage(count, graph, folder)
    return StoredTensor(name: name, shape: shape, count: count, type: type, storage: storage)
  }

  private func storage(
    _ count: Int, _ graph: ByteRegion, _ folder: SiblingFiles
  ) throws(WeightFileError) -> TensorStorage {
    guard let width = type.width else { return .unread(raw ?? graph) }
    if isExternal { return .span(try outside(count * width, graph, folder)) }
    if let raw { return .span(try checked(raw, count, width)) }
    let file = graph.source.name
    let isFixed = type == .float32 || type == .float64
    if isFixed {
      let one = fixed.count == 1 && loose.isEmpty ? fixed[0] : nil
      let region = if let one { one } else { try joined(fixed, loose, file) }
      return .span(try checked(region, count, width))
    }
    let one = varints.count == 1 && looseVarints.isEmpty ? varints[0] : nil
    let numbers = if let one { one } else { try joined(varints, looseVarints, file) }
    // At least one byte for each number; how many there are shows only when they are read.
    guard numbers.count >= count else {
      throw numbers.error(
        .sizeMismatch(
          tensor: name, shape: shape, type: type.name, expected: count, found: numbers.count),
        at: 0)
    }
    return .varints(numbers)
  }

  private func joined(
    _ parts: [ByteRegion], _ rest: [UInt8], _ file: String
  ) throws(WeightFileError) -> ByteRegion {
    var bytes: [UInt8] = []
    for part in parts { bytes += try part.bytes(at: 0, count: part.count, "'\(name)'") }
    return ByteRegion(bytes + rest, name: file)
  }

  private func checked(
    _ region: ByteRegion, _ count: Int, _ width: Int
  ) throws(WeightFileError) -> ByteRegion {
    guard region.count == count * width else {
      throw region.error(
        .sizeMismatch(
          tensor: name, shape: shape, type: type.name, expected: count * width, found: region.count),
        at: 0)
    }
    return region
  }

  /// The bytes in a file beside the model.
  private func outside(
    _ bytes: Int, _ graph: ByteRegion, _ folder: SiblingFiles
  ) throws(WeightFileError) -> ByteRegion {
    let file = external["location"] ?? ""
    guard ShardIndex.isName(file) else { throw graph.error(.shardOutside(file)) }
    guard let source = try folder.open(file) else { throw graph.error(.shardMissing(file)) }
    let offset = external["offset"].map { Int($0) } ?? 0
    let length = external["length"].map { Int($0) } ?? bytes
    guard let offset, let length, length == bytes else {
      throw graph.error(.damaged("the place of '\(name)' in '\(file)' is damaged"))
    }
    return try ByteRegion(source).part(at: offset, count: bytes, "'\(name)'")
  }

  private static func type(_ kind: UInt64) -> ElementType {
    switch kind {
    case 1: .float32
    case 2: .uint8
    case 3: .int8
    case 4: .uint16
    case 5: .int16
    case 6: .int32
    case 7: .int64
    case 9: .boolean
    case 10: .float16
    case 11: .float64
    case 12: .uint32
    case 13: .uint64
    case 16: .bfloat16
    case 17: .float8E4M3
    case 19: .float8E5M2
    case 8: .other("text", bits: nil)
    case 14: .other("complex64", bits: 64)
    case 15: .other("complex128", bits: 128)
    case 18: .other("F8_E4M3FNUZ", bits: 8)
    case 20: .other("F8_E5M2FNUZ", bits: 8)
    case 21: .other("U4", bits: 4)
    case 22: .other("I4", bits: 4)
    case 23: .other("F4", bits: 4)
    case 24: .other("F8_E8M0", bits: 8)
    default: .other("type \(kind)", bits: nil)
    }
  }
}
