/// All datasets of an HDF5 file, as Keras writes them: `.weights.h5`, and `.h5` with the model.
enum HDF5Weights {
  /// Nodes of trees and members of groups in one file.
  private static let budget = 1_000_000
  private static let deepest = 64

  static func read(_ file: ByteRegion, at place: Int) throws(WeightFileError) -> WeightFile.Contents
  {
    let hdf5 = try HDF5File(file, at: place)
    var contents = WeightFile.Contents(.hdf5)
    var budget = budget
    var seen: Set<Int> = []
    var open: [(address: Int, path: String, depth: Int)] = [(hdf5.root, "", 0)]
    while let (address, path, depth) = open.popLast() {
      budget -= 1
      guard budget > 0, depth <= deepest else {
        throw file.error(.damaged("its groups are nested without end"))
      }
      let object = try HDF5Object(hdf5, at: address)
      if let links = try HDF5Group.links(hdf5, object, budget: &budget) {
        // A group that two names lead to is listed under the first, so that no circle is walked.
        guard seen.insert(address).inserted else { continue }
        if depth == 0 {
          contents.kerasConfiguration = try HDF5Attribute.text("model_config", hdf5, object)
        }
        open += links.reversed().map { link in
          (link.address, path.isEmpty ? link.name : path + "/" + link.name, depth + 1)
        }
      } else if let tensor = try HDF5Dataset.tensor(path, hdf5, object, budget: &budget) {
        contents.tensors.append(tensor)
      }
    }
    return contents
  }
}

/// Keras' own format: a zip of `config.json`, `metadata.json` and the weights as HDF5.
enum KerasArchive {
  static func read(_ archive: ZipArchive) throws(WeightFileError) -> WeightFile.Contents {
    guard let weights = archive["model.weights.h5"], let configuration = archive["config.json"]
    else {
      preconditionFailure("archives without weights and configuration are of another format")
    }
    let region = try weights.region(
      limit: 1 << 26, wayOut: "unpack it, and name the model.weights.h5 in it")
    guard let place = try HDF5File.signature(region) else {
      throw region.error(.damaged("'model.weights.h5' is not an HDF5 file"), at: 0)
    }
    var contents = try HDF5Weights.read(region, at: place)
    contents.format = .keras
    let text = try configuration.region(limit: 1 << 26, wayOut: "unpack it")
    contents.kerasConfiguration = String(
      decoding: try text.bytes(at: 0, count: text.count, "the configuration"), as: UTF8.self)
    return contents
  }
}
