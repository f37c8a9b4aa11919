/// The steps that would import and call: they make inert nodes.
extension PickleMachine {
  mutating func global(_ code: UInt8) throws(WeightFileError) -> PickleHeap.Node {
    if code == 0x63 { return .global(module: try line(), name: try line()) }
    let parts = try pop(2)
    guard case .text(let module) = heap[parts[0]], case .text(let name) = heap[parts[1]] else {
      throw damaged("a name is not text")
    }
    return .global(module: module, name: name)
  }

  mutating func call(_ code: UInt8) throws(WeightFileError) {
    let callee: PickleHeap.Index
    var arguments: PickleHeap.Index
    switch code {
    case 0x69, 0x6F:  // INST, OBJ
      var items = code == 0x69 ? [] : try popMark()
      if code == 0x69 {
        try add(.global(module: try line(), name: try line()))
        callee = try pop()
        items = try popMark()
      } else {
        guard !items.isEmpty else { throw damaged("a class is missing") }
        callee = items.removeFirst()
      }
      try add(.tuple(items))
      arguments = try pop()
    case 0x92:  // NEWOBJ_EX
      let parts = try pop(3)
      (callee, arguments) = (parts[0], parts[1])
    default:
      let parts = try pop(2)
      (callee, arguments) = (parts[0], parts[1])
    }
    note(callee)
    try add(.call(callee, arguments: arguments, state: nil, items: []))
  }

  mutating func build() throws(WeightFileError) {
    let state = try pop()
    let index = try top()
    guard case .call(let callee, let arguments, _, let items) = heap[index] else {
      // State of a plain container changes nothing that is looked at.
      return
    }
    heap[index] = .call(callee, arguments: arguments, state: state, items: items)
  }

  /// Remembers a name that weights do not need.
  private mutating func note(_ callee: PickleHeap.Index) {
    var name = "what the file makes itself"
    if let (module, function) = global(of: callee) {
      if PickleNames.isHarmless(module: module, name: function) { return }
      name = module + "." + function
    }
    if foreign.count < 32, !foreign.contains(name) { foreign.append(name) }
  }

  /// The name that would be called; PyTorch's old format puts a class beside its source.
  private func global(of callee: PickleHeap.Index) -> (module: String, name: String)? {
    switch heap[callee] {
    case .global(let module, let name): return (module, name)
    case .persistent(let parts):
      guard case .tuple(let parts) = heap[parts], parts.count > 1,
        case .text("module") = heap[parts[0]], case .global(let module, let name) = heap[parts[1]]
      else { return nil }
      return (module, name)
    // Constructed values are called by nobody but those that hide what they do.
    default: return nil
    }
  }
}
