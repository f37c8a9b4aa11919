/// Files that are often found in the place of weights, or hold weights in a way that is not read.
enum LookAlike {
  /// Throws if the first bytes are of one.
  static func check(_ start: [UInt8], _ file: ByteRegion) throws(WeightFileError) {
    let text = String(decoding: start, as: UTF8.self)
    if text.hasPrefix("version https://git-lfs") {
      let size = text.split(separator: "\n").first { $0.hasPrefix("size ") }
      throw file.error(.gitLFSPointer(bytes: size.flatMap { Int($0.dropFirst(5)) }))
    }
    let begin = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    let lower = begin.prefix(14).lowercased()
    if lower.hasPrefix("<!doctype") || lower.hasPrefix("<html") || lower.hasPrefix("<?xml") {
      throw file.error(.webPage(start: String(begin.prefix { $0 != "\n" }.prefix(15))))
    }
    for format in others where has(format.magic, at: format.offset, start) {
      throw file.error(.unreadFormat(format.name, wayOut: format.wayOut))
    }
    let name = file.source.name.lowercased()
    for (ending, format, wayOut) in endings where name.hasSuffix(ending) {
      throw file.error(.unreadFormat(format, wayOut: wayOut))
    }
  }

  private struct Other {
    let name: String
    let magic: [UInt8]
    var offset = 0
    let wayOut: String
  }

  private static let unpack = "unpack it first"

  private static let others = [
    Other(name: "compressed by gzip", magic: [0x1F, 0x8B], wayOut: unpack),
    Other(name: "compressed by zstd", magic: [0x28, 0xB5, 0x2F, 0xFD], wayOut: unpack),
    Other(name: "compressed by xz", magic: [0xFD, 0x37, 0x7A, 0x58, 0x5A], wayOut: unpack),
    Other(name: "compressed by bzip2", magic: Array("BZh".utf8), wayOut: unpack),
    Other(name: "compressed by lz4", magic: [0x04, 0x22, 0x4D, 0x18], wayOut: unpack),
    Other(
      name: "a tar archive", magic: Array("ustar".utf8), offset: 257,
      wayOut: "unpack it, and name the file in it"),
    Other(
      name: "a TensorFlow Lite model", magic: Array("TFL3".utf8), offset: 4,
      wayOut: "save the model that it was made from: \(WayOut.keras)"),
    Other(
      name: "a Parquet file", magic: Array("PAR1".utf8), wayOut: "save arrays: \(WayOut.numpy)"),
  ]

  private static let endings: [(String, String, String)] = [
    (".pdparams", "a PaddlePaddle checkpoint", "save arrays: \(WayOut.paddle)"),
    (".msgpack", "a Flax msgpack checkpoint", "save it as safetensors: \(WayOut.flax)"),
    (".tflite", "a TensorFlow Lite model", "save the model it was made from: \(WayOut.keras)"),
    (".pb", "a TensorFlow graph", "save arrays: \(WayOut.tensorflow)"),
    (".index", "a TensorFlow checkpoint", "save arrays: \(WayOut.tensorflow)"),
    (".data-00000-of-00001", "a TensorFlow checkpoint", "save arrays: \(WayOut.tensorflow)"),
    (".distcp", "a distributed checkpoint of PyTorch", "gather it: \(WayOut.torch)"),
    (".mat", "a MATLAB file", "save arrays: \(WayOut.numpy)"),
  ]

  private static func has(_ magic: [UInt8], at offset: Int, _ start: [UInt8]) -> Bool {
    start.dropFirst(offset).starts(with: magic)
  }
}
