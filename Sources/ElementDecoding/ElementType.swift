/// The type of a tensor's stored numbers.
public enum ElementType: Hashable, Sendable {
  /// IEEE binary64, binary32 and binary16, and binary32 cut to its upper half.
  case float64, float32, float16, bfloat16
  /// One byte, 4 bits of exponent, no infinity, NaN 0x7F (OCP 8-bit floating point, 2023).
  case float8E4M3
  /// One byte, 5 bits of exponent, as binary16 cut to its upper half.
  case float8E5M2
  /// Integers; as counters and indices, not as weights.
  case int8, int16, int32, int64, uint8, uint16, uint32, uint64
  /// One byte, zero or not.
  case boolean
  /// A type that is listed but not read, with the bits of an element where they are known.
  case other(String, bits: Int?)

  /// Bytes of one element; nil for types that are not read.
  public var width: Int? {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float8E4M3, .float8E5M2, .int8, .uint8, .boolean: 1
    case .other: nil
    }
  }

  /// Whether it holds real numbers that are read.
  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16, .float8E4M3, .float8E5M2: true
    default: false
    }
  }

  /// The short name, as safetensors writes it.
  public var name: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float8E4M3: "F8_E4M3"
    case .float8E5M2: "F8_E5M2"
    case .int8: "I8"
    case .int16: "I16"
    case .int32: "I32"
    case .int64: "I64"
    case .uint8: "U8"
    case .uint16: "U16"
    case .uint32: "U32"
    case .uint64: "U64"
    case .boolean: "BOOL"
    case .other(let name, _): name
    }
  }

  /// Bits of one element, where they are known.
  package var bits: Int? {
    if case .other(_, let bits) = self { bits } else { width.map { 8 * $0 } }
  }
}

/// Which end of a number is stored first.
public enum ByteOrder: Hashable, Sendable {
  case littleEndian, bigEndian
}
