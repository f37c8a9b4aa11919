/// What `torch.save` writes since PyTorch 1.6, and TorchScript: a zip of a pickle and raw storages.
enum TorchZip {
  /// Longer pickles hold their numbers themselves.
  private static let longestPickle = 1 << 26
  private static let wayOut = "save it again: \(WayOut.torch)"

  static func read(_ archive: ZipArchive) throws(WeightFileError) -> WeightFile.Contents {
    let pickles = archive.entries.filter { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }
    guard let pickle = pickles.min(by: { $0.name.utf8.count < $1.name.utf8.count }) else {
      preconditionFailure("archives without data.pkl are of another format")
    }
    let folder = String(pickle.name.dropLast("data.pkl".count))
    let isScript = archive[folder + "constants.pkl"] != nil
    var contents = WeightFile.Contents(isScript ? .torchScript : .torchZip)
    let byteOrder = try order(archive[folder + "byteorder"])
    var foreign: [String] = []
    for (name, storages, prefix) in [
      ("data.pkl", "data/", ""), ("constants.pkl", "constants/", "constants"),
    ] {
      guard let entry = archive[folder + name] else { continue }
      let region = try entry.region(limit: longestPickle, wayOut: wayOut)
      var machine = PickleMachine(region)
      let root = try machine.run()
      foreign += machine.foreign.filter { !foreign.contains($0) }
      let objects = try TorchObjects(machine.heap, root: root, prefix: prefix, region)
      contents.notes += objects.skipped.map { .skipped($0.name, reason: $0.reason) }
      for (name, tensor) in objects.tensors {
        guard let stored = archive[folder + storages + tensor.key] else {
          throw archive.file.error(
            .damaged("the storage '\(folder)\(storages)\(tensor.key)' of '\(name)' is missing"))
        }
        contents.tensors.append(
          try tensor.stored(name, in: stored.packed, byteOrder: byteOrder))
      }
    }
    return try TorchForeignCode.settle(foreign, contents, archive.file)
  }

  private static func order(_ entry: ZipEntry?) throws(WeightFileError) -> ByteOrder {
    guard let entry else { return .littleEndian }
    let bytes = try entry.region(limit: 64, wayOut: wayOut).prefix(3)
    return bytes == Array("big".utf8) ? .bigEndian : .littleEndian
  }
}

/// What is done about the names that a pickle would call.
enum TorchForeignCode {
  /// Notes beside tensors; an error where there is nothing else in the file.
  static func settle(
    _ foreign: [String], _ contents: WeightFile.Contents, _ file: ByteRegion
  ) throws(WeightFileError) -> WeightFile.Contents {
    guard !contents.tensors.isEmpty || foreign.isEmpty else {
      throw file.error(.foreignCode(foreign))
    }
    var contents = contents
    contents.notes += foreign.map { .foreignCode($0) }
    return contents
  }
}
