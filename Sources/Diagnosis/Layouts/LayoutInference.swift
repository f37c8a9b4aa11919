import WeightFiles

// Long because sources of a layout are asked in one order; kernels are in a file of their own.

/// Finds the layouts of a file's tensors: from the graph, biases, names, the vote of the other layers, habit.
struct LayoutInference {
  /// A tensor as far as its header tells.
  struct Header {
    let name: TensorName
    let shape: [Int]
    let role: TensorRole
    let convention: AxisConvention?
  }

  let headers: [Header]
  let format: WeightFormat
  /// What the user says of matrices: whether outputs come first.
  let asked: Bool?
  private let nodes: [GraphNode]
  private let byName: [String: Int]
  /// The layout that most matrices with a telling bias have.
  private let vote: Bool?

  init(_ file: WeightFile, asked: Bool? = nil) {
    let graph = GraphUse(file.nodes)
    self.init(
      file.tensors.map {
        Header(
          name: TensorName($0.name), shape: $0.shape,
          role: graph.role(
            $0.name, shape: $0.shape,
            named: TensorRole(
              TensorName($0.name), shape: $0.shape, isFloatingPoint: $0.type.isFloatingPoint)),
          convention: $0.convention)
      }, format: file.format, nodes: file.nodes, asked: asked)
  }

  init(
    _ headers: [Header], format: WeightFormat, nodes: [GraphNode] = [], asked: Bool? = nil
  ) {
    (self.headers, self.format, self.nodes, self.asked) = (headers, format, nodes, asked)
    var byName: [String: Int] = [:]
    for (index, header) in headers.enumerated() { byName[header.name.text] = index }
    self.byName = byName
    var votes = 0
    for header in headers where header.role == .matrix && header.shape.count == 2 {
      guard header.shape[0] != header.shape[1],
        let bias = Self.bias(of: header.name, headers, byName), bias.count == 1
      else { continue }
      if bias[0] == header.shape[0] { votes += 1 }
      if bias[0] == header.shape[1] { votes -= 1 }
    }
    vote = votes == 0 ? nil : votes > 0
  }

  /// The layout of a tensor that multiplies; nil for all others.
  func layout(of index: Int) -> Layout? {
    let header = headers[index]
    guard header.role.multiplies, !header.shape.contains(0) else { return nil }
    let bias = Self.bias(of: header.name, headers, byName)
    switch header.shape.count {
    case 2: return matrix(header, bias: bias)
    case 3: return threeAxes(header, bias: bias)
    case 4, 5: return kernel(header, bias: bias)
    default: return nil
    }
  }

  // MARK: - Matrices

  private func matrix(_ header: Header, bias: [Int]?) -> Layout {
    let (first, last) = (header.shape[0], header.shape[1])
    let (outputsFirst, certainty, why) = orientation(header, bias: bias)
    let (input, output) = outputsFirst ? (last, first) : (first, last)
    var readings: [FanReading] = []
    let gates = recurrentGates(header, output: output)
    let packed = gates?.gates ?? packedParts(header.name, input: input, output: output)
    if let gates, outputsFirst {
      // PyTorch draws every recurrent tensor by the hidden size, whatever it multiplies.
      readings.append(
        FanReading(Fans(input: gates.hidden, output: gates.hidden), weight: 2))
    }
    if packed > 1 {
      readings.append(FanReading(Fans(input: input, output: output / packed)))
      readings.append(
        FanReading(
          Fans(input: input, output: output),
          mistake: "the \(packed) packed matrices counted as one", weight: 0.5))
    } else {
      readings.append(FanReading(Fans(input: input, output: output)))
    }
    if input != output {
      readings.append(
        FanReading(Fans(input: output, output: input), mistake: "inputs and outputs swapped"))
    }
    return Layout(
      outputsFirst ? "out, in" : "in, out", certainty, why: why, outputsFirst: outputsFirst,
      readings: readings, packed: packed)
  }

  private func orientation(
    _ header: Header, bias: [Int]?
  ) -> (outputsFirst: Bool, Layout.Certainty, why: String) {
    let (first, last) = (header.shape[0], header.shape[1])
    if let asked { return (asked, .known, "--layout says so") }
    if let inGraph = graphOrientation(header.name.text) {
      return (inGraph, .known, "the graph multiplies by it so")
    }
    if format == .keras || format == .hdf5, header.convention == .outputsLast {
      return (false, .known, "Keras keeps inputs first")
    }
    if header.name.has("c_attn", "c_proj", "c_fc", "q_attn"), bias?.first == last {
      return (false, .inferred, "named as a Conv1D of GPT-2")
    }
    if let bias, bias.count == 1, first != last {
      if bias[0] == first { return (true, .inferred, "its bias has \(first) numbers") }
      if bias[0] == last { return (false, .inferred, "its bias has \(last) numbers") }
    }
    if header.name.last == "kernel" {
      return (false, .inferred, "a kernel of JAX or Keras by its name")
    }
    if let vote { return (vote, .inferred, "as the other layers of the file") }
    if header.convention == .outputsLast {
      return (false, .assumed, "the habit of the framework that wrote the file")
    }
    return (true, .assumed, "PyTorch's habit")
  }

