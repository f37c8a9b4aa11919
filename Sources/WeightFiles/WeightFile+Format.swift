extension WeightFile {
  /// Reads a file by what it begins with.
  static func contents(
    _ file: ByteRegion, beside folder: SiblingFiles
  ) throws(WeightFileError) -> Contents {
    guard file.count > 0 else { throw file.error(.empty) }
    let start = try file.prefix(512)
    if let place = try HDF5File.signature(file) { return try HDF5Weights.read(file, at: place) }
    if start.starts(with: [0x93] + Array("NUMPY".utf8)) { return try NumPyArray.read(file) }
    if start.starts(with: Array("GGUF".utf8)) { return try GGUF.read(file) }
    if ZipArchive.begins(start) { return try archive(file) }
    if Safetensors.begins(start) { return try Safetensors.read(file) }
    if start.first == 0x80, start.count > 1, start[1] <= 5 { return try TorchLegacy.read(file) }
    try LookAlike.check(start, file)
    if firstCharacter(start) == UInt8(ascii: "{") {
      return try ShardIndex.read(file, beside: folder)
    }
    if ONNXModel.begins(start) { return try ONNXModel.read(file, beside: folder) }
    throw file.error(.unknownFormat(start: Array(start.prefix(8))))
  }

  /// Reads a zip archive by the names in it.
  private static func archive(_ file: ByteRegion) throws(WeightFileError) -> Contents {
    let archive = try ZipArchive(file)
    if archive.entries.contains(where: { $0.name.hasSuffix("/data.pkl") || $0.name == "data.pkl" })
    {
      return try TorchZip.read(archive)
    }
    if archive["config.json"] != nil, archive["model.weights.h5"] != nil {
      return try KerasArchive.read(archive)
    }
    if archive.entries.contains(where: { $0.name.hasSuffix(".npy") }) {
      return try NumPyArchive.read(archive)
    }
    throw file.error(
      .unreadFormat(
        "a zip archive without weights that are known", wayOut: "unpack it, and name the file in it"
      ))
  }

  private static func firstCharacter(_ start: [UInt8]) -> UInt8? {
    start.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }
}
