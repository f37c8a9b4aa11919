import Engine
import Simulation
import WeightFiles

/// Makes a network of plain steps: the engine's stages with the weights of a file.
struct PlainNetwork {
  private var writer: NetworkWriter
  private let shelf: WeightShelf
  /// Between the flattened positions and the matrix that takes them: how many there are, where channels come first.
  private var flattened: Int?
  private var number = 0

  private init(_ shelf: WeightShelf) {
    self.shelf = shelf
    writer = NetworkWriter(shelf)
  }

  /// The network of some steps.
  ///
  /// - Parameters:
  ///   - input: the shape of what comes in, or nil to take the smallest square picture that every step fits.
  ///   - source: where the steps are from, in words.
  /// - Throws: the first step that does not fit what comes before it.
  static func draft(
    _ shelf: WeightShelf, _ steps: [PlainStep], input: Shape?, source: String
  ) throws(WeightChain.Absence) -> WeightNetwork {
    let shape = if let input { input } else { try fitting(steps, shelf) }
    var own = PlainNetwork(shelf)
    var current = shape
    let stages = try own.stages(steps, &current, isTop: true)
    let picture = shape.positions.map(String.init).joined(separator: " × ")
    let f = steps.activationName
    return WeightNetwork(
      own.writer, name: "plain", input: NetworkInput(shape), stages: stages,
      activation: f ?? "identity",
      source: source + (picture.isEmpty ? "" : " on pictures of \(picture)")
        + (f.map { ", \($0)" } ?? ""),
      certainty: .known, samples: shape.positions.isEmpty ? 64 : 8)
  }

  // MARK: - Shapes

  /// The smallest picture that fits, of sizes that pictures have where several do.
  private static func fitting(
    _ steps: [PlainStep], _ shelf: WeightShelf
  ) throws(WeightChain.Absence) -> Shape {
    guard let channels = inputs(steps, shelf) else {
      throw WeightChain.Absence(reason: "the first step of its graph has no weight")
    }
    guard steps.takesPositions, let weight = steps.firstKernel,
      let rank = shelf.shape(weight).map({ $0.count - 2 }), (1...2).contains(rank)
    else { return Shape(channels: channels) }
    var reason = "no picture up to 512 × 512 fits its graph"
    for side in [32, 64, 28, 224] + Array(1...512) {
      var shape = Shape(positions: [Int](repeating: side, count: rank), channels: channels)
      var trial = PlainNetwork(shelf)
      do {
        let start = shape
        _ = try trial.stages(steps, &shape, isTop: true)
        return start
      } catch {
        if side == 32 { reason = error.reason }
      }
    }
    throw WeightChain.Absence(reason: reason)
  }

  /// Channels or numbers that the first weight takes.
  private static func inputs(_ steps: [PlainStep], _ shelf: WeightShelf) -> Int? {
    for step in steps.all {
      switch step {
      case .convolution(let weight, _, _, _, _):
        return KernelAxes(shelf[weight], channels: nil).map { $0.inputs * $0.groups }
      case .dense(let weight, _):
        return (try? NetworkWriter(shelf).part(weight))?.inputs
      default: continue
      }
    }
    return nil
  }

  // MARK: - Stages

  private mutating func stages(
    _ steps: [PlainStep], _ shape: inout Shape, isTop: Bool
  ) throws(WeightChain.Absence) -> [NamedStage] {
    var stages: [NamedStage] = []
    for step in steps {
      number += 1
      let made = try stage(step, &shape, isTop: isTop)
      stages.append(made)
      if case .residual = step { continue }
      do {
        shape = try made.stage.output(for: shape)
      } catch {
        throw WeightChain.Absence(reason: "\(error)")
      }
    }
    return stages
  }

  private mutating func stage(
    _ step: PlainStep, _ shape: inout Shape, isTop: Bool
  ) throws(WeightChain.Absence) -> NamedStage {
    switch step {
    case .convolution(let weight, let bias, let stride, let dilation, let padding):
      guard let axes = KernelAxes(shelf[weight], channels: shape.channels),
        axes.window.count == shape.positions.count
      else {
        throw WeightChain.Absence(
          reason: "'\(weight)' has no window for \(shape.positions.count) directions")
      }
      let stage = try writer.convolution(
        weight, stem: weight, channels: shape.channels, axes: axes, weight: weight, bias: bias,
        window: Window(kernel: axes.window, stride: stride, dilation: dilation, padding: padding))
      if isTop { writer.show(weight) }
      return stage
    case .dense(let weight, let bias):
      var part = try writer.part(weight)
      guard part.inputs == shape.channels else {
        throw WeightChain.Absence(
          reason: "'\(weight)' takes \(part.inputs) numbers where \(shape.channels) come in")
      }
      part.positions = flattened ?? 1
      flattened = nil
      let stage = try writer.dense(weight, [part], biases: [bias])
      if isTop { writer.show(weight) }
      return stage
    case .norm(let gains, let shifts):
      return writer.norm("norm \(number)", .batch, gains: gains, shifts: shifts)
    case .activation(let f):
      return NamedStage(ActivationStage(f), name: "\(f.name) \(number)")
    case .pool(let kind, let window):
      return NamedStage(Pooling(kind, window: window), name: "pool \(number)")
    case .flatten(let channelsFirst):
      flattened = channelsFirst ? shape.positionCount : nil
      return NamedStage(Flatten(), name: "flatten \(number)")
    case .residual(let branch, let shortcut):
      let name = "block \(number)"
      var (after, beside) = (shape, shape)
      let own = try inside(name, branch, &after)
      let other = try shortcut.isEmpty ? [] : inside("\(name).shortcut", shortcut, &beside)
      guard after == beside else {
        throw WeightChain.Absence(
          reason: "its graph adds \(after.channels) channels to \(beside.channels)")
      }
      shape = after
      if isTop { writer.show(name, as: branch.lastWeight ?? name) }
      return NamedStage(ResidualStage(own, shortcut: other), name: name)
    }
  }

  private mutating func inside(
    _ name: String, _ steps: [PlainStep], _ shape: inout Shape
  ) throws(WeightChain.Absence) -> [NamedStage] {
    // The writer's paths are those of the engine, which nests names by dots.
    writer.push(name)
    defer { writer.pop() }
    return try stages(steps, &shape, isTop: false)
  }
}
