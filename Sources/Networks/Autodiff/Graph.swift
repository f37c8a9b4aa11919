import Kernels

/// A computational graph of scalars, built by writing formulas, differentiated in either direction.
///
///     var graph = Graph()
///     let x = graph.input("x", 1), w = graph.input("w", 0), b = graph.input("b", 0)
///     let f = graph.reciprocal(graph.add(graph.exp(graph.negate(graph.add(graph.multiply(w, x), b))), graph.constant(1)))
///     graph.value(f)                       // 0.5
///     graph.gradient(of: f).derivative(w)  // 0.25, one backward sweep for all inputs
///     graph.tangent(along: w).derivative(f) // 0.25, one forward sweep for all outputs
///
/// Nodes are evaluated as they are added, so node order is a topological order; each node knows its
/// parents and the local derivatives with respect to them.
public struct Graph: Sendable {
  /// A reference to a node of the graph that made it.
  public struct Node: Equatable, Hashable, Sendable {
    let index: Int
  }

  /// What a node computes.
  public enum Operation: String, Sendable, Codable {
    case input, constant, add, subtract, multiply, negate, exp, log, reciprocal, square
    case sigmoid, tanh, relu, activation
  }

  /// A node as it is stored: at most two parents, with ∂node/∂parent.
  struct Entry: Sendable {
    let operation: Operation
    let name: String?
    let value: Double
    let parents: (Int, Int)
    let slopes: (Double, Double)

    var parentCount: Int { parents.1 >= 0 ? 2 : parents.0 >= 0 ? 1 : 0 }
  }

  private(set) var entries: [Entry] = []

  /// An empty graph.
  public init() {}

  /// How many nodes there are.
  public var count: Int { entries.count }

  /// All nodes, parents before children.
  public var nodes: [Node] { entries.indices.map(Node.init) }

  /// A variable with a value; derivatives are taken with respect to these.
  public mutating func input(_ name: String, _ value: Double) -> Node {
    append(.input, name: name, value)
  }

  /// A constant.
  public mutating func constant(_ value: Double) -> Node { append(.constant, value) }

  /// a + b.
  public mutating func add(_ a: Node, _ b: Node) -> Node {
    append(.add, value(a) + value(b), a, 1, b, 1)
  }

  /// a − b.
  public mutating func subtract(_ a: Node, _ b: Node) -> Node {
    append(.subtract, value(a) - value(b), a, 1, b, -1)
  }

  /// a · b.
  public mutating func multiply(_ a: Node, _ b: Node) -> Node {
    append(.multiply, value(a) * value(b), a, value(b), b, value(a))
  }

  /// −a.
  public mutating func negate(_ a: Node) -> Node { append(.negate, -value(a), a, -1) }

  /// eᵃ.
  public mutating func exp(_ a: Node) -> Node {
    let value = Double.exp(value(a))
    return append(.exp, value, a, value)
  }

  /// ln a.
  public mutating func log(_ a: Node) -> Node { append(.log, .log(value(a)), a, 1 / value(a)) }

  /// 1/a.
  public mutating func reciprocal(_ a: Node) -> Node {
    let value = 1 / value(a)
    return append(.reciprocal, value, a, -value * value)
  }

  /// a².
  public mutating func square(_ a: Node) -> Node {
    append(.square, value(a) * value(a), a, 2 * value(a))
  }

  /// 1/(1 + e⁻ᵃ).
  public mutating func sigmoid(_ a: Node) -> Node {
    append(.sigmoid, .sigmoid(value(a)), a, .sigmoidSlope(value(a)))
  }

  /// tanh a.
  public mutating func tanh(_ a: Node) -> Node {
    append(.tanh, .tanh(value(a)), a, .sechSquared(value(a)))
  }

  /// max(0, a), with slope 0 at 0.
  public mutating func relu(_ a: Node) -> Node {
    append(.relu, Swift.max(0, value(a)), a, value(a) > 0 ? 1 : 0)
  }

  /// f(a) for any activation, with its own slope.
  public mutating func apply(_ activation: any Activation, _ a: Node) -> Node {
    append(.activation, activation.value(at: value(a)), a, activation.slope(at: value(a)))
  }

  /// Σ aᵢ, added from the left; the constant 0 for none.
  public mutating func sum(_ terms: [Node]) -> Node {
    guard var total = terms.first else { return constant(0) }
    for term in terms.dropFirst() { total = add(total, term) }
    return total
  }

  /// The value of a node.
  public func value(_ node: Node) -> Double { entries[node.index].value }

  /// What a node computes.
  public func operation(_ node: Node) -> Operation { entries[node.index].operation }

  /// The name of an input.
  public func name(_ node: Node) -> String? { entries[node.index].name }

  private mutating func append(
    _ operation: Operation, name: String? = nil, _ value: Double, _ a: Node? = nil,
    _ slopeA: Double = 0, _ b: Node? = nil, _ slopeB: Double = 0
  ) -> Node {
    entries.append(
      Entry(
        operation: operation, name: name, value: value,
        parents: (a?.index ?? -1, b?.index ?? -1), slopes: (slopeA, slopeB)))
    return Node(index: entries.count - 1)
  }
}
