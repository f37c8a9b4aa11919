import Kernels

/// The note's computational graph of f(x; w, b) = 1/(1 + e^(−(wx + b))) at x = 1, b = 0.
enum NoteGraph {
  /// h₁ … h₆.
  static func values(w: Double) -> [Double] {
    var nodes = [w * 1]
    for k in 2...6 { nodes.append(node(k, of: nodes[k - 2])) }
    return nodes
  }

  /// f when node k has a given value.
  static func output(node k: Int, value: Double) -> Double {
    k == 6 ? value : (k + 1...6).reduce(value) { node($1, of: $0) }
  }

  private static func node(_ k: Int, of previous: Double) -> Double {
    switch k {
    case 2: previous + 0
    case 3: -previous
    case 4: .exp(previous)
    case 5: previous + 1
    default: 1 / previous
    }
  }

  /// Who reads whom: w enters h₁, b enters h₂, then a chain.
  private static let edges = [
    ("w", "h1"), ("h1", "h2"), ("b", "h2"), ("h2", "h3"), ("h3", "h4"), ("h4", "h5"), ("h5", "h6"),
  ]

  /// How many edges lie between a parameter and f: one multiplication each in forward mode.
  static func forwardCost(of parameter: String) -> Int { path(from: parameter).count }

  /// How many edges lie between any of the parameters and f: one multiplication each, once, in
  /// reverse mode.
  static func reverseCost(of parameters: [String]) -> Int {
    edges.indices.count { edge in parameters.contains { path(from: $0).contains(edge) } }
  }

  private static func path(from start: String) -> [Int] {
    var (node, path): (String, [Int]) = (start, [])
    while let edge = edges.indices.first(where: { edges[$0].0 == node }) {
      path.append(edge)
      node = edges[edge].1
    }
    return path
  }
}
