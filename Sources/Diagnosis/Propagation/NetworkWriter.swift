import Engine
import Kernels
import Simulation
import WeightFiles

/// Writes the engine's stages for tensors of a file: each stage with its weights by the path that it will have, and with the
/// named law as its rule, so that theory and fresh networks are those of the laws.
struct NetworkWriter {
  let shelf: WeightShelf
  private(set) var weights = StoredWeights()
  /// The lines of the table: the path of a stage and what it is called.
  private(set) var shown: [(path: String, label: String)] = []
  private var path: [String] = []
  /// Whether all gains are one and all shifts zero.
  private(set) var hasPlainNorms = true
  /// How many weights are in the stages.
  private(set) var weightCount = 0
  /// How many of them a fresh network has to draw one by one; of wider matrices only products with a few rows are drawn.
  private(set) var drawnCount = 0
  /// How many of the last lines are no part of the stack: its last norm, the read-out.
  var tail = 1

  init(_ shelf: WeightShelf) { self.shelf = shelf }

  private func path(of name: String) -> String { (path + [name]).joined(separator: ".") }

  /// Goes beneath a name, until ``pop()``.
  mutating func push(_ name: String) { path.append(name) }

  /// Comes back from the last name.
  mutating func pop() { path.removeLast() }

  /// Stages beneath a name.
  mutating func within<Result>(
    _ name: String, _ body: (inout Self) throws(WeightChain.Absence) -> Result
  ) throws(WeightChain.Absence) -> Result {
    path.append(name)
    defer { path.removeLast() }
    return try body(&self)
  }

  /// Lists a stage in the table.
  mutating func show(_ name: String, as label: String? = nil) {
    shown.append((path(of: name), label ?? path(of: name)))
  }

  private func shape(_ name: String, _ rank: Int) throws(WeightChain.Absence) -> [Int] {
    guard let shape = shelf.shape(name) else {
      throw WeightChain.Absence(
        reason: "its names are those of a known model, but '\(name)' is missing")
    }
    guard shape.count == rank else {
      throw WeightChain.Absence(
        reason: "'\(name)' has \(shape.count) axes where the model has \(rank)")
    }
    return shape
  }

  private func rule(_ name: String) -> any WeightInitializer {
    Normal(standardDeviation: shelf.deviation(name))
  }

  private func biasLaw(_ name: String?) -> BiasLaw {
    guard let tensor = name.flatMap({ shelf[$0] }) else { return .none }
    return BiasLaw(variance: tensor.moments.meanSquare)
  }

  /// A matrix's inputs and outputs; the diagnosis's axes unless told otherwise.
  func part(
    _ name: String, outputsFirst: Bool? = nil
  ) throws(WeightChain.Absence) -> MatrixPart {
    let shape = try shape(name, 2)
    let first = outputsFirst ?? shelf[name]?.layout?.outputsFirst ?? true
    return MatrixPart(
      name: name, inputs: first ? shape[1] : shape[0], outputs: first ? shape[0] : shape[1],
      outputsFirst: first)
  }

  /// A dense layer of one matrix, or of several side by side.
  mutating func dense(
    _ name: String, _ parts: [MatrixPart], biases: [String?]
  ) throws(WeightChain.Absence) -> NamedStage {
    let place = path(of: name)
    weights.matrices[place] = [shelf.columns(parts)]
    for part in parts {
      weightCount += part.inputs * part.outputs
      // What the engine's maps ask of rows (ten times as many inputs and outputs), for the rows of a few sequences.
      let isWide =
        min(part.inputs, part.outputs)
        >= 10 * WeightTemplates.tokens * WeightTemplates.sequences
      if !isWide { drawnCount += part.inputs * part.outputs }
    }
    let held = biases.map { $0.flatMap { shelf.has($0) ? $0 : nil } }
    if held.contains(where: { $0 != nil }) {
      for (bias, part) in zip(held, parts) {
        if let bias, shelf.shape(bias)?.reduce(1, *) != part.outputs {
          throw WeightChain.Absence(
            reason: "'\(bias)' has not one number for each output of '\(part.name)'")
        }
      }
      weights.biases[place] = shelf.vectors(zip(held, parts).map { ($0, $1.outputs) })
    }
    let units = parts.reduce(0) { $0 + $1.outputs }
    let square = parts.reduce(0.0) { sum, part in
      let deviation = Double(part.scale) * shelf.deviation(part.name)
      return sum + Double(part.outputs) * deviation * deviation
    }
    return NamedStage(
      Dense(
        units, rule: Normal(standardDeviation: (square / Double(units)).squareRoot()),
        bias: biasLaw(held.compactMap(\.self).first)), name: name)
  }

