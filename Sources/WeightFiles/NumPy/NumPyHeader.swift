/// The header of a `.npy` file: a dictionary as Python writes it, read by a fixed grammar.
///
/// Reference: NumPy Enhancement Proposal 1 and `numpy.lib.format`.
struct NumPyHeader {
  let shape: [Int]
  let count: Int
  let isFortran: Bool
  let type: ElementType
  let byteOrder: ByteOrder
  /// Where the numbers begin.
  let dataStart: Int

  /// Longer headers belong to arrays of records.
  private static let longest = 1 << 20

  /// Reads the header at the start of `file`, a span or the unpacked start of one.
  init(_ file: ByteRegion, name: String) throws(WeightFileError) {
    let magic = try file.bytes(at: 0, count: 8, "the header of \(name)")
    guard magic.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw file.error(.damaged("\(name) is not an array of NumPy"), at: 0)
    }
    guard (1...3).contains(magic[6]) else {
      throw file.error(.damaged("\(name) is of version \(magic[6]) of NumPy's format"), at: 6)
    }
    let width = magic[6] == 1 ? 2 : 4
    var cursor = ByteCursor(file, at: 8, "the header of \(name)", block: 16)
    let length = Int(try cursor.number(width))
    guard length <= Self.longest else {
      throw file.error(
        .headerTooLong(bytes: UInt64(length), limit: Self.longest), at: 8)
    }
    dataStart = 8 + width + length
    let bytes = try file.bytes(at: 8 + width, count: length, "the header of \(name)")
    var literal = PythonLiteral(bytes, file, start: 8 + width)
    let fields = try literal.header()
    guard let descriptor = fields.descriptor, let isFortran = fields.isFortran,
      let shape = fields.shape
    else {
      throw file.error(
        .damaged("the header of \(name) lacks descr, fortran_order or shape"), at: 10)
    }
    (type, byteOrder) = try Self.type(descriptor, file)
    (self.shape, self.isFortran) = (shape, isFortran)
    count = try ElementCount.of(shape, tensor: name) { file.error($0, at: 8) }
  }

  private static func type(
    _ descriptor: String, _ file: ByteRegion
  ) throws(WeightFileError) -> (ElementType, ByteOrder) {
    let order: ByteOrder = descriptor.hasPrefix(">") ? .bigEndian : .littleEndian
    let name =
      descriptor.first.map { "<>|=".contains($0) } == true
      ? String(descriptor.dropFirst()) : descriptor
    let type: ElementType =
      switch name {
      case "f8": .float64
      case "f4": .float32
      case "f2": .float16
      case "i1": .int8
      case "i2": .int16
      case "i4": .int32
      case "i8": .int64
      case "u1": .uint8
      case "u2": .uint16
      case "u4": .uint32
      case "u8": .uint64
      case "b1": .boolean
      case "c8": .other("complex64", bits: 64)
      case "c16": .other("complex128", bits: 128)
      default:
        if name.hasPrefix("O") {
          throw file.error(.objectArray)
        } else {
          // Text, raw bytes (as which bfloat16 is saved), times: a letter and bytes per element.
          .other(descriptor, bits: bits(name))
        }
      }
    return (type, order)
  }

  private static func bits(_ name: String) -> Int? {
    guard let size = Int(name.dropFirst()), size >= 0, size < 1 << 20 else { return nil }
    return name.hasPrefix("U") ? 32 * size : 8 * size
  }

  /// The bytes that the numbers take, where the type tells.
  func byteCount(_ name: String, _ file: ByteRegion) throws(WeightFileError) -> Int? {
    guard let bits = type.bits else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: bits)
    guard !overflow else { throw file.error(.shapeOverflow(tensor: name, shape: shape)) }
    return product / 8
  }
}
