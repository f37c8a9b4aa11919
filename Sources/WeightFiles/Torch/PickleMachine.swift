/// Reads a pickle as data: no name is imported, nothing is called.
///
/// A pickle is a program for a stack machine whose steps REDUCE, NEWOBJ, BUILD, INST and OBJ call whatever
/// the file names. Here they make inert nodes of the names and arguments, from which
/// ``TorchObjects`` takes the tensors, and names that weights do not need become notes.
/// Reference: CPython's `pickletools`.
struct PickleMachine {
  var heap = PickleHeap()
  /// Names that the file would call when loaded and that weights do not need, each once.
  var foreign: [String] = []

  var cursor: ByteCursor
  private var stack: [PickleHeap.Index] = []
  /// Heights of the stack at the open marks.
  private var marks: [Int] = []
  private var memo: [Int: PickleHeap.Index] = [:]
  private var steps = 0

  private static let mostSteps = 20_000_000
  private static let mostMemos = 4_000_000
  static let longestText = 1 << 26

  /// A machine at a place of a span.
  init(_ region: ByteRegion, at position: Int = 0) {
    cursor = ByteCursor(region, at: position, "the pickle")
  }

  /// Where the pickle ended.
  var position: Int { cursor.position }

  /// Runs one pickle to its end.
  mutating func run() throws(WeightFileError) -> PickleHeap.Index {
    (stack, marks, memo) = ([], [], [:])
    while true {
      steps += 1
      guard steps <= Self.mostSteps else {
        throw cursor.error(.limit("steps in its pickle", value: steps, limit: Self.mostSteps))
      }
      if let result = try step(try cursor.byte()) { return result }
    }
  }

  /// One step; the result at the last.
  private mutating func step(_ code: UInt8) throws(WeightFileError) -> PickleHeap.Index? {
    switch UInt8(code) {
    case 0x80: try cursor.skip(1)  // PROTO
    case 0x95: try cursor.skip(8)  // FRAME
    case 0x2E: return try pop()  // STOP
    case 0x28: try mark()
    case 0x30:  // POP
      if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
    case 0x31: _ = try popMark()
    case 0x32: try push(try top())  // DUP
    case 0x4E: try push(PickleHeap.none)
    case 0x88: try push(PickleHeap.yes)
    case 0x89: try push(PickleHeap.no)
    case 0x49, 0x4B, 0x4D, 0x4A, 0x4C, 0x8A, 0x8B, 0x46, 0x47: try add(try number(code))
    case 0x58, 0x8C, 0x8D, 0x56, 0x54, 0x55, 0x53: try add(try text(code))
    case 0x42, 0x43, 0x8E, 0x96: try add(try bytes(code))
    case 0x29: try add(.tuple([]))
    case 0x74: try add(.tuple(try popMark()))
    case 0x85, 0x86, 0x87: try add(.tuple(try pop(Int(code - 0x84))))
    case 0x5D: try add(.list([]))
    case 0x6C: try add(.list(try popMark()))
    case 0x61: try extend(by: [try pop()])
    case 0x65, 0x90: try extend(by: try popMark())
    case 0x7D: try add(.dictionary([]))
    case 0x64: try add(.dictionary(try pairs(try popMark())))
    case 0x73: try extend(by: try pop(2))
    case 0x75: try extend(by: try pairs(try popMark()))
    case 0x8F: try add(.set([]))
    case 0x91: try add(.set(try popMark()))
    case 0x63, 0x93: try add(try global(code))
    case 0x51: try add(.persistent(try pop()))
    case 0x52, 0x81, 0x92, 0x69, 0x6F: try call(code)
    case 0x62: try build()
    case 0x71, 0x72, 0x94, 0x70: try remember(code)
    case 0x68, 0x6A, 0x67: try recall(code)
    default: throw refused(code)
    }
    return nil
  }

  private func refused(_ code: UInt8) -> WeightFileError {
    let names: [UInt8: String] = [
      0x50: "PERSID", 0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4", 0x97: "NEXT_BUFFER",
      0x98: "READONLY_BUFFER",
    ]
    return cursor.error(.pickleStep(names[code] ?? "the unknown step 0x\(String(code, radix: 16))"))
  }
}

// MARK: - The stack

extension PickleMachine {
  func damaged(_ what: String) -> WeightFileError {
    cursor.error(.damaged("in its pickle, \(what)"))
  }

  private mutating func push(_ index: PickleHeap.Index) throws(WeightFileError) {
    guard stack.count < 1 << 22 else { throw damaged("the stack grows without end") }
    stack.append(index)
  }

  mutating func add(_ node: PickleHeap.Node) throws(WeightFileError) {
    guard let index = heap.add(node) else {
      throw cursor.error(
        .limit("values in its pickle", value: heap.nodes.count, limit: heap.nodes.count - 1))
    }
    try push(index)
  }

  func top() throws(WeightFileError) -> PickleHeap.Index {
    guard let top = stack.last, stack.count > marks.last ?? 0 else {
      throw damaged("a value is missing")
    }
    return top
  }

  mutating func pop() throws(WeightFileError) -> PickleHeap.Index {
    let value = try top()
    stack.removeLast()
    return value
  }

  mutating func pop(_ count: Int) throws(WeightFileError) -> [PickleHeap.Index] {
    guard stack.count - (marks.last ?? 0) >= count else { throw damaged("a value is missing") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func mark() throws(WeightFileError) {
    guard marks.count < 100_000 else { throw damaged("the marks grow without end") }
    marks.append(stack.count)
  }

  mutating func popMark() throws(WeightFileError) -> [PickleHeap.Index] {
    guard let height = marks.popLast() else { throw damaged("a mark is missing") }
    defer { stack.removeSubrange(height...) }
    return Array(stack[height...])
  }

  private func pairs(_ items: [PickleHeap.Index]) throws(WeightFileError) -> [PickleHeap.Index] {
    guard items.count.isMultiple(of: 2) else { throw damaged("a key has no value") }
    return items
  }

  private mutating func extend(by items: [PickleHeap.Index]) throws(WeightFileError) {
    guard heap.extend(try top(), by: items) else {
      throw damaged("items are put into what holds none")
    }
  }

  private mutating func remember(_ code: UInt8) throws(WeightFileError) {
    let key =
      switch code {
      case 0x71: Int(try cursor.byte())
      case 0x72: try cursor.uint32()
      case 0x70: try decimal()
      default: memo.count
      }
    guard memo.count < Self.mostMemos else { throw damaged("the memo grows without end") }
    memo[key] = try top()
  }

  private mutating func recall(_ code: UInt8) throws(WeightFileError) {
    let key =
      switch code {
      case 0x68: Int(try cursor.byte())
      case 0x6A: try cursor.uint32()
      default: try decimal()
      }
    guard let index = memo[key] else { throw damaged("the memo \(key) was never set") }
    try push(index)
  }
}
