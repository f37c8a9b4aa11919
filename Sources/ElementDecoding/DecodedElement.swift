/// `Float` and `Double`, as which stored numbers are handed out.
package protocol DecodedElement: BinaryFloatingPoint {
  /// The type whose little-endian bytes are this type's.
  static var elementType: ElementType { get }

  /// From the bits of a binary32 number, exact.
  init(bits32: UInt32)

  /// Turns little-endian bytes of a type that is read into numbers.
  ///
  /// Every floating-point type narrower than 32 bits is a subset of binary32, so decoding is exact.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, as type: ElementType,
    into result: UnsafeMutableBufferPointer<Self>)
}

extension Float: DecodedElement {
  package static var elementType: ElementType { .float32 }
  package init(bits32: UInt32) { self = Float(bitPattern: bits32) }

  package static func decode(
    _ bytes: UnsafeRawBufferPointer, as type: ElementType,
    into result: UnsafeMutableBufferPointer<Float>
  ) { decodeLoop(bytes, as: type, into: result) }
}

extension Double: DecodedElement {
  package static var elementType: ElementType { .float64 }
  package init(bits32: UInt32) { self = Double(Float(bitPattern: bits32)) }

  package static func decode(
    _ bytes: UnsafeRawBufferPointer, as type: ElementType,
    into result: UnsafeMutableBufferPointer<Double>
  ) { decodeLoop(bytes, as: type, into: result) }
}

extension DecodedElement {
  /// One body for both, which the conformers above call so that each has loops of its own.
  fileprivate static func decodeLoop(
    _ bytes: UnsafeRawBufferPointer, as type: ElementType,
    into result: UnsafeMutableBufferPointer<Self>
  ) {
    switch type {
    case .float32: map(bytes, into: result) { Self(bits32: UInt32(littleEndian: $0)) }
    case .float64:
      map(bytes, into: result) { Self(Double(bitPattern: UInt64(littleEndian: $0))) }
    case .float16:
      map(bytes, into: result) { Self(bits32: SmallFloats.half(UInt16(littleEndian: $0))) }
    case .bfloat16:
      map(bytes, into: result) { (x: UInt16) in Self(bits32: UInt32(UInt16(littleEndian: x)) << 16)
      }
    case .float8E4M3: map(bytes, into: result) { Self(bits32: SmallFloats.e4m3($0)) }
    case .float8E5M2:
      map(bytes, into: result) { (x: UInt8) in Self(bits32: SmallFloats.half(UInt16(x) << 8)) }
    case .int8: map(bytes, into: result) { (x: Int8) in Self(x) }
    case .int16: map(bytes, into: result) { Self(Int16(littleEndian: $0)) }
    case .int32: map(bytes, into: result) { Self(Int32(littleEndian: $0)) }
    case .int64: map(bytes, into: result) { Self(Int64(littleEndian: $0)) }
    case .uint8: map(bytes, into: result) { (x: UInt8) in Self(x) }
    case .uint16: map(bytes, into: result) { Self(UInt16(littleEndian: $0)) }
    case .uint32: map(bytes, into: result) { Self(UInt32(littleEndian: $0)) }
    case .uint64: map(bytes, into: result) { Self(UInt64(littleEndian: $0)) }
    case .boolean: map(bytes, into: result) { (x: UInt8) in x == 0 ? 0 : 1 }
    case .other: preconditionFailure("types that are not read are refused before")
    }
  }

  @inline(__always)
  private static func map<Raw: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, into result: UnsafeMutableBufferPointer<Self>,
    _ convert: (Raw) -> Self
  ) {
    for i in result.indices {
      result[i] = convert(
        bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Raw>.size, as: Raw.self))
    }
  }
}

/// The small floating-point types as bits of binary32.
enum SmallFloats {
  /// IEEE binary16: 1 sign, 5 exponent (bias 15), 10 significand.
  ///
  /// The exponent and significand move to their places in binary32; multiplying by 2^(127 − 15) mends
  /// the bias and makes subnormal numbers normal, both exactly.
  @inline(__always)
  static func half(_ bits: UInt16) -> UInt32 {
    let sign = UInt32(bits & 0x8000) << 16
    let rest = UInt32(bits & 0x7FFF)
    let scaled = Float(bitPattern: rest << 13) * 0x1p112
    // Infinity and NaN keep the significand under the largest exponent.
    let special: UInt32 = rest >= 0x7C00 ? 0x7F80_0000 : 0
    return sign | scaled.bitPattern | special
  }

  /// FP8 E4M3 of the OCP specification: bias 7, no infinity, NaN where all seven bits are set.
  @inline(__always)
  static func e4m3(_ bits: UInt8) -> UInt32 {
    let sign = UInt32(bits & 0x80) << 24
    let rest = UInt32(bits & 0x7F)
    if rest == 0x7F { return sign | 0x7FC0_0000 }
    return sign | (Float(bitPattern: rest << 20) * 0x1p120).bitPattern
  }
}
