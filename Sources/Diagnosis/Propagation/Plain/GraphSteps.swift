import Engine
import Simulation
import WeightFiles

// Long because it is one walk over a graph, a case for each kind of step.

/// The steps of an ONNX graph that is a chain, with skips that end in a sum.
struct GraphSteps {
  private let shelf: WeightShelf
  private let nodes: [GraphNode]
  /// The steps that read what a step or the input gives, by index.
  private let readers: [String: [Int]]
  private var channelsFirst = true
  /// How many skips are open; forged graphs may nest them without end.
  private var depth = 0

  /// Reads a graph's steps; nil for files without one.
  ///
  /// - Throws: the first step that is neither of a chain nor known.
  static func steps(
    of nodes: [GraphNode], _ shelf: WeightShelf
  ) throws(WeightChain.Absence) -> [PlainStep]? {
    guard !nodes.isEmpty else { return nil }
    var own = GraphSteps(shelf, nodes)
    let given = Set(nodes.flatMap(\.outputs))
    var inputs: [String] = []
    for node in nodes {
      for name in own.data(node) where !given.contains(name) && !inputs.contains(name) {
        inputs.append(name)
      }
    }
    guard inputs.count == 1 else {
      throw WeightChain.Absence(
        reason: "its graph has \(inputs.count) inputs: \(inputs.prefix(4).joined(separator: ", "))")
    }
    return try own.walk(from: inputs[0]).steps
  }

  private init(_ shelf: WeightShelf, _ nodes: [GraphNode]) {
    (self.shelf, self.nodes) = (shelf, nodes)
    var readers: [String: [Int]] = [:]
    for (index, node) in nodes.enumerated() where node.operation != "Shape" {
      for name in Set(node.inputs) where !shelf.has(name) && !name.isEmpty {
        readers[name, default: []].append(index)
      }
    }
    self.readers = readers
  }

  /// What a step reads that is no tensor of the file.
  private func data(_ node: GraphNode) -> [String] {
    node.inputs.filter { !$0.isEmpty && !shelf.has($0) }
  }

  /// Walks from a value to the end, or to the sum at which two ways meet.
  private mutating func walk(
    from start: String
  ) throws(WeightChain.Absence) -> (steps: [PlainStep], sum: Int?) {
    var (steps, value) = ([PlainStep](), start)
    // Every step goes on to what it gives, and a graph has no circles; a forged one may.
    for _ in 0...nodes.count {
      let next = (readers[value] ?? []).sorted()
      switch next.count {
      case 0: return (steps, nil)
      case 1:
        let node = nodes[next[0]]
        if node.operation == "Add", data(node).count == 2 { return (steps, next[0]) }
        try take(node, &steps)
        value = node.outputs.first ?? ""
      case 2:
        let (residual, sum) = try fork(value, next)
        steps.append(residual)
        value = nodes[sum].outputs.first ?? ""
      default:
        throw WeightChain.Absence(reason: "its graph goes \(next.count) ways at '\(value)'")
      }
    }
    throw WeightChain.Absence(reason: "its graph runs in a circle")
  }

