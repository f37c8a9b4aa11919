import WeightFiles

/// The matrices of a file in the order in which a signal meets them, with what was taken for granted.
public struct WeightChain: Sendable {
  /// A matrix of the chain and the bias after it.
  struct Link: Sendable {
    let weight: Int
    let bias: Int?
    let fans: Fans
    let outputsFirst: Bool
  }

  let links: [Link]
  /// The activation between the layers.
  public let activation: String
  /// How the order is known.
  public let source: String
  /// How sure it is.
  public let certainty: Layout.Certainty
  /// Whether the activation is a guess.
  public let isActivationAssumed: Bool

  /// Why there is no chain, in words.
  public struct Absence: Error, Equatable, Sendable, CustomStringConvertible {
    /// Whether the network that was asked for does not fit the file; elsewhere no network was recognised, which is no
    /// error.
    public var isAsked = false
    /// The reason.
    public let reason: String
    /// The reason.
    public var description: String { reason }
  }

  /// Finds the chain of a file that is a plain stack of matrices.
  ///
  /// Attention, convolutions, branches and recurrences are no chain of matrices; nothing is guessed for them.
  init(_ file: FileDiagnosis, keras: String?, activation asked: String?) throws(Absence) {
    let tensors = file.tensors
    let shelf = WeightShelf(file)
    let matrices = tensors.indices.filter { tensors[$0].role == .matrix }
    guard !tensors.contains(where: { $0.role == .convolution }) else {
      throw Absence(reason: "it has convolutions, which are not propagated")
    }
    guard !tensors.contains(where: { $0.name.lowercased().contains(regexFree: Self.branching) })
    else {
      throw Absence(reason: "its names tell of attention or recurrence, which are no plain chain")
    }
    let computed = tensors.first { tensor in
      tensor.role.multiplies
        && tensor.name.lowercased().contains(regexFree: [
          "parametrizations", "weight_v", "weight_orig",
        ])
    }
    if let computed {
      throw Absence(
        reason: "'\(computed.name)' is no weight by itself: the network computes one from it")
    }
    guard matrices.count(where: { tensors[$0].layout != nil }) >= 2 else {
      throw Absence(reason: "it has fewer than two matrices")
    }
    guard matrices.allSatisfy({ tensors[$0].shape.count == 2 }) else {
      throw Absence(reason: "one of its matrices is stacked or has heads")
    }
    var byName: [String: Int] = [:]
    for (index, tensor) in tensors.enumerated() { byName[tensor.name] = index }
    var (order, source) = ChainOrder.order(of: matrices, file)
    var certainty = Layout.Certainty.inferred
    if !file.nodes.isEmpty {
      let inGraph = file.nodes.compactMap { node in
        ["Gemm", "MatMul"].contains(node.operation) && node.inputs.count > 1
          ? byName[node.inputs[1]] : nil
      }
      guard inGraph.sorted() == matrices.sorted() else {
        throw Absence(reason: "its graph multiplies in ways that are no plain chain")
      }
      (order, source, certainty) = (inGraph, "the graph", .known)
    }
    links = order.compactMap { index in
      guard let layout = tensors[index].layout else { return nil }
      // The fans of the axes as they lie, whatever is packed in them.
      let shape = tensors[index].shape
      let fans =
        layout.outputsFirst
        ? Fans(input: shape[1], output: shape[0]) : Fans(input: shape[0], output: shape[1])
      return Link(
        weight: index,
        bias: Self.biasName(of: tensors[index].name, shelf, fans.output).flatMap { byName[$0] },
        fans: fans, outputsFirst: layout.outputsFirst)
    }
    for (before, after) in zip(links, links.dropFirst())
    where before.fans.output != after.fans.input {
      throw Absence(
        reason:
          "'\(tensors[before.weight].name)' gives \(before.fans.output) numbers and '\(tensors[after.weight].name)' takes \(after.fans.input)"
      )
    }
    (self.source, self.certainty) = (source, certainty)
    let told = asked ?? Self.toldActivation(file, keras: keras)
    activation = told ?? "relu"
    isActivationAssumed = told == nil
  }

  private static let branching = [
    "attn", "attention", "lora", "lstm", "gru", "rnn", "weight_hh", "w_hh",
  ]

  /// The bias beside a weight, by its name and length.
  static func biasName(of weight: String, _ shelf: WeightShelf, _ length: Int) -> String? {
    let name = TensorName(weight)
    let stem = String(weight.dropLast(name.last.count))
    let names = [name.last.replacing("weight", with: "bias"), "bias", "b", "1"]
    return names.lazy.filter { $0 != name.last }.map { stem + $0 }.first {
      shelf.shape($0) == [length]
    }
  }

  /// The activation that the file tells of.
  static func toldActivation(_ file: FileDiagnosis, keras: String?) -> String? {
    if let named = file.configuration?.text(
      "hidden_act", "activation_function", "hidden_activation")
    {
      return named
    }
    for node in file.nodes {
      let name = node.operation.lowercased()
      if ["relu", "tanh", "sigmoid", "gelu", "selu", "elu", "softplus", "erf"].contains(name) {
        return name
      }
    }
    // The first activation of the configuration that is one.
    for part in (keras ?? "").split(separator: "\"activation\": \"").dropFirst() {
      let name = String(part.prefix { $0 != "\"" })
      if name != "linear", name != "softmax" { return name }
    }
    return nil
  }
}
