/// The English sentences of the faults.
extension WeightFault {
  /// Whether the sentence should tell the byte: not where the whole file is meant, or the words have it.
  var tellsPlace: Bool {
    switch self {
    case .missing, .folder, .empty, .gitLFSPointer, .webPage, .unreadFormat, .unknownFormat,
      .overlap,
      .hole, .shardOutside, .shardMissing, .notInShard, .objectArray, .foreignCode, .cutOff:
      false
    default: true
    }
  }

  /// What follows the file's name.
  var predicate: String {
    switch self {
    case .missing: " does not exist"
    case .folder: " is a folder, not a file"
    case .unreadable(let reason): " cannot be read: \(reason)"
    case .empty: " is empty"
    case .cutOff(let part, let missing):
      " ends \(missing) byte\(missing == 1 ? "" : "s") before the end of \(part)"
    case .shrank(let from): " became shorter than its \(from) bytes while it was read"
    case .gitLFSPointer(let bytes):
      " is a Git LFS pointer: the weights\(bytes.map { " (\($0) bytes)" } ?? "") were not fetched"
    case .webPage(let start): " is a web page, not weights (\"\(start)\")"
    case .unreadFormat(let name, _): " is \(name), which is not read"
    case .unknownFormat(let start): " is of no known format (it begins with \(Self.hex(start)))"
    case .headerTooLong(let bytes, let limit):
      ": the header is said to have \(bytes) bytes, where at most \(limit) are possible"
    case .notJSON(let what): ": the header is not JSON: \(what)"
    case .duplicateName(let name): " has two entries of the name '\(name)'"
    case .overlap(let a, let b, let from, let to):
      ": bytes \(from) … \(to) belong to both '\(a)' and '\(b)'"
    case .hole(let from, let to): ": bytes \(from) … \(to) belong to no tensor"
    case .shapeOverflow(let tensor, let shape):
      ": '\(tensor)' has the shape \(Self.text(shape)), more elements than can be counted"
    case .negativeDimension(let tensor, let value): ": '\(tensor)' has a size of \(value)"
    case .sizeMismatch(let tensor, let shape, let type, let expected, let found):
      ": '\(tensor)' of shape \(Self.text(shape)) and type \(type) needs \(expected) bytes and has \(found)"
    case .unreadType(let tensor, let type):
      ": the numbers of '\(tensor)' are of type \(type), not read"
    case .bomb(let part, let declared, let stored):
      ": \(part) would unpack to \(declared) bytes from \(stored)"
    case .limit(let what, let value, let limit): " has \(value) \(what), more than \(limit)"
    case .damaged(let what): ": \(what)"
    case .unsupported(let what, _): ": \(what)"
    case .shardOutside(let name): ": the shard '\(name)' is not in the folder of its index"
    case .shardMissing(let name): ": the shard '\(name)' is missing"
    case .notInShard(let tensor, let shard):
      ": '\(tensor)' is not in '\(shard)', where the index puts it"
    case .foreignCode(let names):
      " would call \(names.joined(separator: ", ")) when loaded; nothing was run here"
    case .pickleStep(let step): ": the pickle uses \(step), which weights do not need"
    case .objectArray: " holds Python objects, which only running them could read"
    }
  }

  /// The way out, where there is one.
  var wayOut: String? {
    switch self {
    case .empty, .cutOff: "the copy was cut off: fetch it again"
    case .shrank: "wait until it is written, then try again"
    case .gitLFSPointer: "run 'git lfs pull'"
    case .webPage: "the download was refused: look at the address, and whether a login is asked for"
    case .folder: "name the file of weights in it"
    case .unreadFormat(_, let wayOut), .unsupported(_, let wayOut): wayOut
    case .unknownFormat: "save the weights as safetensors: \(WayOut.torch)"
    case .overlap, .hole, .duplicateName, .bomb, .shapeOverflow, .negativeDimension, .sizeMismatch:
      "the file is damaged or forged"
    case .shardMissing: "fetch every file that the index names"
    case .shardOutside: "an index may only name files beside it"
    case .foreignCode, .pickleStep: "save plain tensors: \(WayOut.torch)"
    case .objectArray: "save plain numbers: np.save(path, array, allow_pickle=False)"
    default: nil
    }
  }

  private static func text(_ shape: [Int]) -> String {
    "[" + shape.map(String.init).joined(separator: ", ") + "]"
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}

/// The lines of Python that save weights readably.
enum WayOut {
  static let torch =
    "safetensors.torch.save_file(model.state_dict(), 'model.safetensors')"
  static let keras = "model.save_weights('model.weights.h5')"
  static let numpy = "numpy.savez('model.npz', **arrays)"
  static let flax =
    "safetensors.flax.save_file(flax.traverse_util.flatten_dict(params, sep='.'), 'model.safetensors')"
  static let paddle =
    "numpy.savez('model.npz', **{k: v.numpy() for k, v in model.state_dict().items()})"
  static let tensorflow =
    "numpy.savez('model.npz', **{v.name: v.numpy() for v in model.variables})"
}
