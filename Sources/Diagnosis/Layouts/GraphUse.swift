import WeightFiles

/// What the steps of a graph do with a tensor, which says more than its name.
struct GraphUse {
  /// A step that reads a tensor, and as which of its inputs.
  private struct Use: Hashable {
    let operation: String
    let place: Int
  }

  private let uses: [String: [Use]]

  init(_ nodes: [GraphNode]) {
    // What passes a tensor on unchanged, but for its axes and type, uses it as what follows does.
    let passing: Set = [
      "Identity", "Cast", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "DequantizeLinear",
    ]
    var uses: [String: [Use]] = [:]
    for node in nodes.reversed() {
      if passing.contains(node.operation), let from = node.inputs.first, !from.isEmpty {
        uses[from, default: []] += node.outputs.flatMap { uses[$0] ?? [] }
      }
      for (place, name) in node.inputs.enumerated()
      where !name.isEmpty && !passing.contains(node.operation) {
        uses[name, default: []].append(Use(operation: node.operation, place: place))
      }
    }
    self.uses = uses
  }

  /// The role of a tensor, or the one that its name suggests where the graph does not tell.
  func role(_ name: String, shape: [Int], named: TensorRole) -> TensorRole {
    guard named != .other, let own = uses[name], !own.isEmpty else { return named }
    let multiplying: Set = [
      "MatMul", "Gemm", "Conv", "ConvTranspose", "Einsum", "LSTM", "GRU", "RNN",
    ]
    if let use = own.first(where: { multiplying.contains($0.operation) }) {
      // The third input of all of them is the bias, or a recurrence's own matrix.
      let isBias = use.place == 2 && ["Gemm", "Conv", "ConvTranspose"].contains(use.operation)
      if isBias || shape.count < 2 { return .bias }
      return named.multiplies ? named : shape.count >= 4 ? .convolution : .matrix
    }
    if own.contains(where: { $0.operation == "Gather" && $0.place == 0 }), shape.count == 2 {
      return .embedding
    }
    if own.contains(where: { $0.operation == "BatchNormalization" && $0.place > 2 }) {
      return .statistic
    }
    let elementwise: Set = [
      "Add", "Sub", "Mul", "Div", "Pow", "PRelu", "Where", "Max", "Min", "Clip", "Concat",
      "BatchNormalization", "InstanceNormalization", "LayerNormalization", "GroupNormalization",
    ]
    guard own.allSatisfy({ elementwise.contains($0.operation) }), named.multiplies else {
      return named
    }
    let isScale = own.contains { use in
      ["Mul", "Div"].contains(use.operation)
        || use.operation.hasSuffix("Normalization") && use.place == 1
    }
    return isScale ? .scale : .bias
  }
}
