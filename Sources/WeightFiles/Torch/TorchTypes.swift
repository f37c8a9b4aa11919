/// PyTorch's names of element types.
enum TorchTypes {
  /// Classes of storages; an untyped one leaves the type to the tensor.
  static let storages: [String: ElementType?] = [
    "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "CharStorage": .int8, "ShortStorage": .int16,
    "IntStorage": .int32, "LongStorage": .int64, "ByteStorage": .uint8, "BoolStorage": .boolean,
    "ComplexFloatStorage": .other("complex64", bits: 64),
    "ComplexDoubleStorage": .other("complex128", bits: 128),
    "QInt8Storage": .other("qint8", bits: 8), "QUInt8Storage": .other("quint8", bits: 8),
    "QInt32Storage": .other("qint32", bits: 32),
    "UntypedStorage": nil,
  ]

  /// Names of `torch.dtype`.
  static let types: [String: ElementType] = [
    "float64": .float64, "double": .float64, "float32": .float32, "float": .float32,
    "float16": .float16, "half": .float16, "bfloat16": .bfloat16, "float8_e4m3fn": .float8E4M3,
    "float8_e5m2": .float8E5M2, "int8": .int8, "int16": .int16, "int32": .int32, "int64": .int64,
    "uint8": .uint8, "uint16": .uint16, "uint32": .uint32, "uint64": .uint64, "bool": .boolean,
    "float8_e4m3fnuz": .other("float8_e4m3fnuz", bits: 8),
    "float8_e5m2fnuz": .other("float8_e5m2fnuz", bits: 8),
    "float8_e8m0fnu": .other("float8_e8m0fnu", bits: 8),
    "complex64": .other("complex64", bits: 64), "complex128": .other("complex128", bits: 128),
  ]
}
