/// The file of llama.cpp: keys and values, the tensors' places, the bytes.
///
/// Reference: `docs/gguf.md` of ggml, versions 2 and 3, little end first. Floating-point types are read;
/// quantised blocks follow no law of floating-point numbers and are listed only.
enum GGUF {
  private static let longestText = 1 << 24
  private static let mostKeys = 1_000_000

  static func read(_ file: ByteRegion) throws(WeightFileError) -> WeightFile.Contents {
    var contents = WeightFile.Contents(.gguf)
    var cursor = ByteCursor(file, at: 4, "the header")
    let version = try cursor.uint32()
    guard version == 2 || version == 3 else {
      throw file.error(
        .unsupported(
          version >= 1 << 24 ? "its numbers have the big end first" : "it is of version \(version)",
          wayOut: "convert it with llama.cpp's convert_hf_to_gguf.py of today"), at: 4)
    }
    let (tensors, keys) = (try cursor.size(), try cursor.size())
    guard tensors <= WeightFile.mostTensors, keys <= mostKeys else {
      throw file.error(
        .limit("tensors or keys", value: max(tensors, keys), limit: WeightFile.mostTensors), at: 8)
    }
    var alignment = 32
    for _ in 0..<keys {
      let key = try text(&cursor)
      let kind = try cursor.uint32()
      let value = try value(kind, &cursor)
      if key == "general.alignment", case .number(let number) = value {
        alignment = Int(clamping: number)
      }
      if case .text(let text) = value, text.utf8.count <= 4_096 {
        contents.metadata.append((key, text))
      }
    }
    guard alignment > 0, alignment <= 1 << 20 else {
      throw file.error(.damaged("its alignment is \(alignment)"))
    }
    var (infos, names) = ([GGUFTensor](), Set<String>())
    for _ in 0..<tensors {
      let info = try GGUFTensor(name: try text(&cursor), &cursor)
      guard names.insert(info.name).inserted else { throw file.error(.duplicateName(info.name)) }
      infos.append(info)
    }
    let start = (cursor.position + alignment - 1) / alignment * alignment
    guard infos.isEmpty || start <= file.count else {
      throw file.error(.cutOff(part: "the header", missing: start - file.count))
    }
    let data = try file.part(
      at: min(start, file.count), count: max(0, file.count - start), "the data")
    contents.tensors = try self.tensors(infos, data)
    return contents
  }

  private static func tensors(
    _ infos: [GGUFTensor], _ data: ByteRegion
  ) throws(WeightFileError) -> [StoredTensor] {
    var tensors: [StoredTensor] = []
    var spans: [(begin: Int, end: Int, name: String)] = []
    for info in infos {
      let tensor = try info.stored(data)
      tensors.append(tensor)
      if let bytes = info.bytes(tensor.count) {
        spans.append((info.offset, info.offset + bytes, info.name))
      }
    }
    spans.sort { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    for (span, next) in zip(spans, spans.dropFirst()) where span.end > next.begin {
      throw data.error(
        .overlap(
          span.name, next.name, from: data.start + next.begin,
          to: data.start + min(span.end, next.end)),
        at: next.begin)
    }
    return tensors
  }

  /// A value of the header, as far as it is looked at.
  private enum Value {
    case number(UInt64)
    case text(String)
    case other
  }

  private static func text(_ cursor: inout ByteCursor) throws(WeightFileError) -> String {
    let count = try cursor.size()
    guard count <= longestText else { throw cursor.error(.damaged("a text has \(count) bytes")) }
    return try cursor.text(count)
  }

  private static func value(
    _ kind: Int, _ cursor: inout ByteCursor
  ) throws(WeightFileError) -> Value {
    // Lists may hold lists: a stack of how many values are still to come in each.
    guard kind == 9 else { return try scalar(kind, &cursor) }
    var open: [(kind: Int, left: Int)] = [(9, 1)]
    while let (kind, left) = open.popLast() {
      guard left > 0 else { continue }
      open.append((kind, left - 1))
      if kind == 9 {
        guard open.count < 32 else { throw cursor.error(.damaged("lists are nested without end")) }
        let inner = try cursor.uint32()
        let count = try cursor.size()
        if let width = width(inner) {
          let (bytes, overflow) = count.multipliedReportingOverflow(by: width)
          guard !overflow else { throw cursor.error(.damaged("a list has \(count) values")) }
          try cursor.skip(bytes)
        } else {
          open.append((inner, count))
        }
      } else {
        _ = try scalar(kind, &cursor)
      }
    }
    return .other
  }

  private static func width(_ kind: Int) -> Int? {
    switch kind {
    case 0, 1, 7: 1
    case 2, 3: 2
    case 4, 5, 6: 4
    case 10, 11, 12: 8
    default: nil
    }
  }

  private static func scalar(
    _ kind: Int, _ cursor: inout ByteCursor
  ) throws(WeightFileError) -> Value {
    if kind == 8 { return .text(try text(&cursor)) }
    guard let width = width(kind) else {
      throw cursor.error(.damaged("a value is of the unknown kind \(kind)"))
    }
    return .number(try cursor.number(width))
  }
}
