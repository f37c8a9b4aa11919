/// Finds the tensors in what a pickle of PyTorch describes.
///
/// Containers are walked in the file's order, each once; the names on the way are joined by ".". The
/// dictionaries in which modules keep their parts (`_parameters`, `_buffers`, `_modules`) add nothing.
struct TorchObjects {
  let heap: PickleHeap

  /// Tensors with their names, in the order of the pickle.
  private(set) var tensors: [(name: String, tensor: TorchTensor)] = []
  /// What looks like a tensor and is not read.
  private(set) var skipped: [(name: String, reason: String)] = []

  private let file: ByteRegion
  private var names: [String: Int] = [:]

  init(
    _ heap: PickleHeap, root: PickleHeap.Index, prefix: String = "", _ file: ByteRegion
  ) throws(WeightFileError) {
    (self.heap, self.file) = (heap, file)
    var seen = [Bool](repeating: false, count: heap.nodes.count)
    var open: [(index: PickleHeap.Index, path: String)] = [(root, prefix)]
    while let (index, path) = open.popLast() {
      if try take(index, path) { continue }
      guard !seen[Int(index)] else { continue }
      seen[Int(index)] = true
      guard path.utf8.count <= 4_096 else {
        throw file.error(.damaged("in its pickle, containers are nested without end"))
      }
      open += children(index, path).reversed()
    }
  }

  /// Notes the tensor at `index`; false if there is none.
  private mutating func take(
    _ index: PickleHeap.Index, _ path: String
  ) throws(WeightFileError) -> Bool {
    guard case .call(let callee, let arguments, _, _) = heap[index],
      case .global(let module, let function) = heap[callee]
    else { return false }
    do throws(Unread) {
      guard let tensor = try rebuilt(module, function, arguments, depth: 0) else { return false }
      guard tensors.count < WeightFile.mostTensors else {
        throw Unread(reason: "there are more than \(WeightFile.mostTensors) tensors")
      }
      tensors.append((unique(path.isEmpty ? "tensor" : path), tensor))
    } catch {
      if skipped.count < 1_000 { skipped.append((path, error.reason)) }
    }
    return true
  }

  /// Names are made different where two ways lead to one.
  private mutating func unique(_ path: String) -> String {
    let count = names[path, default: 0] + 1
    names[path] = count
    return count == 1 ? path : "\(path)#\(count)"
  }

  private func children(
    _ index: PickleHeap.Index, _ path: String
  ) -> [(index: PickleHeap.Index, path: String)] {
    switch heap[index] {
    case .tuple(let items), .list(let items), .set(let items):
      return items.enumerated().compactMap { number, item in
        isLeaf(item) ? nil : (item, join(path, String(number)))
      }
    case .dictionary(let items): return pairs(items, path)
    case .call(_, let arguments, let state, let items):
      // An ordered dictionary's items come in pairs, a constructed list's do not.
      let named = items.count.isMultiple(of: 2) ? pairs(items, path) : []
      return named + [(arguments, path)] + (state.map { [($0, path)] } ?? [])
    default: return []
    }
  }

  private func pairs(
    _ items: [PickleHeap.Index], _ path: String
  ) -> [(index: PickleHeap.Index, path: String)] {
    stride(from: 0, to: items.count - 1, by: 2).compactMap { i in
      guard !isLeaf(items[i + 1]) else { return nil }
      let key: String =
        switch heap[items[i]] {
        case .text(let text): text
        case .int(let number): String(number)
        case .bool(let truth): truth ? "True" : "False"
        default: String(i / 2)
        }
      return (items[i + 1], Self.unnamed.contains(key) ? path : join(path, key))
    }
  }

  private static let unnamed: Set<String> = ["_parameters", "_buffers", "_modules"]

  private func join(_ path: String, _ part: String) -> String {
    path.isEmpty ? part : path + "." + part
  }

  private func isLeaf(_ index: PickleHeap.Index) -> Bool {
    switch heap[index] {
    case .tuple, .list, .set, .dictionary, .call: false
    default: true
    }
  }
}