  /// Whether the graph's only use of a tensor has outputs first; nil for none or several.
  private func graphOrientation(_ name: String) -> Bool? {
    var found: Bool?
    for node in nodes where node.inputs.count > 1 && node.inputs[1] == name {
      let isTransposed: Bool
      switch node.operation {
      case "Gemm":
        isTransposed = node.attributes.first { $0.name == "transB" }?.values.first == 1
      case "MatMul": isTransposed = false
      default: return nil
      }
      if found != nil && found != isTransposed { return nil }
      found = isTransposed
    }
    return found
  }

  /// Gates and hidden size of a recurrent tensor of PyTorch, or of a cell of Keras.
  private func recurrentGates(
    _ header: Header, output: Int
  ) -> (gates: Int, hidden: Int)? {
    let last = header.name.last
    if ["weight_ih", "weight_hh", "w_ih", "w_hh"].contains(where: { last.contains($0) }) {
      let own = last.replacing("_ih", with: "_hh")
      let module = header.name.module
      guard let index = byName[module.isEmpty ? own : module + "." + own] else { return nil }
      let shape = headers[index].shape
      guard shape.count == 2, shape[1] > 0, shape[0].isMultiple(of: shape[1]) else { return nil }
      return (shape[0] / shape[1], shape[1])
    }
    if header.name.has("cell"), header.name.kerasVariable.map({ $0 < 2 }) == true {
      let module = header.name.module
      guard let index = byName[module + "/1"] else { return nil }
      let shape = headers[index].shape
      guard shape.count == 2, shape[0] > 0, shape[1].isMultiple(of: shape[0]) else { return nil }
      return (shape[1] / shape[0], shape[0])
    }
    return nil
  }

  private func packedParts(_ name: TensorName, input: Int, output: Int) -> Int {
    let isPacked =
      name.has("qkv", "c_attn", "query_key_value", "wqkv") || name.last.hasPrefix("in_proj")
    return isPacked && output == 3 * input ? 3 : 1
  }

  // MARK: - Three axes

  private func threeAxes(_ header: Header, bias: [Int]?) -> Layout {
    let (a, b, c) = (header.shape[0], header.shape[1], header.shape[2])
    let isFlaxOrKeras = header.name.last == "kernel" || header.convention == .outputsLast
    // Biases of two axes: heads, or one for each of a stack.
    let isIn = bias == [b, c] && header.name.lower.contains(regexFree: Self.attentionWords)
    let isOut =
      isFlaxOrKeras && bias == [c] && header.name.lower.contains(regexFree: Self.outputWords)
    if isFlaxOrKeras, isIn || (bias == [b, c] && a != bias?[0]) {
      return Layout(
        "in, head, out", .inferred, why: "its bias has \(b) × \(c) numbers", outputsFirst: false,
        readings: [
          FanReading(Fans(input: a, output: b * c)),
          FanReading(
            Fans(input: a * b, output: a * c), mistake: "the kernel taken for a convolution"),
        ])
    }
    if isOut {
      return Layout(
        "head, in, out", .inferred, why: "the output of attention by its name", outputsFirst: false,
        readings: [
          FanReading(Fans(input: a * b, output: c)),
          FanReading(
            Fans(input: a * b, output: a * c), mistake: "the kernel taken for a convolution"),
        ])
    }
    let isStack =
      header.name.lower.contains(regexFree: ["scan", "stack", "expert", "layers"])
      || bias == [a, c] || bias == [a, b]
    if isStack {
      let outputsFirst = bias == [a, b] || !isFlaxOrKeras && bias != [a, c]
      let (input, output) = outputsFirst ? (c, b) : (b, c)
      return Layout(
        outputsFirst ? "stack, out, in" : "stack, in, out", .inferred,
        why: bias?.first == a ? "its bias is stacked too" : "stacked by its name",
        outputsFirst: outputsFirst,
        readings: [
          FanReading(Fans(input: input, output: output)),
          FanReading(
            Fans(input: a * input, output: a * output),
            mistake: "the stack of \(a) taken for a window"),
        ], stacked: a)
    }
    return kernel(header, bias: bias)
  }

  private static let attentionWords = ["query", "key", "value", "attn", "attention", "qkv"]
  private static let outputWords = ["out", "proj", "attention", "attn"]

  /// The lengths of the bias beside a weight, by the names that frameworks give the two.
  static func bias(
    of name: TensorName, _ headers: [Header], _ byName: [String: Int]
  ) -> [Int]? {
    let module = name.module
    let stem = String(name.text.dropLast(name.last.count))
    var names: [String] = []
    if name.last.contains("weight") { names.append(name.last.replacing("weight", with: "bias")) }
    switch name.last {
    case "kernel", "embeddings": names.append("bias")
    case "W": names += ["b", "bias"]
    case "w": names += ["b", "bias"]
    default:
      // `fc_w` and `fc_b`, `w_ih` and `b_ih`.
      let words = name.last.split(separator: "_", omittingEmptySubsequences: false)
      if words.contains("w") {
        names.append(words.map { $0 == "w" ? "b" : $0 }.joined(separator: "_"))
      }
    }
    if let variable = name.kerasVariable {
      let isCell = name.has("cell")
      let separable = module.contains("separable")
      names.append(isCell || separable ? "2" : "\(variable + 1)")
    }
    for other in names {
      if let index = byName[stem + other], index < headers.count {
        let shape = headers[index].shape
        if shape.count <= 2, !shape.isEmpty { return shape }
      }
    }
    return nil
  }
}

extension String {
  /// Whether one of some words is in it.
  func contains(regexFree words: [String]) -> Bool { words.contains { contains($0) } }
}
