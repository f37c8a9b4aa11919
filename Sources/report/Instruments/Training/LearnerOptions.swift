import ArgumentParser
import Engine
import NetworkFiles
import Simulation
import Study
import StudyFiles

/// Which network learns: a file, one that comes with the program, or hidden layers in a row.
struct LearnerOptions: ParsableArguments {
  @OptionGroup var source: NetworkSourceOptions

  @Option(help: ArgumentHelp("The widths of the hidden layers.", valueName: "n,n,…"))
  var widths: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The width of all hidden layers (default: 64).", valueName: "n"))
  var width: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many hidden layers (default: 4; 1 for sequences).", valueName: "n"))
  var depth: Int?

  @Option(
    help: ArgumentHelp("Their activation (default: relu).", valueName: "name"),
    completion: .list(NetworkEntry.activation.completions))
  var activation: String?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("Their start (default: he-normal).", valueName: "name"),
    completion: .list(NetworkEntry.initializer.completions))
  var initializer: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A factor on the start's standard deviation (default: 1).", valueName: "g"))
  var gain: Double?

  @Option(
    help: ArgumentHelp(
      "Normalisation before each activation: batch, layer or rms.", valueName: "name"),
    completion: .list(["batch", "layer", "rms"]))
  var normalization: String?

  @Flag(help: "Add each hidden layer's input to its output, from the second on.")
  var residual = false

  @Option(
    help: ArgumentHelp(
      "For sequences: the cell of the hidden layers, rnn, lstm or gru (default: lstm).",
      valueName: "name"), completion: .list(["rnn", "lstm", "gru"]))
  var cell: String?

  func validate() throws {
    let chain: [(String, Bool)] = [
      ("widths", widths != nil), ("width", width != nil), ("depth", depth != nil),
      ("activation", activation != nil), ("init", initializer != nil), ("gain", gain != nil),
      ("normalization", normalization != nil), ("residual", residual), ("cell", cell != nil),
    ]
    if source.isGiven, let wrong = chain.first(where: \.1) {
      throw ValidationError(
        "--\(wrong.0) describes layers in a row; a network file says it itself (change one value with --set)."
      )
    }
    if !source.isGiven, !source.settings.isEmpty {
      throw ValidationError("--set is for network files; add --network or --preset.")
    }
    if widths != nil, width != nil || depth != nil {
      throw ValidationError("Give either --widths 64,128,64 or --width 64 with --depth 3.")
    }
    if let normalization, !["batch", "layer", "rms"].contains(normalization) {
      throw ValidationError("--normalization \(normalization): take batch, layer or rms.")
    }
    if let cell, !["rnn", "lstm", "gru"].contains(cell) {
      throw ValidationError("--cell \(cell): take rnn, lstm or gru.")
    }
    _ = try activation.map(NetworkEntry.activation.option)
    _ = try initializer.map(NetworkEntry.initializer.option)
    if let gain { try requireOption("gain", gain, in: 0...1e6) }
    _ = try hidden(isSequence: false)
    _ = try source.options()
  }

  private func hidden(isSequence: Bool) throws -> [Int] {
    if let widths {
      return try widths.split(separator: ",", omittingEmptySubsequences: false).map { part in
        guard let width = Int(part.trimmingPrefix(" ")), 1...100_000 ~= width else {
          throw ValidationError(
            "--widths \(widths): '\(part)' is no width from 1 to 100000; write 64,128,64.")
        }
        return width
      }
    }
    let (width, depth) = (width ?? 64, depth ?? (isSequence ? 1 : 4))
    try requireOption("width", Double(width), in: 1...100_000)
    try requireOption("depth", Double(depth), in: 0...1000)
    return Array(repeating: width, count: depth)
  }

  /// The network for a task, ending in the task's loss.
  func network(for task: LearningTask) throws -> Network {
    if source.isGiven { return try source.network(source.options()).learning(task) }
    return try NetworkFile.parse(try text(for: task), named: "the network").network
  }

  /// Layers in a row as a network file.
  private func text(for task: LearningTask) throws -> String {
    let positions = task.shape.positions
    let isSequence = positions.count == 1
    if cell != nil, !isSequence {
      throw ValidationError("--cell is for sequences; take --task adding or copy.")
    }
    let widths = try hidden(isSequence: isSequence)
    let activation = activation ?? (isSequence ? "tanh" : "relu")
    let name = isSequence ? cell ?? "lstm" : "layers"
    let rule = initializer ?? (isSequence ? "xavier-normal" : "he-normal")
    var text = """
      name: \(name)
      init: "\(rule)"
      gain: \(shortNumber(gain ?? 1))
      activation: "\(activation)"
      input: {channels: \(task.shape.channels)\(Self.input(positions))}
      stack:

      """
    if positions.count == 2 { text += "  - flatten\n" }
    let isWhole = task.answersPerSample > 1
    for (index, width) in widths.enumerated() {
      let isLast = index == widths.count - 1
      if isSequence {
        let kind = cell ?? "lstm"
        text += "  - \(kind): {units: \(width), name: layer-\(index + 1)"
        text += (kind == "lstm" ? ", forget-bias: 1" : "")
        text += isLast && !isWhole ? ", last: true}\n" : "}\n"
        continue
      }
      var block = ["dense: {units: \(width), name: dense}"]
      if let normalization { block.append("norm: \(normalization)") }
      block.append("activation")
      let inner = block.map { $0.contains(":") ? "{\($0)}" : $0 }.joined(separator: ", ")
      let isAdded = residual && index > 0 && widths[index - 1] == width
      let (kind, key) = isAdded ? ("residual", "branch") : ("sequence", "stack")
      text += "  - \(kind): {name: layer-\(index + 1), \(key): [\(inner)]}\n"
    }
    text += "  - dense: {units: \(task.classCount ?? task.answersPerSample), name: answer}\n"
    let loss = task.classCount == nil ? "squared" : "cross-entropy"
    text += "  - loss: \(loss)\n"
    return text
  }

  private static func input(_ positions: [Int]) -> String {
    switch positions.count {
    case 1: ", steps: \(positions[0])"
    case 2: ", image: [\(positions[0]), \(positions[1])]"
    default: ""
    }
  }
}