// MARK: - Rebuilding

extension TorchObjects {
  /// Why what looks like a tensor is not read.
  private struct Unread: Error {
    var reason: String
  }

  /// The tensor that this call would rebuild, or nil if it rebuilds something else.
  private func rebuilt(
    _ module: String, _ function: String, _ arguments: PickleHeap.Index, depth: Int
  ) throws(Unread) -> TorchTensor? {
    guard module == "torch._utils" || module == "torch._tensor" else { return nil }
    guard case .tuple(let parts) = heap[arguments], depth < 8 else { return nil }
    switch function {
    case "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3":
      guard parts.count >= 4 else { throw Unread(reason: "its description is not complete") }
      return try view(parts, isThird: function.hasSuffix("v3"))
    case "_rebuild_parameter", "_rebuild_parameter_with_state":
      guard let data = parts.first, case .call(let callee, let arguments, _, _) = heap[data],
        case .global(let module, let function) = heap[callee]
      else { throw Unread(reason: "its numbers are not a tensor") }
      return try rebuilt(module, function, arguments, depth: depth + 1)
    case "_rebuild_from_type_v2", "_rebuild_from_type":
      guard parts.count >= 3, case .global(let module, let function) = heap[parts[0]] else {
        return nil
      }
      return try rebuilt(module, function, parts[2], depth: depth + 1)
    case let other where other.hasPrefix("_rebuild_"):
      throw Unread(reason: "it is rebuilt by \(other)")
    default: return nil
    }
  }

  private func view(
    _ parts: [PickleHeap.Index], isThird: Bool
  ) throws(Unread) -> TorchTensor {
    guard case .persistent(let index) = heap[parts[0]], case .tuple(let storage) = heap[index],
      storage.count >= 5, case .text("storage") = heap[storage[0]],
      case .global(_, let kind) = heap[storage[1]], case .int(let count) = heap[storage[4]],
      let key = key(storage[2])
    else { throw Unread(reason: "its storage is not described as PyTorch does") }
    guard let stored = TorchTypes.storages[kind] else {
      throw Unread(reason: "its storage is of the unknown kind \(kind)")
    }
    guard case .int(let offset) = heap[parts[1]], let shape = integers(parts[2]),
      let strides = integers(parts[3])
    else { throw Unread(reason: "its shape is not described as PyTorch does") }
    var (type, elements) = (stored, count)
    if isThird {
      guard parts.count >= 7, case .global("torch", let name) = heap[parts[6]] else {
        throw Unread(reason: "its type is missing")
      }
      type = TorchTypes.types[name] ?? .other(name, bits: nil)
    }
    guard let type else { throw Unread(reason: "its storage has no type") }
    // Storages without a type count bytes.
    if stored == nil { elements = count / (type.width ?? 1) }
    // Those of older files may be windows of others.
    if storage.count >= 6, case .tuple = heap[storage[5]] {
      throw Unread(reason: "its storage is a window of another one")
    }
    return TorchTensor(
      key: key, type: type, storageCount: elements, offset: offset, shape: shape, strides: strides)
  }

  private func key(_ index: PickleHeap.Index) -> String? {
    switch heap[index] {
    case .text(let text): text
    case .int(let number): String(number)
    default: nil
    }
  }

  /// The numbers of a tuple, a list or a `torch.Size`.
  private func integers(_ index: PickleHeap.Index) -> [Int]? {
    var items: [PickleHeap.Index]
    switch heap[index] {
    case .tuple(let parts), .list(let parts): items = parts
    case .call(let callee, let arguments, _, _):
      guard case .global("torch", "Size") = heap[callee], case .tuple(let parts) = heap[arguments],
        parts.count == 1
      else { return nil }
      switch heap[parts[0]] {
      case .tuple(let inner), .list(let inner): items = inner
      default: return nil
      }
    default: return nil
    }
    var numbers: [Int] = []
    for item in items {
      guard case .int(let number) = heap[item] else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