  /// A dense layer of `STEM.weight` and `STEM.bias`.
  mutating func dense(
    _ name: String, stem: String, outputsFirst: Bool? = nil
  ) throws(WeightChain.Absence) -> NamedStage {
    try dense(
      name, [part(stem + ".weight", outputsFirst: outputsFirst)], biases: [stem + ".bias"])
  }

  /// A normalisation with the gains and shifts of `STEM.weight` and `STEM.bias`.
  mutating func norm(_ name: String, _ over: Normalize.Over, stem: String, epsilon: Double = 1e-5)
    -> NamedStage
  {
    norm(name, over, gains: stem + ".weight", shifts: stem + ".bias", epsilon: epsilon)
  }

  /// The same with gains and shifts of any names, where the file has them.
  mutating func norm(
    _ name: String, _ over: Normalize.Over, gains: String?, shifts: String?, epsilon: Double = 1e-5
  ) -> NamedStage {
    let place = path(of: name)
    for (tensor, value) in [(gains, 1.0), (shifts, 0.0)] {
      guard let tensor = tensor.flatMap({ shelf[$0] }) else { continue }
      if tensor.moments.smallest != value || tensor.moments.largest != value {
        hasPlainNorms = false
      }
    }
    if let gains, shelf.has(gains) { weights.gains[place] = shelf.numbers(gains) }
    if let shifts, shelf.has(shifts) { weights.shifts[place] = shelf.numbers(shifts) }
    return NamedStage(Normalize(over, epsilon: epsilon), name: name)
  }

  /// Logits from a matrix of the file, or from the table of tokens where the file has none: the two are then tied.
  mutating func logits(
    _ names: [String], table: String
  ) throws(WeightChain.Absence) -> NamedStage {
    let matrix = names.first { shelf.has($0) } ?? table
    let part = try part(matrix, outputsFirst: true)
    let bias = matrix == table ? nil : matrix.replacing(".weight", with: ".bias")
    let stage = try dense("logits", [part], biases: [bias])
    show("logits")
    tail += 1
    return stage
  }

  /// A table of tokens.
  mutating func embedding(_ name: String, table: String) throws(WeightChain.Absence) -> NamedStage {
    let shape = try shape(table, 2)
    weights.matrices[path(of: name)] = [shelf.numbers(table)]
    weightCount += shape[0] * shape[1]
    return NamedStage(
      Embedding(vocabulary: shape[0], width: shape[1], rule: rule(table)), name: name)
  }

  /// The first rows of a table of positions, from row `skip` on; another table's first row is added to each.
  mutating func positions(
    _ name: String, table: String, count: Int, skip: Int = 0, adding other: String? = nil
  ) throws(WeightChain.Absence) -> NamedStage {
    guard let shape = shelf.shape(table), let width = shape.last,
      shape.reduce(1, *) >= (skip + count) * width
    else { throw WeightChain.Absence(reason: "'\(table)' has too few rows") }
    let (read, add) = (shelf.numbers(table), other.map { shelf.numbers($0) })
    weights.matrices[path(of: name)] = [
      StoredWeights.Reader(count: count * width) {
        var rows = Array(read()[(skip * width)..<((skip + count) * width)])
        if let extra = add?(), extra.count >= width {
          for i in rows.indices { rows[i] += extra[i % width] }
        }
        return rows
      }
    ]
    let squares = [table, other].compactMap(\.self).reduce(0.0) {
      $0 + shelf.deviation($1) * shelf.deviation($1)
    }
    return NamedStage(
      Positions(rule: Normal(standardDeviation: squares.squareRoot())), name: name)
  }

