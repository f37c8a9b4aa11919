import Engine
import Kernels
import Simulation
import WeightFiles

// Long because it is one walk over a network, a case for each kind of stage.

/// A network that somebody else describes, with the weights of a file by the names of its stages.
///
/// A stage `encoder.1.fc` takes `encoder.1.fc.weight`, or `encoder.0.fc.weight` where the file counts repetitions from
/// zero; `project` of attention may be three tensors, `query`, `key` and `value`.
struct NamedNetwork {
  private let shelf: WeightShelf
  private var weights = StoredWeights()
  private var shown: [(path: String, label: String)] = []
  private var weightCount = 0
  private var shape: Shape
  private var hasPlainNorms = true

  /// Finds the weights of a network's stages.
  ///
  /// - Throws: ``WeightChain/Absence`` with the first stage that the file has nothing for, or of another size.
  static func network(
    _ network: Network, samples: Int?, source: String, _ shelf: WeightShelf
  ) throws(WeightChain.Absence) -> WeightNetwork {
    var stages = network.stages
    // A loss has gradients of its own; what is compared is what becomes of one of size 1.
    if stages.last?.stage is ReadOut { stages.removeLast() }
    var own = NamedNetwork(shelf: shelf, shape: network.input.shape)
    try own.visit(stages, path: [], isTop: true)
    guard own.weightCount > 0 else {
      throw WeightChain.Absence(
        isAsked: true, reason: "the network of --chain has no stage with weights")
    }
    var writer = WeightNetwork(
      NetworkWriter(shelf), name: network.name, input: network.input, stages: stages,
      activation: "", source: source, certainty: .known, samples: samples ?? 16)
    writer.weights = own.weights
    writer.shown = own.shown
    (writer.weightCount, writer.drawnCount) = (own.weightCount, own.weightCount)
    writer.hasPlainNorms = own.hasPlainNorms
    return writer
  }

  private init(shelf: WeightShelf, shape: Shape) {
    (self.shelf, self.shape) = (shelf, shape)
  }

  private mutating func visit(
    _ stages: [NamedStage], path: [String], isTop: Bool
  ) throws(WeightChain.Absence) {
    for (number, named) in stages.enumerated() {
      let name = named.name ?? "\(type(of: named.stage).kind)-\(number + 1)"
      let own = path + [name]
      let before = shape
      switch named.stage {
      case let stage as Sequence:
        try visit(stage.stages, path: own, isTop: isTop)
      case let stage as Repeat:
        for turn in 1...max(1, stage.count) {
          try visit(stage.stages, path: own + ["\(turn)"], isTop: isTop)
        }
      case let stage as ResidualStage:
        try visit(stage.branch, path: own, isTop: false)
        let after = shape
        shape = before
        try visit(stage.shortcut, path: own + ["shortcut"], isTop: false)
        shape = after
        if isTop { show(own) }
      default:
        try take(named.stage, own)
        do {
          shape = try named.stage.output(for: before)
        } catch {
          throw WeightChain.Absence(reason: "\(error)")
        }
        if isTop, weights.matrices[own.joined(separator: ".")] != nil { show(own) }
      }
    }
  }

  private mutating func show(_ path: [String]) {
    let name = path.joined(separator: ".")
    shown.append((name, name))
  }

