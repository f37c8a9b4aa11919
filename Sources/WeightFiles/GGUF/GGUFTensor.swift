/// A tensor's line in a GGUF header.
struct GGUFTensor {
  let name: String
  /// Slowest first; the file has them the other way round.
  let shape: [Int]
  let kind: Int
  /// Bytes from the start of the data.
  let offset: Int

  init(name: String, _ cursor: inout ByteCursor) throws(WeightFileError) {
    self.name = name
    let rank = try cursor.uint32()
    guard rank <= 8 else { throw cursor.error(.damaged("'\(name)' has \(rank) sizes")) }
    var sizes: [Int] = []
    for _ in 0..<rank { sizes.append(try cursor.size()) }
    shape = sizes.reversed()
    kind = try cursor.uint32()
    offset = try cursor.size()
  }

  func stored(_ data: ByteRegion) throws(WeightFileError) -> StoredTensor {
    let count = try ElementCount.of(shape, tensor: name) { data.error($0) }
    let (type, _) = Self.types[kind] ?? (.other("type \(kind)", bits: nil), nil)
    // Types of no known size still begin inside the file.
    let region = try data.part(at: offset, count: bytes(count) ?? 0, "'\(name)'")
    return StoredTensor(
      name: name, shape: shape, count: count, type: type, convention: .outputsFirst,
      storage: type.width == nil ? .unread(region) : .span(region))
  }

  /// The bytes of so many elements, where the type is known.
  func bytes(_ count: Int) -> Int? {
    guard let (type, block) = Self.types[kind] else { return nil }
    if let width = type.width { return count * width }
    guard let block else { return nil }
    let (blocks, rest) = count.quotientAndRemainder(dividingBy: block.elements)
    return (blocks + (rest > 0 ? 1 : 0)).multipliedReportingOverflow(by: block.bytes).0
  }

  /// Elements and bytes of a quantised block (`ggml_type_traits` and `ggml-common.h`).
  private typealias Block = (elements: Int, bytes: Int)

  private static func quantised(
    _ name: String, _ elements: Int, _ bytes: Int
  ) -> (ElementType, Block?) {
    (.other(name, bits: nil), (elements, bytes))
  }

  private static let types: [Int: (ElementType, Block?)] = [
    0: (.float32, nil), 1: (.float16, nil), 24: (.int8, nil), 25: (.int16, nil), 26: (.int32, nil),
    27: (.int64, nil), 28: (.float64, nil), 30: (.bfloat16, nil),
    2: quantised("Q4_0", 32, 18), 3: quantised("Q4_1", 32, 20), 6: quantised("Q5_0", 32, 22),
    7: quantised("Q5_1", 32, 24), 8: quantised("Q8_0", 32, 34), 9: quantised("Q8_1", 32, 36),
    10: quantised("Q2_K", 256, 84), 11: quantised("Q3_K", 256, 110),
    12: quantised("Q4_K", 256, 144), 13: quantised("Q5_K", 256, 176),
    14: quantised("Q6_K", 256, 210), 15: quantised("Q8_K", 256, 292),
    16: quantised("IQ2_XXS", 256, 66), 17: quantised("IQ2_XS", 256, 74),
    18: quantised("IQ3_XXS", 256, 98), 19: quantised("IQ1_S", 256, 50),
    20: quantised("IQ4_NL", 32, 18), 21: quantised("IQ3_S", 256, 110),
    22: quantised("IQ2_S", 256, 82), 23: quantised("IQ4_XS", 256, 136),
    29: quantised("IQ1_M", 256, 56),
  ]
}