  /// Attention; queries, keys and values are one matrix or three.
  mutating func attention(
    _ name: String, _ heads: HeadPlan, _ parts: [MatrixPart], biases: [String?],
    output stem: String, outputsFirst: Bool? = nil
  ) throws(WeightChain.Absence) -> NamedStage {
    try within(name) { writer throws(WeightChain.Absence) in
      _ = try writer.dense("project", parts, biases: biases)
      _ = try writer.dense("output", stem: stem, outputsFirst: outputsFirst)
    }
    let size = Double(parts[0].scale) * shelf.deviation(parts[0].name)
    var stage = Attention(
      heads: heads.heads, groups: heads.groups, headWidth: heads.width, isCausal: heads.isCausal,
      isRotary: heads.isRotary, isFused: parts.count == 1,
      rule: Normal(standardDeviation: size), outputRule: rule(stem + ".weight"),
      bias: BiasLaw.none)
    if parts.count == 3, size > 0 { stage.valueGain = shelf.deviation(parts[2].name) / size }
    return NamedStage(stage, name: name)
  }

  /// A convolution of `STEM.weight`; groups follow from the channels that come in.
  mutating func convolution(
    _ name: String, stem: String, channels: Int, stride: Int = 1, padding: Window.Padding? = nil,
    axes given: KernelAxes? = nil, weight: String? = nil, bias: String? = nil,
    window: Window? = nil
  ) throws(WeightChain.Absence) -> NamedStage {
    let weight = weight ?? stem + ".weight"
    guard let shape = shelf.shape(weight), shape.count >= 3 || given != nil else {
      throw WeightChain.Absence(reason: "'\(weight)' is no kernel, or missing")
    }
    let axes =
      given
      ?? KernelAxes(
        window: Array(shape[2...]), inputs: shape[1], outputs: shape[0],
        groups: max(1, channels / max(1, shape[1])), outputsFirst: true)
    guard axes.inputs * axes.groups == channels, axes.outputs % axes.groups == 0 else {
      throw WeightChain.Absence(
        reason: "'\(weight)' takes \(axes.inputs) channels where \(channels) come in")
    }
    let place = path(of: name)
    weights.matrices[place] = (0..<axes.groups).map { shelf.kernel(weight, axes, group: $0) }
    weightCount += shape.reduce(1, *)
    drawnCount += shape.reduce(1, *)
    let biasName = bias ?? stem + ".bias"
    if shelf.has(biasName) { weights.biases[place] = shelf.numbers(biasName) }
    let stage = Convolution(
      axes.outputs,
      window: window
        ?? Window(
          kernel: axes.window, stride: [stride],
          padding: padding ?? .zeros(axes.window.map { $0 / 2 })),
      groups: axes.groups, rule: rule(weight),
      bias: shelf.has(biasName) ? biasLaw(biasName) : BiasLaw.none)
    return NamedStage(stage, name: name)
  }
}

/// How attention is cut into heads.
struct HeadPlan: Sendable {
  var heads: Int
  var groups: Int
  var width: Int
  var isCausal = false
  var isRotary = false
  /// Whether the configuration says so.
  var isKnown = true

  /// Heads of a width from the configuration; without one 64, or the largest power of two below that divides.
  init(_ configuration: HubHeads?, queries: Int, keys: Int) {
    if let told = configuration?.heads, told > 0, queries % told == 0 {
      (heads, width) = (told, queries / told)
    } else {
      isKnown = false
      let own = [64, 32, 16, 8, 4, 2, 1].first { queries % $0 == 0 && keys % $0 == 0 } ?? 1
      width = queries > own ? own : max(1, queries / 2)
      if queries % width != 0 || keys % width != 0 { width = 1 }
      heads = queries / width
    }
    groups = max(1, keys / width)
  }
}

/// How many heads a configuration tells of.
struct HubHeads: Sendable {
  let heads: Int?
}
