/// The index of a model in several files: JSON with a `weight_map` from tensor to file.
///
/// Written beside safetensors and PyTorch shards alike (`*.index.json`).
enum ShardIndex {
  /// More shards than the largest published models have.
  private static let mostShards = 4_096
  private static let longestIndex = 100_000_000

  static func read(
    _ file: ByteRegion, beside folder: SiblingFiles
  ) throws(WeightFileError) -> WeightFile.Contents {
    let map = try weightMap(file)
    var contents = WeightFile.Contents(.shardIndex)
    // Shard by shard in the order in which the index names them first.
    var shards: [String: [String: StoredTensor]] = [:]
    for (_, shard) in map where shards[shard] == nil {
      guard isName(shard) else { throw file.error(.shardOutside(shard)) }
      guard shards.count < mostShards else {
        throw file.error(.limit("shards", value: shards.count + 1, limit: mostShards))
      }
      guard let source = try folder.open(shard) else { throw file.error(.shardMissing(shard)) }
      let part = try WeightFile.contents(ByteRegion(source), beside: .none)
      var tensors: [String: StoredTensor] = [:]
      for tensor in part.tensors { tensors[tensor.name] = tensor }
      shards[shard] = tensors
      contents.notes += part.notes
    }
    for (name, shard) in map {
      guard let tensor = shards[shard]?[name] else {
        throw file.error(.notInShard(tensor: name, shard: shard))
      }
      contents.tensors.append(tensor)
    }
    return contents
  }

  private static func weightMap(
    _ file: ByteRegion
  ) throws(WeightFileError) -> [(name: String, shard: String)] {
    guard file.count <= longestIndex else {
      throw file.error(.limit("bytes of index", value: file.count, limit: longestIndex))
    }
    var json = try JSONScanner(file, count: file.count)
    try json.expect("{")
    var (first, map) = (true, [(name: String, shard: String)]())
    var (isIndex, names) = (false, Set<String>())
    while let key = try json.key(first: &first) {
      guard key == "weight_map" else {
        try json.skip()
        continue
      }
      isIndex = true
      try json.expect("{")
      var firstName = true
      while let name = try json.key(first: &firstName) {
        guard names.insert(name).inserted else { throw file.error(.duplicateName(name)) }
        map.append((name, try json.string()))
      }
    }
    try json.end()
    guard isIndex else {
      throw file.error(
        .unreadFormat(
          "JSON without a weight_map, neither weights nor their index",
          wayOut: "name the file of weights itself"))
    }
    return map
  }

  /// Whether it names a file of the same folder, and nothing else.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.contains("/") && !name.contains("\\")
      && !name.utf8.contains(0)
  }
}