  private mutating func fork(
    _ value: String, _ next: [Int]
  ) throws(WeightChain.Absence) -> (step: PlainStep, sum: Int) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 16 else {
      throw WeightChain.Absence(reason: "its graph has more than 16 skips inside each other")
    }
    var ways: [(steps: [PlainStep], sum: Int)] = []
    for index in next {
      let node = nodes[index]
      if node.operation == "Add", data(node).count == 2 {
        ways.append(([], index))
        continue
      }
      var steps: [PlainStep] = []
      try take(node, &steps)
      let rest = try walk(from: node.outputs.first ?? "")
      guard let sum = rest.sum else {
        throw WeightChain.Absence(reason: "two ways of its graph part at '\(value)' and never meet")
      }
      ways.append((steps + rest.steps, sum))
    }
    guard ways[0].sum == ways[1].sum else {
      throw WeightChain.Absence(reason: "ways of its graph cross after '\(value)'")
    }
    // The longer way is the branch.
    let isFirst = ways[0].steps.count >= ways[1].steps.count
    let (branch, shortcut) = isFirst ? (ways[0], ways[1]) : (ways[1], ways[0])
    return (.residual(branch: branch.steps, shortcut: shortcut.steps), branch.sum)
  }

  // MARK: - Steps

  private mutating func take(
    _ node: GraphNode, _ steps: inout [PlainStep]
  ) throws(WeightChain.Absence) {
    func weight(_ place: Int) throws(WeightChain.Absence) -> String {
      guard node.inputs.count > place, shelf.has(node.inputs[place]) else {
        throw WeightChain.Absence(
          reason: "its graph has a \(node.operation) of two results, which is no plain chain")
      }
      return node.inputs[place]
    }
    func held(_ place: Int) -> String? {
      node.inputs.count > place && shelf.has(node.inputs[place]) ? node.inputs[place] : nil
    }
    switch node.operation {
    case "Identity", "Dropout", "Cast", "Softmax", "LogSoftmax", "Squeeze": break
    case "Transpose":
      // From channels first to last and back, as converters of TensorFlow write it.
      let order = numbers(node, "perm") ?? []
      if order == [0, 2, 3, 1] { channelsFirst = false }
      if order == [0, 3, 1, 2] { channelsFirst = true }
    case "Conv":
      steps.append(
        .convolution(
          weight: try weight(1), bias: held(2), stride: numbers(node, "strides") ?? [1],
          dilation: numbers(node, "dilations") ?? [1], padding: try padding(node)))
    case "Gemm", "MatMul":
      // Pooled to one position or flattened without a word: a matrix takes one vector.
      if steps.hasPositions { steps.append(.flatten(channelsFirst: channelsFirst)) }
      steps.append(.dense(weight: try weight(1), bias: node.operation == "Gemm" ? held(2) : nil))
    case "Add":
      guard let bias = held(0) ?? held(1), let last = steps.popLast() else {
        throw WeightChain.Absence(reason: "its graph adds what is no bias")
      }
      switch last {
      case .dense(let weight, nil): steps.append(.dense(weight: weight, bias: bias))
      case .convolution(let weight, nil, let stride, let dilation, let padding):
        steps.append(
          .convolution(
            weight: weight, bias: bias, stride: stride, dilation: dilation, padding: padding))
      default: throw WeightChain.Absence(reason: "its graph adds '\(bias)', which is no bias")
      }
    case "BatchNormalization": steps.append(.norm(gains: held(1), shifts: held(2)))
    case "Flatten", "Reshape":
      if steps.hasPositions { steps.append(.flatten(channelsFirst: channelsFirst)) }
    case "GlobalAveragePool", "ReduceMean": steps.append(.pool(.average, window: nil))
    case "GlobalMaxPool": steps.append(.pool(.max, window: nil))
    case "MaxPool", "AveragePool":
      let kernel = numbers(node, "kernel_shape") ?? [1]
      steps.append(
        .pool(
          node.operation == "MaxPool" ? .max : .average,
          window: Window(
            kernel: kernel, stride: numbers(node, "strides") ?? [1],
            dilation: numbers(node, "dilations") ?? [1], padding: try padding(node))))
    default: steps.append(.activation(try activation(node)))
    }
  }

  private func activation(_ node: GraphNode) throws(WeightChain.Absence) -> any Activation {
    let alpha = node.attributes.first { $0.name == "alpha" }?.values.first
    if node.operation == "LeakyRelu" { return LeakyReLU(negativeSlope: alpha ?? 0.01) }
    let names = [
      "Relu": "relu", "Tanh": "tanh", "Sigmoid": "sigmoid", "Elu": "elu", "Selu": "selu",
      "Softplus": "softplus", "Softsign": "softsign", "Gelu": "gelu", "HardSwish": "hard-swish",
      "HardSigmoid": "hard-sigmoid", "Mish": "mish", "Erf": "erf",
    ]
    if let name = names[node.operation],
      let f = try? ActivationCatalog.activation(named: name)
    {
      return f
    }
    if node.operation == "Clip", let f = try? ActivationCatalog.activation(named: "relu6") {
      return f
    }
    throw WeightChain.Absence(reason: "its graph has a step '\(node.operation)'")
  }

  private func numbers(_ node: GraphNode, _ name: String) -> [Int]? {
    let values = node.attributes.first { $0.name == name }?.values
    return values?.compactMap { Int(exactly: $0) }
  }

  /// Zeros on both sides; the engine has as many on either.
  private func padding(_ node: GraphNode) throws(WeightChain.Absence) -> Window.Padding {
    guard let pads = numbers(node, "pads"), !pads.isEmpty else { return .zeros([0]) }
    let half = pads.count / 2
    let (before, after) = (Array(pads.prefix(half)), Array(pads.suffix(half)))
    // One more at the end than at the start, as even kernels have it: the same size stays.
    if before == after { return .zeros(before) }
    return .same
  }
}

extension [PlainStep] {
  /// Whether the steps end with positions: after a kernel, before anything that makes one vector.
  fileprivate var hasPositions: Bool {
    for step in reversed() {
      switch step {
      case .flatten, .dense, .pool(_, window: nil): return false
      case .convolution: return true
      case .residual(let branch, _): return branch.hasPositions
      default: continue
      }
    }
    return false
  }
}