  private mutating func take(_ stage: any Stage, _ path: [String]) throws(WeightChain.Absence) {
    let place = path.joined(separator: ".")
    switch stage {
    case let stage as Dense:
      try matrix(place, path, inputs: shape.channels, outputs: stage.units)
    case let stage as Convolution:
      let weight = try tensor(path, ["weight", "kernel"])
      guard let sizes = shelf.shape(weight), sizes.count >= 3,
        let layout = shelf[weight]?.layout, !stage.isTransposed
      else {
        throw WeightChain.Absence(reason: "'\(weight)' is no kernel that can be sent through")
      }
      let first = layout.outputsFirst
      let axes = KernelAxes(
        window: first ? Array(sizes[2...]) : Array(sizes[..<(sizes.count - 2)]),
        inputs: first ? sizes[1] : sizes[sizes.count - 2],
        outputs: first ? sizes[0] : sizes[sizes.count - 1], groups: stage.groups,
        outputsFirst: first)
      guard axes.outputs == stage.channels, axes.inputs * axes.groups == shape.channels else {
        throw WeightChain.Absence(
          isAsked: true,
          reason:
            "'\(weight)' has \(axes.outputs) and \(axes.inputs) channels where '\(place)' has \(stage.channels) and \(shape.channels / axes.groups)"
        )
      }
      let shelf = shelf
      weights.matrices[place] = (0..<axes.groups).map { shelf.kernel(weight, axes, group: $0) }
      weightCount += sizes.reduce(1, *)
      try bias(place, path, outputs: stage.channels)
    case let stage as Embedding:
      let table = try tensor(path, ["weight", "embedding", "embeddings"])
      guard shelf.shape(table) == [stage.vocabulary, stage.width] else {
        throw WeightChain.Absence(
          isAsked: true, reason: "'\(table)' is not of \(stage.vocabulary) × \(stage.width)")
      }
      weights.matrices[place] = [shelf.numbers(table)]
      weightCount += stage.vocabulary * stage.width
    case is Normalize:
      for name in names(path) {
        if shelf.has(name + ".weight") { weights.gains[place] = shelf.numbers(name + ".weight") }
        if shelf.has(name + ".bias") { weights.shifts[place] = shelf.numbers(name + ".bias") }
      }
      hasPlainNorms = hasPlainNorms && weights.gains[place] == nil
    case let stage as Attention:
      try attention(stage, place, path)
    case is Positions:
      try positions(place, path)
    default: break
    }
  }

  /// The first rows of a table of positions, `…positions.weight` or `…positions` alone.
  private mutating func positions(
    _ place: String, _ path: [String]
  ) throws(WeightChain.Absence) {
    guard
      let table = find(path, ["weight", "embedding", "embeddings"])
        ?? names(path).first(where: { shelf.has($0) })
    else {
      throw WeightChain.Absence(
        isAsked: true,
        reason:
          "the file has no table for the positions '\(place)' of --chain; give the stage its name (name: …)"
      )
    }
    let sizes = (shelf.shape(table) ?? []).drop { $0 == 1 }
    guard sizes.count == 2, sizes.last == shape.channels, let rows = sizes.first,
      rows >= shape.positionCount
    else {
      throw WeightChain.Absence(
        isAsked: true,
        reason:
          "'\(table)' is no table of \(shape.positionCount) positions and \(shape.channels) channels"
      )
    }
    let (read, count) = (shelf.numbers(table), shape.count)
    weights.matrices[place] = [
      StoredWeights.Reader(count: count) { Array(read().prefix(count)) }
    ]
    weightCount += count
  }

  private mutating func attention(
    _ stage: Attention, _ place: String, _ path: [String]
  ) throws(WeightChain.Absence) {
    let width = stage.headWidth ?? shape.channels / max(1, stage.heads)
    let (queries, keys) = (stage.heads * width, stage.groups * width)
    let packed = ["in_proj_weight", "qkv.weight", "c_attn.weight", "project.weight"]
    if let name = find(path, packed) {
      weights.matrices[place + ".project"] = [
        try columns(name, inputs: shape.channels, outputs: queries + 2 * keys)
      ]
      try biases(place + ".project", of: [(name, queries + 2 * keys)])
    } else {
      let sets = [["query", "key", "value"], ["q_proj", "k_proj", "v_proj"], ["q", "k", "v"]]
      guard
        let set = sets.first(where: { set in
          set.allSatisfy { find(path, [$0 + ".weight"]) != nil }
        })
      else {
        throw WeightChain.Absence(
          isAsked: true, reason: "the file has no query, key and value for '\(place)'")
      }
      var parts: [MatrixPart] = []
      for (name, outputs) in zip(set, [queries, keys, keys]) {
        parts.append(
          try part(try tensor(path, [name + ".weight"]), inputs: shape.channels, outputs: outputs))
      }
      weights.matrices[place + ".project"] = [shelf.columns(parts)]
      try biases(place + ".project", of: parts.map { ($0.name, $0.outputs) })
    }
    let output = try tensor(
      path, ["output.weight", "out_proj.weight", "o_proj.weight", "proj.weight", "c_proj.weight"])
    weights.matrices[place + ".output"] = [
      try columns(output, inputs: queries, outputs: shape.channels)
    ]
    try biases(place + ".output", of: [(output, shape.channels)])
    weightCount += (shape.channels + shape.channels) * (queries + keys)
  }

