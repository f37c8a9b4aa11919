/// The safetensors format: the length of a JSON header, the header, the bytes.
///
/// Reference: the format's README, and `safetensors/src/tensor.rs` for the limits. File order is not
/// model order: the common writers sort by type, then by name.
enum Safetensors {
  /// The reference implementation's limit of the header.
  static let longestHeader = 100_000_000

  /// Whether these first bytes can be of this format: the header's length is followed by "{".
  static func begins(_ start: [UInt8]) -> Bool { start.count > 8 && start[8] == UInt8(ascii: "{") }

  static func read(_ file: ByteRegion) throws(WeightFileError) -> WeightFile.Contents {
    var cursor = ByteCursor(file, "the header", block: 8)
    let length = try cursor.number(8)
    let limit = min(longestHeader, file.count - 8)
    guard length <= longestHeader else {
      throw file.error(.headerTooLong(bytes: length, limit: limit), at: 0)
    }
    let header = Int(length)
    try file.check(header, at: 8, "the header")
    var contents = WeightFile.Contents(.safetensors)
    let entries = try self.entries(file, header: header, metadata: &contents.metadata)
    let data = try file.part(at: 8 + header, count: file.count - 8 - header, "the data")
    try checkSpans(entries, data)
    let format = contents.metadata.first { $0.key == "format" }?.value
    for entry in entries {
      contents.tensors.append(try tensor(entry, data, convention: convention(format)))
    }
    return contents
  }

  /// One line of the header.
  private struct Entry {
    var name: String
    var type = ""
    var shape: [Int] = []
    var begin = -1
    var end = -1
  }

  private static func entries(
    _ file: ByteRegion, header: Int, metadata: inout [(key: String, value: String)]
  ) throws(WeightFileError) -> [Entry] {
    var json = try JSONScanner(file, at: 8, count: header)
    try json.expect("{")
    var (first, entries, names) = (true, [Entry](), Set<String>())
    while let name = try json.key(first: &first) {
      guard names.insert(name).inserted else { throw file.error(.duplicateName(name)) }
      if name == "__metadata__" {
        metadata = try self.metadata(&json)
      } else {
        entries.append(try entry(name, &json))
      }
      guard entries.count <= WeightFile.mostTensors else {
        throw file.error(
          .limit("tensors", value: entries.count, limit: WeightFile.mostTensors))
      }
    }
    try json.end()
    return entries
  }

  private static func metadata(
    _ json: inout JSONScanner
  ) throws(WeightFileError) -> [(key: String, value: String)] {
    try json.expect("{")
    var (first, pairs) = (true, [(key: String, value: String)]())
    while let key = try json.key(first: &first) { pairs.append((key, try json.string())) }
    return pairs
  }

  private static func entry(
    _ name: String, _ json: inout JSONScanner
  ) throws(WeightFileError) -> Entry {
    try json.expect("{")
    var (first, entry, seen) = (true, Entry(name: name), Set<String>())
    while let key = try json.key(first: &first) {
      guard seen.insert(key).inserted else { throw json.error("'\(name)' has '\(key)' twice") }
      switch key {
      case "dtype": entry.type = try json.string()
      case "shape": entry.shape = try json.integers()
      case "data_offsets":
        let offsets = try json.integers()
        guard offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0] else {
          throw json.error("the data_offsets of '\(name)' are \(offsets)")
        }
        (entry.begin, entry.end) = (offsets[0], offsets[1])
      default: try json.skip()
      }
    }
    guard seen.isSuperset(of: ["dtype", "shape", "data_offsets"]) else {
      throw json.error("'\(name)' lacks its dtype, shape or data_offsets")
    }
    return entry
  }

  /// The spans must tile the data: no hole, no overlap, no rest.
  ///
  /// The format demands it, so that no file can be of two formats at once.
  private static func checkSpans(
    _ entries: [Entry], _ data: ByteRegion
  ) throws(WeightFileError) {
    let sorted = entries.sorted { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    var (end, previous) = (0, "")
    for entry in sorted {
      if entry.begin < end {
        throw data.error(
          .overlap(
            previous, entry.name, from: data.start + entry.begin,
            to: data.start + min(end, entry.end)),
          at: entry.begin)
      }
      if entry.begin > end {
        throw data.error(
          .hole(from: data.start + end, to: data.start + entry.begin), at: end)
      }
      try data.check(entry.end - entry.begin, at: min(entry.begin, data.count), "'\(entry.name)'")
      (end, previous) = (entry.end, entry.name)
    }
    guard end == data.count else {
      throw data.error(.hole(from: data.start + end, to: data.start + data.count), at: end)
    }
  }

  private static func tensor(
    _ entry: Entry, _ data: ByteRegion, convention: AxisConvention?
  ) throws(WeightFileError) -> StoredTensor {
    let type = type(entry.type)
    let count = try ElementCount.of(entry.shape, tensor: entry.name) { fault in
      data.error(fault, at: entry.begin)
    }
    let found = entry.end - entry.begin
    if let bits = type.bits {
      let expected = (count * bits + 7) / 8
      guard found == expected else {
        throw data.error(
          .sizeMismatch(
            tensor: entry.name, shape: entry.shape, type: type.name, expected: expected,
            found: found),
          at: entry.begin)
      }
    }
    let region = try data.part(at: entry.begin, count: found, "'\(entry.name)'")
    return StoredTensor(
      name: entry.name, shape: entry.shape, count: count, type: type, convention: convention,
      storage: type.width == nil ? .unread(region) : .span(region))
  }

  private static func convention(_ format: String?) -> AxisConvention? {
    switch format {
    case "pt": .outputsFirst
    case "tf", "flax", "keras": .outputsLast
    default: nil
    }
  }

  private static func type(_ name: String) -> ElementType {
    switch name {
    case "F64": .float64
    case "F32": .float32
    case "F16": .float16
    case "BF16": .bfloat16
    case "F8_E4M3": .float8E4M3
    case "F8_E5M2": .float8E5M2
    case "I8": .int8
    case "I16": .int16
    case "I32": .int32
    case "I64": .int64
    case "U8": .uint8
    case "U16": .uint16
    case "U32": .uint32
    case "U64": .uint64
    case "BOOL": .boolean
    case "F4": .other(name, bits: 4)
    case "F6_E2M3", "F6_E3M2": .other(name, bits: 6)
    case "F8_E8M0": .other(name, bits: 8)
    case "C64": .other(name, bits: 64)
    default: .other(name, bits: nil)
    }
  }
}
