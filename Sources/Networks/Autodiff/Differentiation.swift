/// Derivatives at every node of a graph, and what they cost.
public struct Derivatives: Equatable, Sendable {
  /// Which way the chain rule was applied.
  public enum Mode: String, Sendable, Codable { case forward, reverse }

  /// Which way the chain rule was applied.
  public let mode: Mode
  /// How many products of a local derivative with an accumulated one were formed.
  public let multiplications: Int
  /// How many were added to an earlier one.
  public let additions: Int

  let values: [Double]

  /// ∂node/∂input of a forward sweep, ∂output/∂node of a reverse one.
  public func derivative(_ node: Graph.Node) -> Double { values[node.index] }
}

extension Graph {
  /// Forward mode: the derivatives of every node with respect to one, in the order of evaluation.
  ///
  /// One sweep per input; its cost is proportional to the nodes that depend on that input.
  public func tangent(along input: Node) -> Derivatives {
    var values = [Double](repeating: 0, count: entries.count)
    var touched = [Bool](repeating: false, count: entries.count)
    values[input.index] = 1
    touched[input.index] = true
    var (multiplications, additions) = (0, 0)
    for index in entries.indices where index > input.index {
      let entry = entries[index]
      for k in 0..<entry.parentCount {
        let parent = k == 0 ? entry.parents.0 : entry.parents.1
        guard touched[parent] else { continue }
        let product = (k == 0 ? entry.slopes.0 : entry.slopes.1) * values[parent]
        multiplications += 1
        if touched[index] { additions += 1 }
        values[index] += product
        touched[index] = true
      }
    }
    return Derivatives(
      mode: .forward, multiplications: multiplications, additions: additions, values: values)
  }

  /// Reverse mode (back-propagation): the derivatives of one node with respect to every node.
  ///
  /// One sweep per output, whatever the number of inputs: that is why networks are trained with it.
  public func gradient(of output: Node) -> Derivatives {
    var values = [Double](repeating: 0, count: entries.count)
    var touched = [Bool](repeating: false, count: entries.count)
    values[output.index] = 1
    touched[output.index] = true
    var (multiplications, additions) = (0, 0)
    for index in stride(from: output.index, through: 0, by: -1) where touched[index] {
      let entry = entries[index]
      for k in 0..<entry.parentCount {
        let parent = k == 0 ? entry.parents.0 : entry.parents.1
        let product = (k == 0 ? entry.slopes.0 : entry.slopes.1) * values[index]
        multiplications += 1
        if touched[parent] { additions += 1 }
        values[parent] += product
        touched[parent] = true
      }
    }
    return Derivatives(
      mode: .reverse, multiplications: multiplications, additions: additions, values: values)
  }
}
