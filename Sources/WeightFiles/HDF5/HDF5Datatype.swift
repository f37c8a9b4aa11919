/// The type of a dataset's or attribute's elements.
struct HDF5Datatype {
  let type: ElementType
  let byteOrder: ByteOrder
  /// Bytes of one element.
  let size: Int
  /// Fixed text, and text in the global heap.
  var isText = false
  var isVariableText = false
  /// Raw bytes of a size, as which bfloat16 is saved.
  var isOpaque = false

  init(_ body: ByteRegion) throws(WeightFileError) {
    var cursor = ByteCursor(body, "a type", block: 64)
    let head = try cursor.byte()
    let bits = try cursor.number(3)
    size = try cursor.uint32()
    guard size > 0, size <= 1 << 30 else {
      throw cursor.error(.damaged("a type has \(size) bytes"))
    }
    byteOrder = bits & 1 == 0 ? .littleEndian : .bigEndian
    switch head & 15 {
    case 0:
      try cursor.skip(2)
      let precision = try cursor.uint16()
      type = Self.integer(size, precision: precision, isSigned: bits & 8 != 0)
    case 1:
      try cursor.skip(2)
      let precision = try cursor.uint16()
      try cursor.skip(1)
      let exponent = try cursor.byte()
      try cursor.skip(1)
      let significand = try cursor.byte()
      let isWhole = precision == 8 * size && bits & 0x40 == 0
      type =
        switch (isWhole ? size : 0, exponent, significand) {
        case (8, 11, 52): .float64
        case (4, 8, 23): .float32
        case (2, 5, 10): .float16
        case (2, 8, 7): .bfloat16
        case (1, 5, 2): .float8E5M2
        default: .other("float of \(precision) bits", bits: 8 * size)
        }
    case 3:
      type = .other("text", bits: 8 * size)
      isText = true
    case 5:
      type = .other("raw bytes", bits: 8 * size)
      isOpaque = true
    case 8: type = size == 1 ? .boolean : .other("enumeration", bits: 8 * size)
    case 9:
      type = .other("variable length", bits: 8 * size)
      isVariableText = bits & 15 == 1
    default:
      let names = [2: "time", 4: "bit field", 6: "record", 7: "reference", 10: "array"]
      type = .other(names[Int(head & 15)] ?? "class \(head & 15)", bits: 8 * size)
    }
  }

  private static func integer(_ size: Int, precision: Int, isSigned: Bool) -> ElementType {
    guard precision == 8 * size else {
      return .other("integer of \(precision) bits", bits: 8 * size)
    }
    return switch (size, isSigned) {
    case (1, true): .int8
    case (2, true): .int16
    case (4, true): .int32
    case (8, true): .int64
    case (1, false): .uint8
    case (2, false): .uint16
    case (4, false): .uint32
    case (8, false): .uint64
    default: .other("integer of \(precision) bits", bits: 8 * size)
    }
  }
}

/// The sizes of a dataset or attribute.
enum HDF5Dataspace {
  /// Slowest first; nil for the null space, which holds nothing.
  static func shape(_ file: HDF5File, _ body: ByteRegion) throws(WeightFileError) -> [Int]? {
    var cursor = ByteCursor(body, "a shape", block: 64)
    let version = try cursor.byte()
    let rank = Int(try cursor.byte())
    _ = try cursor.byte()
    switch version {
    case 1: try cursor.skip(5)
    case 2: if try cursor.byte() == 2 { return nil }
    default: throw cursor.error(.damaged("a shape is of version \(version)"))
    }
    guard rank <= 32 else { throw cursor.error(.damaged("a shape has \(rank) sizes")) }
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(try file.length(&cursor)) }
    return shape
  }
}
