/// The values that a pickle describes, as plain data.
///
/// Nodes in one array that name each other by index: a pickle may be deep or hold itself, and neither
/// must overflow the stack, not even when the values are let go.
struct PickleHeap {
  /// A value's place in the heap.
  typealias Index = Int32

  enum Node {
    case none
    case bool(Bool)
    case int(Int)
    /// An integer beyond 64 bits, as its little-endian two's complement.
    case long([UInt8])
    case float(Double)
    case text(String)
    case bytes(Int)
    case tuple([Index])
    case list([Index])
    case dictionary([Index])
    case set([Index])
    /// A name that Python would import.
    case global(module: String, name: String)
    case persistent(Index)
    /// What calling or constructing would give, with its arguments; `state` and `items` came later.
    case call(Index, arguments: Index, state: Index?, items: [Index])
  }

  private(set) var nodes: [Node] = [.none, .bool(false), .bool(true)]

  /// More values than honest checkpoints have; 40 bytes each keep the heap below 64 MB.
  private static let most = 1 << 20

  static let none: Index = 0
  static let no: Index = 1
  static let yes: Index = 2

  subscript(index: Index) -> Node {
    get { nodes[Int(index)] }
    set { nodes[Int(index)] = newValue }
  }

  /// Adds a value; nil if there are too many.
  mutating func add(_ node: Node) -> Index? {
    guard nodes.count < Self.most else { return nil }
    nodes.append(node)
    return Index(nodes.count - 1)
  }

  /// Appends values to a list, set, dictionary (keys and values in turn) or constructed value.
  ///
  /// False for other values.
  mutating func extend(_ index: Index, by items: some Sequence<Index>) -> Bool {
    // Taken out while it grows, so that the array is not copied for each value.
    let node = nodes[Int(index)]
    nodes[Int(index)] = .none
    switch node {
    case .list(var old):
      old += items
      nodes[Int(index)] = .list(old)
    case .set(var old):
      old += items
      nodes[Int(index)] = .set(old)
    case .dictionary(var old):
      old += items
      nodes[Int(index)] = .dictionary(old)
    case .call(let callee, let arguments, let state, var old):
      old += items
      nodes[Int(index)] = .call(callee, arguments: arguments, state: state, items: old)
    default:
      nodes[Int(index)] = node
      return false
    }
    return true
  }
}
