/// What `torch.save` wrote before PyTorch 1.6: five pickles, then the storages one after the other.
///
/// A magic number, the protocol (1001), facts of the system, the object, the storages' keys; then for
/// each key a count of eight bytes and the elements (`torch/serialization.py`, `_legacy_save`).
enum TorchLegacy {
  /// 0x1950a86a20f9469cfc6c, little end first.
  private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

  static func read(_ file: ByteRegion) throws(WeightFileError) -> WeightFile.Contents {
    var machine = PickleMachine(file)
    let first = try machine.run()
    guard case .long(let number) = machine.heap[first], number == magic else {
      throw file.error(
        machine.foreign.isEmpty
          ? .unreadFormat(
            "a pickle that torch.save did not write", wayOut: "save plain tensors: \(WayOut.torch)")
          : .foreignCode(machine.foreign))
    }
    let version = try machine.run()
    guard case .int(1001) = machine.heap[version] else {
      throw file.error(.damaged("it is of another version of PyTorch's old format than 1001"))
    }
    let facts = try machine.run()
    let byteOrder = byteOrder(machine.heap, facts)
    let root = try machine.run()
    let objects = try TorchObjects(machine.heap, root: root, file)
    let list = try machine.run()
    let keys = try keys(machine.heap, list, file)
    var contents = WeightFile.Contents(.torchLegacy)
    contents.notes = objects.skipped.map { .skipped($0.name, reason: $0.reason) }
    let storages = try storages(keys, objects, file, at: machine.position)
    for (name, tensor) in objects.tensors {
      guard let packed = storages[tensor.key] else {
        throw file.error(.damaged("the storage '\(tensor.key)' of '\(name)' is missing"))
      }
      contents.tensors.append(try tensor.stored(name, in: packed, byteOrder: byteOrder))
    }
    return try TorchForeignCode.settle(machine.foreign, contents, file)
  }

  private static func byteOrder(_ heap: PickleHeap, _ facts: PickleHeap.Index) -> ByteOrder {
    guard case .dictionary(let items) = heap[facts] else { return .littleEndian }
    for i in stride(from: 0, to: items.count - 1, by: 2) {
      if case .text("little_endian") = heap[items[i]], case .bool(false) = heap[items[i + 1]] {
        return .bigEndian
      }
    }
    return .littleEndian
  }

  private static func keys(
    _ heap: PickleHeap, _ list: PickleHeap.Index, _ file: ByteRegion
  ) throws(WeightFileError) -> [String] {
    guard case .list(let items) = heap[list] else {
      throw file.error(.damaged("the list of its storages is missing"))
    }
    var keys: [String] = []
    for item in items {
      switch heap[item] {
      case .text(let text): keys.append(text)
      case .int(let number): keys.append(String(number))
      default: throw file.error(.damaged("the list of its storages is damaged"))
      }
    }
    return keys
  }

  /// The bytes of each storage; those that no tensor of a known type uses cannot be passed over.
  private static func storages(
    _ keys: [String], _ objects: TorchObjects, _ file: ByteRegion, at start: Int
  ) throws(WeightFileError) -> [String: PackedBytes] {
    var bits: [String: Int] = [:]
    for (_, tensor) in objects.tensors { bits[tensor.key] = tensor.type.bits }
    for (key, type) in objects.storageTypes() { bits[key] = type.bits }
    var storages: [String: PackedBytes] = [:]
    var cursor = ByteCursor(file, at: start, "the storages", block: 8)
    for key in keys {
      let count = try cursor.size()
      guard let width = bits[key].map({ $0 / 8 }) else {
        throw cursor.error(.damaged("the storage '\(key)' has no type"))
      }
      let (size, overflow) = count.multipliedReportingOverflow(by: width)
      guard !overflow else { throw cursor.error(.damaged("a storage has \(count) elements")) }
      let region = try file.part(at: cursor.position, count: size, "the storage '\(key)'")
      storages[key] = PackedBytes(region: region, isDeflated: false, count: size)
      try cursor.skip(size)
    }
    return storages
  }
}

extension TorchObjects {
  /// The types of all storages that the pickle names, whatever uses them.
  fileprivate func storageTypes() -> [(key: String, type: ElementType)] {
    heap.nodes.compactMap { node in
      guard case .persistent(let index) = node, case .tuple(let parts) = heap[index],
        parts.count >= 5, case .global(_, let kind) = heap[parts[1]],
        let type = TorchTypes.storages[kind] ?? nil, case .text(let key) = heap[parts[2]]
      else { return nil }
      return (key, type)
    }
  }
}