  private mutating func matrix(
    _ place: String, _ path: [String], inputs: Int, outputs: Int
  ) throws(WeightChain.Absence) {
    weights.matrices[place] = [
      try columns(try tensor(path, ["weight", "kernel"]), inputs: inputs, outputs: outputs)
    ]
    weightCount += inputs * outputs
    try bias(place, path, outputs: outputs)
  }

  private mutating func bias(
    _ place: String, _ path: [String], outputs: Int
  ) throws(WeightChain.Absence) {
    guard let name = find(path, ["bias"]) else { return }
    try check(bias: name, outputs)
    weights.biases[place] = shelf.numbers(name)
  }

  /// The biases beside matrices, side by side as these are: `…weight` has `…bias`.
  private mutating func biases(
    _ place: String, of parts: [(weight: String, outputs: Int)]
  ) throws(WeightChain.Absence) {
    let held = parts.map { weight, outputs -> (name: String?, count: Int) in
      let name = weight.hasSuffix("weight") ? weight.dropLast(6) + "bias" : ""
      return (shelf.has(name) ? name : nil, outputs)
    }
    for (name, outputs) in held { if let name { try check(bias: name, outputs) } }
    if held.contains(where: { $0.name != nil }) { weights.biases[place] = shelf.vectors(held) }
  }

  private func check(bias name: String, _ outputs: Int) throws(WeightChain.Absence) {
    guard shelf.shape(name) == [outputs] else {
      throw WeightChain.Absence(
        isAsked: true, reason: "'\(name)' has not one number for each of \(outputs) outputs")
    }
  }

  private func part(
    _ name: String, inputs: Int, outputs: Int
  ) throws(WeightChain.Absence) -> MatrixPart {
    let first = shelf[name]?.layout?.outputsFirst ?? true
    let sizes = shelf.shape(name) ?? []
    let wanted = first ? [outputs, inputs] : [inputs, outputs]
    guard sizes == wanted || sizes == wanted.reversed() else {
      throw WeightChain.Absence(
        isAsked: true,
        reason:
          "'\(name)' is \(sizes.map(String.init).joined(separator: " × ")), the network of --chain has \(inputs) inputs and \(outputs) outputs there"
      )
    }
    return MatrixPart(
      name: name, inputs: inputs, outputs: outputs, outputsFirst: sizes == wanted ? first : !first)
  }

  private func columns(
    _ name: String, inputs: Int, outputs: Int
  ) throws(WeightChain.Absence) -> StoredWeights.Reader {
    shelf.columns([try part(name, inputs: inputs, outputs: outputs)])
  }

  /// The path as names of a file may have it: as it is, and with numbers from zero.
  private func names(_ path: [String]) -> [String] {
    let fromZero = path.map { part in Int(part).map { String($0 - 1) } ?? part }
    return [path, fromZero].map { $0.joined(separator: ".") }
  }

  private func find(_ path: [String], _ ends: [String]) -> String? {
    // From zero first, if the file counts so at all: "layers.1" is there in either case.
    for name in names(path).reversed() {
      for end in ends + ends.map({ $0.replacing(".", with: "/") }) {
        for separator in [".", "/"] where shelf.has(name + separator + end) {
          return name + separator + end
        }
      }
    }
    return nil
  }

  private func tensor(_ path: [String], _ ends: [String]) throws(WeightChain.Absence) -> String {
    guard let name = find(path, ends) else {
      throw WeightChain.Absence(
        isAsked: true,
        reason:
          "the file has no weight for the stage '\(path.joined(separator: "."))' of --chain; give the stage the tensor's name (name: …)"
      )
    }
    return name
  }
}
